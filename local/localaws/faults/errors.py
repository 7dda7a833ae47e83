"""An error in the form that the caller's protocol has for it, so that an SDK reads its code."""

import json
import uuid
from xml.sax.saxutils import escape

from localaws.ec2 import errors as ec2
from localaws.request import Reply, Request


def reply(request: Request, error: dict) -> Reply:
    """`error` has a code, and may have a status (else 400), a message, and other members for protocols of JSON."""
    code, status = error["code"], error.get("status", 400)
    message, request_id = error.get("message", "injected by the local AWS"), str(uuid.uuid4())
    if request.service == "ec2":
        return ec2.reply(status, code, message)
    if "x-amz-target" in request.headers:
        body = {"__type": code, "message": message, **error.get("members", {})}
        kind = "Sender" if status < 500 else "Receiver"
        return Reply(status, {"content-type": request.headers.get("content-type", "application/x-amz-json-1.0"),
                              "x-amzn-requestid": request_id, "x-amzn-query-error": f"{code};{kind}"},
                     json.dumps(body).encode())
    if request.form or "Action" in request.query:
        return _xml(status, request_id, f"<ErrorResponse><Error><Type>{'Sender' if status < 500 else 'Receiver'}</Type>"
                    f"<Code>{code}</Code><Message>{escape(message)}</Message></Error>"
                    f"<RequestId>{request_id}</RequestId></ErrorResponse>")
    if request.service == "s3":
        return _xml(status, request_id, f"<Error><Code>{code}</Code><Message>{escape(message)}</Message>"
                                        f"<RequestId>{request_id}</RequestId></Error>")
    return Reply(status, {"content-type": "application/json", "x-amzn-errortype": code, "x-amzn-requestid": request_id},
                 json.dumps({"message": message, **error.get("members", {})}).encode())


def _xml(status: int, request_id: str, body: str) -> Reply:
    return Reply(status, {"content-type": "text/xml", "x-amzn-requestid": request_id}, body.encode())
