"""Serves the gateway on the listening socket until told to end, and leaves no JVM behind."""

import asyncio
import signal
import socket
import sys
import threading
from collections.abc import Callable

from hypercorn.asyncio import serve as hypercorn
from hypercorn.config import Config

from localaws import onloop, settings
from localaws.gateway import gateway


def serve(listener: socket.socket, ready: Callable[[], None]) -> None:
    from ministack.core import lambda_runtime
    config = Config()
    listener.listen(128)
    config.bind = [f"fd://{listener.detach()}"]
    config.keep_alive_timeout = 75
    # A client that puts a thousand files keeps its connection.
    config.keep_alive_max_requests = 1_000_000
    config.graceful_timeout = 1
    config.errorlog, config.loglevel = "-", "WARNING"
    try:
        asyncio.run(_until_ended(config, ready))
    finally:
        lambda_runtime.reset()


async def _until_ended(config: Config, ready: Callable[[], None]) -> None:
    loop = asyncio.get_running_loop()
    onloop.remember(loop)
    ended = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, ended.set)
    if settings.options.until_stdin_closes:
        threading.Thread(target=_when_stdin_closes, args=(loop, ended), daemon=True).start()

    async def application(scope, receive, send):
        if scope["type"] == "lifespan":
            send = _after_startup(send, ready)
        await gateway(scope, receive, send)

    await hypercorn(application, config, shutdown_trigger=ended.wait)


def _after_startup(send, ready: Callable[[], None]):
    async def passed_on(message):
        await send(message)
        if message["type"] == "lifespan.startup.complete":
            ready()
    return passed_on


def _when_stdin_closes(loop: asyncio.AbstractEventLoop, ended: asyncio.Event) -> None:
    while sys.stdin.buffer.read(4096):
        pass
    loop.call_soon_threadsafe(ended.set)
