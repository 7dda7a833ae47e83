"""What tests and the demo may ask of the local AWS itself, under /_local/; README.md tells how."""

import json

from localaws import calls, clock, settings
from localaws.cloudtrail import delivery, mishaps
from localaws.ec2 import api as ec2
from localaws.ec2 import consistency
from localaws.faults import injected
from localaws.request import Reply, Request


def answer(request: Request) -> Reply:
    match request.method, request.path.removeprefix("/_local/").split("/"):
        case "GET", ["health"]:
            return _json(200, {"status": "ok", "url": settings.url, "account": settings.options.account,
                               "region": settings.options.region, "auth": settings.options.auth,
                               "organization": settings.options.organization})
        case "GET", ["calls"]:
            return _json(200, calls.all_calls())
        case "DELETE", ["calls"]:
            calls.clear()
            return _json(200, {})
        case "GET", ["faults"]:
            return _json(200, injected.told())
        case "POST", ["faults"]:
            return _json(*injected.add(json.loads(request.body)))
        case "DELETE", ["faults"]:
            injected.clear()
            return _json(200, {})
        case "GET", ["deliveries"]:
            return _json(200, mishaps.told())
        case "POST", ["deliveries"]:
            return _json(*mishaps.change(json.loads(request.body)))
        case "POST", ["consistency"]:
            return _json(*consistency.change(json.loads(request.body)))
        case "POST", ["clock"]:
            return _json(*clock.change(json.loads(request.body)))
        case "POST", ["events"]:
            delivery.deliver(json.loads(request.body))
            return _json(200, {})
        case "POST", ["endpoints", endpoint_id]:
            return _json(*ec2.pretend(endpoint_id, json.loads(request.body)))
    return _json(404, {"error": f"no {request.method} {request.path} here"})


def _json(status: int, body: object) -> Reply:
    return Reply(status, {"content-type": "application/json"}, json.dumps(body).encode())
