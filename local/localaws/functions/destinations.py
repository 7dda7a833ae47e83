"""Where Lambda sends the outcome of an asynchronous invocation: a destination with its envelope, or a dead-letter queue."""

import json
import logging
from dataclasses import dataclass
from datetime import UTC, datetime

from localaws import authorization, messages
from localaws.functions.credentials import caller_for

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Outcome:
    condition: str
    request_id: str
    attempts: int
    event: object
    result: dict


def send(config: dict, destinations: dict, outcome: Outcome) -> None:
    on = "OnSuccess" if outcome.condition == "Success" else "OnFailure"
    if target := (destinations.get(on) or {}).get("Destination"):
        _deliver(config, target, _envelope(config, outcome), {})
    dead_letters = (config.get("DeadLetterConfig") or {}).get("TargetArn")
    if dead_letters and outcome.condition != "Success":
        body = outcome.result.get("body") or {}
        _deliver(config, dead_letters, outcome.event, {
            "RequestID": outcome.request_id, "ErrorCode": "200", "ErrorMessage": str(body.get("errorMessage", ""))})


def _envelope(config: dict, outcome: Outcome) -> dict:
    envelope = {
        "version": "1.0",
        "timestamp": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z",
        "requestContext": {
            "requestId": outcome.request_id,
            "functionArn": f"{config['FunctionArn']}:{config['Version']}",
            "condition": outcome.condition,
            "approximateInvokeCount": outcome.attempts,
        },
        "requestPayload": outcome.event,
    }
    if outcome.attempts:
        envelope["responseContext"] = {"statusCode": 200, "executedVersion": config["Version"]}
        if outcome.condition != "Success":
            envelope["responseContext"]["functionError"] = "Unhandled"
        envelope["responsePayload"] = outcome.result.get("body")
    return envelope


def _deliver(config: dict, target: str, body: object, attributes: dict[str, str]) -> None:
    """Lambda sends with the function's role, which must allow it."""
    action = {"sqs": "sqs:SendMessage", "sns": "sns:Publish", "lambda": "lambda:InvokeFunction"}[target.split(":")[2]]
    if denied := authorization.denied(caller_for(config), action, target):
        _log.error("%s: its outcome is lost: %s", config["FunctionName"], denied)
        return
    messages.send(target, json.dumps(body), attributes)
