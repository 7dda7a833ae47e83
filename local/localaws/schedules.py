"""Fires a scheduled rule now: its targets get the event that EventBridge makes when the time has come."""

import time
import uuid
from fnmatch import fnmatchcase

from ministack.core.responses import request_scope
from ministack.services import eventbridge

from localaws import onloop, settings


def fire(pattern: str) -> tuple[int, dict]:
    """Fire the enabled rules with a schedule whose names match, and tell which."""
    account, region = settings.options.account, settings.options.region
    with request_scope(account, region):
        due = {key: rule for key, rule in eventbridge._rules.items()
               if rule["ScheduleExpression"] and rule["State"] == "ENABLED" and fnmatchcase(rule["Name"], pattern)}
        for key, rule in due.items():
            event = {"EventId": str(uuid.uuid4()), "Source": "aws.events", "DetailType": "Scheduled Event", "Detail": "{}",
                     "EventBusName": "default", "Time": int(time.time()), "Resources": [rule["Arn"]], "Account": account,
                     "Region": region}
            for target in eventbridge._targets.get(key, []):
                onloop.run(eventbridge._invoke_target, target, event, rule)
    if not due:
        return 404, {"error": f"no enabled rule with a schedule is called {pattern}"}
    return 200, {"fired": sorted(rule["Name"] for rule in due.values())}
