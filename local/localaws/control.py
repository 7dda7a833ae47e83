"""What tests and the demo may ask of the local AWS itself, under /_local/; README.md tells how."""

import json

from localaws import authorization, calls, clock, schedules, settings
from localaws.cloudtrail import delivery, mishaps, network_activity
from localaws.ec2 import api as ec2
from localaws.ec2 import consistency, through, throttling
from localaws.faults import injected
from localaws.request import Reply, Request


def answer(request: Request) -> Reply:
    first, *rest = request.path.removeprefix("/_local/").split("/")
    body = json.loads(request.body) if request.body else None
    match request.method, first, rest:
        case "POST", "endpoints", [endpoint_id]:
            return _json(*ec2.pretend(endpoint_id, body))
        case "POST", "schedules", [pattern]:
            return _json(*schedules.fire(pattern))
        case "GET" | "DELETE" as method, name, [] if (method, name) in _ASKED:
            return _json(200, _ASKED[method, name]())
        case "POST", name, [] if name in _GIVEN:
            return _json(*_GIVEN[name](body))
    return _json(404, {"error": f"no {request.method} {request.path} here"})


def _health() -> dict:
    return {"status": "ok", "url": settings.url, "account": settings.options.account, "region": settings.options.region,
            "auth": settings.options.auth, "organization": settings.options.organization}


def _event(envelope: dict) -> tuple[int, dict]:
    delivery.deliver(envelope, (settings.options.account, settings.options.region))
    return 200, {}


_ASKED = {
    ("GET", "health"): _health,
    ("GET", "calls"): calls.all_calls,
    ("DELETE", "calls"): calls.clear,
    ("GET", "rights"): authorization.asked,
    ("GET", "faults"): injected.told,
    ("DELETE", "faults"): injected.clear,
    ("GET", "throttles"): throttling.told,
    ("DELETE", "throttles"): throttling.clear,
    ("GET", "deliveries"): mishaps.told,
}
_GIVEN = {
    "events": _event,
    "endpoints": ec2.plant,
    "faults": injected.add,
    "throttles": throttling.add,
    "deliveries": mishaps.change,
    "consistency": consistency.change,
    "clock": clock.change,
    "buckets": through.own,
    "trail": network_activity.trail,
}


def _json(status: int, body: object) -> Reply:
    return Reply(status, {"content-type": "application/json"}, json.dumps(body).encode())
