"""DescribeOrganization, as the option says: an organization, none in use, or access denied."""

import json

from localaws import authorization, calls, settings
from localaws.caller import Caller
from localaws.request import Reply, Request

_MANAGEMENT_ACCOUNT = "999988887777"


def answer(request: Request, caller: Caller) -> Reply:
    action = calls.action(request)
    if action != "DescribeOrganization":
        return _json(400, {"__type": "UnsupportedAPIEndpointException", "Message": f"the local AWS has no {action}"})
    chosen = settings.options.organization
    denied = authorization.denied(caller, "organizations:DescribeOrganization", "*")
    if denied or chosen == "denied":
        return _json(400, {"__type": "AccessDeniedException",
                           "Message": denied or "You don't have permissions to access this resource."})
    if chosen == "none":
        return _json(400, {"__type": "AWSOrganizationsNotInUseException",
                           "Message": "Your account is not a member of an organization."})
    arn = f"arn:aws:organizations::{_MANAGEMENT_ACCOUNT}"
    return _json(200, {"Organization": {
        "Id": chosen,
        "Arn": f"{arn}:organization/{chosen}",
        "FeatureSet": "ALL",
        "MasterAccountArn": f"{arn}:account/{chosen}/{_MANAGEMENT_ACCOUNT}",
        "MasterAccountId": _MANAGEMENT_ACCOUNT,
        "MasterAccountEmail": "management@example.com",
        "AvailablePolicyTypes": [],
    }})


def _json(status: int, body: dict) -> Reply:
    return Reply(status, {"content-type": "application/x-amz-json-1.1"}, json.dumps(body).encode())
