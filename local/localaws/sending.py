"""Answers to a request, as messages of ASGI."""

from localaws.request import Reply


async def reply(send, answer: Reply) -> None:
    headers = {**answer.headers, "content-length": str(len(answer.body))}
    await send({"type": "http.response.start", "status": answer.status,
                "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()]})
    await send({"type": "http.response.body", "body": answer.body})


def into(held: list[dict]):
    """A `send` that keeps the messages."""
    async def hold(message: dict) -> None:
        held.append(message)
    return hold
