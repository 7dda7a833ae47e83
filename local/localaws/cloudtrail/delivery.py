"""Puts an envelope on the default event bus, where only AWS may put source aws.ec2; later, if so chosen."""

import json
import threading
from datetime import datetime

from ministack.core.responses import request_scope
from ministack.services import eventbridge

from localaws import onloop, settings
from localaws.cloudtrail import mishaps

_PATIENCE = 1.0  # how long an event that is to be overtaken waits for another
_lock = threading.Lock()
_waiting: list[dict] = []


def publish(envelope: dict) -> None:
    """Deliver later, on another thread: the call that is recorded is answered first."""
    with _lock:
        delays, overtaken = mishaps.of(envelope)
        for delay in delays:
            if overtaken:
                _waiting.append(envelope)
                _after(_PATIENCE, _release)
            else:
                _after(delay, _deliver_first, envelope)


def _deliver_first(envelope: dict) -> None:
    deliver(envelope)
    _release()


def _release() -> None:
    with _lock:
        overtaken = [*_waiting]
        _waiting.clear()
    for envelope in overtaken:
        deliver(envelope)


def _after(seconds: float, function, *arguments) -> None:
    timer = threading.Timer(settings.options.cloudtrail_delay + seconds, function, arguments)
    timer.daemon = True
    timer.start()


def deliver(envelope: dict, scope: tuple[str, str] | None = None) -> None:
    """Match the envelope against the rules of an account and Region, its own if none is given, and invoke their targets."""
    event = {
        "Version": envelope["version"],
        "EventId": envelope["id"],
        "Source": envelope["source"],
        "DetailType": envelope["detail-type"],
        "Detail": json.dumps(envelope["detail"]),
        "EventBusName": "default",
        "Time": int(datetime.fromisoformat(envelope["time"]).timestamp()),
        "Resources": envelope["resources"],
        "Account": envelope["account"],
        "Region": envelope["region"],
    }
    with request_scope(*scope or (envelope["account"], envelope["region"])):
        onloop.run(eventbridge._dispatch_event, event)
