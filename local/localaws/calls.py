"""The journal of all calls to the local AWS, in the order in which they arrived; tests read it."""

import json
import re
import time

from ministack.core import iam_actions
from ministack.core.responses import request_scope

from localaws.caller import Caller
from localaws.request import Request

_calls: list[dict] = []
_CODE = re.compile(rb'<Code>([^<]+)</Code>|"(?:__type|code|Code)"\s*:\s*"(?:[^"#]*#)?([^"]+)"')


def all_calls() -> list[dict]:
    return list(_calls)


def clear() -> None:
    _calls.clear()


def begin(request: Request, caller: Caller) -> dict:
    call = {
        "service": request.service,
        "action": action(request),
        "caller": caller.name,
        "function": caller.function,
        "status": None,
        "error": None,
        "at": int(time.time() * 1000),
        "resource": resource(request, caller),
        "members": _members(request),
        "fault": None,
    }
    _calls.append(call)
    return call


def end(call: dict, status: int, head: bytes) -> None:
    call["status"] = status
    if status >= 300:
        code = _CODE.search(head)
        call["error"] = next(group for group in code.groups() if group).decode() if code else str(status)


def action(request: Request) -> str:
    if target := request.headers.get("x-amz-target"):
        return target.rsplit(".", 1)[-1]
    if name := request.form.get("Action") or (request.query.get("Action") or [None])[0]:
        return name
    if rpc := re.search(r"/operation/(\w+)$", request.path):
        return rpc[1]
    named = iam_actions.extract_iam_action(request.service, request.method, request.path, request.headers,
                                           request.body, request.query)
    return named.partition(":")[2] if named else f"{request.method} {request.path}"


def _members(request: Request) -> list[str]:
    """The calls that a transaction is made of, which are judged one by one."""
    if action(request) != "TransactWriteItems":
        return []
    return sorted({f"{name}Item" for item in json.loads(request.body)["TransactItems"]
                   for name in item})


def resource(request: Request, caller: Caller) -> str | None:
    if request.service == "ec2":
        return request.form.get("VpcEndpointId") or request.form.get("VpcEndpointId.1")
    parameters = {**{name: [value] for name, value in request.form.items()}, **request.query}
    with request_scope(caller.account, caller.region):
        arn = iam_actions.extract_resource_arn(request.service, request.method, request.path, request.headers,
                                               request.body, parameters, caller.region, caller.account)
    return None if arn == "*" else arn
