"""EC2's errors, in its XML."""

from xml.sax.saxutils import escape

from localaws.request import Reply


def reply(status: int, code: str, message: str) -> Reply:
    return Reply(status, {}, (f"<Response><Errors><Error><Code>{code}</Code><Message>{escape(message)}</Message></Error></Errors>"
                              "<RequestID></RequestID></Response>").encode())
