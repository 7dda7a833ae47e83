"""What a fault does to a call, before or after it takes effect."""

import asyncio

from hypercorn.protocol.events import StreamClosed

from localaws import calls, sending
from localaws.caller import Caller
from localaws.ec2 import api as ec2
from localaws.faults import errors
from localaws.faults.fault import Fault
from localaws.functions import jvm
from localaws.request import Request


async def happen(fault: Fault, request: Request, caller: Caller, call: dict, answer, send) -> None:
    """`answer` lets the call take effect, and tells its outcome to the `send` that it is given."""
    held: list[dict] = []
    if fault.after:
        await answer(sending.into(held))
    match fault.effect:
        case "delay":
            await asyncio.sleep(fault.given["delay"])
            if not fault.after:
                await answer(send)
            for message in held:
                await send(message)
        case "error":
            reply = errors.reply(request, fault.given["error"])
            if request.service == "ec2" and not fault.after:
                reply = ec2.recorded(request.form, caller, reply)
            calls.end(call, reply.status, reply.body)
            await sending.reply(send, reply)
        case effect:
            if effect == "crash":
                jvm.kill(caller.instance)
            call["error"] = effect
            await _cut(send)


async def _cut(send) -> None:
    """Close the connection without a word: hypercorn, whose method `send` is, would answer 500."""
    stream = send.__self__
    await stream.send(StreamClosed(stream_id=stream.stream_id))
