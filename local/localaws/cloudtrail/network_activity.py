"""A call through an endpoint as CloudTrail records it: in a trail's log group, and, if it was denied, on the default bus.

Real records have no `resources` as far as any was published; a trail here may be told to write them."""

import json
import time
import uuid
from datetime import UTC, datetime

from ministack.core.responses import request_scope
from ministack.services import cloudwatch_logs

from localaws import settings
from localaws.caller import Caller
from localaws.cloudtrail import delivery
from localaws.cloudtrail.identity import user_identity

_STREAM = "network-activity"
_NAMES = {"s3:ListBucket": "ListObjects", "s3:ListAllMyBuckets": "ListBuckets"}
_trail: dict = {}


def trail(chosen: dict) -> tuple[int, dict]:
    """Record into that log group from now on: `{"logGroup": "trail", "resources": true}`."""
    _trail.clear()
    _trail.update(chosen)
    with _scope():
        cloudwatch_logs._create_log_group({"logGroupName": chosen["logGroup"]})
        cloudwatch_logs._create_log_stream({"logGroupName": chosen["logGroup"], "logStreamName": _STREAM})
    return 200, _trail


def record(endpoint: str, caller: Caller, action: str, resource: str, owner: str, allowed: bool) -> None:
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    service = action.split(":")[0]
    event = {
        "eventVersion": "1.11",
        "userIdentity": user_identity(caller),
        "eventTime": now,
        "eventSource": f"{service}.amazonaws.com",
        "eventName": _NAMES.get(action, action.split(":")[1]),
        "awsRegion": caller.region,
        "sourceIPAddress": "10.0.1.7",
        **({} if allowed else {"errorCode": "VpceAccessDenied",
                               "errorMessage": "The request was denied due to a VPC endpoint policy"}),
        "requestID": str(uuid.uuid4()),
        "eventID": str(uuid.uuid4()),
        "eventType": "AwsVpceEvent",
        "recipientAccountId": caller.account,
        "vpcEndpointId": endpoint,
        "vpcEndpointAccountId": caller.account,
        "eventCategory": "NetworkActivity",
        **({"resources": [{"ARN": resource, "accountId": owner}]} if _trail.get("resources") else {}),
    }
    if _trail:
        with _scope():
            cloudwatch_logs._put_log_events({
                "logGroupName": _trail["logGroup"], "logStreamName": _STREAM,
                "logEvents": [{"timestamp": int(time.time() * 1000), "message": json.dumps(event)}]})
    if not allowed:
        delivery.publish({
            "version": "0", "id": str(uuid.uuid4()), "detail-type": "AWS Network Activity Event via CloudTrail",
            "source": f"aws.{service}", "account": caller.account, "time": now, "region": caller.region, "resources": [],
            "detail": event})


def _scope():
    return request_scope(settings.options.account, settings.options.region)
