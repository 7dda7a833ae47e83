"""The one door: control surface, EC2, Organizations and Security Hub are answered here, all else by ministack; every call is noted."""

import asyncio
import json

import ministack.app

from localaws import calls, control, faked, keys, organization, scopes, securityhub, sending
from localaws.caller import CURRENT, Caller
from localaws.ec2 import api as ec2
from localaws.ec2 import through
from localaws.faults import effects, injected
from localaws.request import Reply, Request

_OWN = {"ec2": ec2.answer, "organizations": organization.answer, "securityhub": securityhub.answer}
_HEAD = 4096


async def gateway(scope, receive, send) -> None:
    if scope["type"] != "http":
        return await ministack.app.app(scope, receive, send)
    request = await Request.read(scope, receive)
    if request.path.startswith("/_local/"):
        return await sending.reply(send, await asyncio.to_thread(control.answer, request))
    caller = Caller.of(request)
    CURRENT.set(caller)
    call = calls.begin(request, caller)

    async def answer(to) -> None:
        await _answer(request, caller, call, receive, to)

    if fault := injected.striking(call, request.body):
        return await effects.happen(fault, request, caller, call, answer, send)
    await answer(send)


async def _answer(request: Request, caller: Caller, call: dict, receive, send) -> None:
    if misdirected := scopes.refusal(request):
        calls.end(call, misdirected.status, misdirected.body)
        return await sending.reply(send, misdirected)
    if own := _OWN.get(request.service):
        reply = await asyncio.to_thread(own, request, caller)
        calls.end(call, reply.status, reply.body[:_HEAD])
        return await sending.reply(send, reply)
    if denied := keys.denied(caller, request.service, call["action"], call["resource"]):
        reply = Reply(400, {"content-type": "application/x-amz-json-1.0"},
                      json.dumps({"__type": "AccessDeniedException", "message": denied}).encode())
        calls.end(call, reply.status, reply.body)
        return await sending.reply(send, reply)
    if refused := await asyncio.to_thread(through.refusal, request, caller):
        calls.end(call, refused.status, refused.body[:_HEAD])
        return await sending.reply(send, refused)
    seen = _Seen(send)
    await ministack.app.app(request.scope, await request.replay(receive), seen)
    calls.end(call, seen.status, seen.head)
    faked.check_text(seen.head.decode(errors="replace"), f"{call['service']} {call['action']}")


class _Seen:
    """Passes ministack's answer on and keeps its status and beginning."""

    def __init__(self, send):
        self.send, self.status, self.head = send, 0, b""

    async def __call__(self, message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
        elif len(self.head) < _HEAD:
            self.head += message.get("body", b"")[:_HEAD]
        await self.send(message)
