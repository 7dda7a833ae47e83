"""Puts an envelope on the default event bus, where only AWS may put source aws.ec2; after the chosen delay, if any."""

import json
import threading
from datetime import datetime

from ministack.core.responses import request_scope
from ministack.services import eventbridge

from localaws import onloop, settings


def publish(envelope: dict) -> None:
    """Deliver later, on another thread: the call that is recorded is answered first."""
    timer = threading.Timer(settings.options.cloudtrail_delay, deliver, [envelope])
    timer.daemon = True
    timer.start()


def deliver(envelope: dict) -> None:
    """Match the envelope against the rules of its account and Region, and invoke their targets."""
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
    with request_scope(settings.options.account, settings.options.region):
        onloop.run(eventbridge._dispatch_event, event)
