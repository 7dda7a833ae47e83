"""Runs a function on the server's event loop, where the emulators' services run too.

SQS keeps a queue as a list that calls replace: a thread that adds to it meanwhile would lose its message.
"""

import asyncio

_loop: asyncio.AbstractEventLoop


def remember(loop: asyncio.AbstractEventLoop) -> None:
    global _loop
    _loop = loop


def has_ended() -> bool:
    return _loop.is_closed()


def run(function, *arguments):
    """The function's result, from whichever thread; a coroutine's too, but not from the loop itself."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run_coroutine_threadsafe(_called(function, *arguments), _loop).result()
    return function(*arguments)


async def _called(function, *arguments):
    result = function(*arguments)
    return await result if asyncio.iscoroutine(result) else result
