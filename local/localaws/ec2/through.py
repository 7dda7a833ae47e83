"""Calls that come through a VPC endpoint: the header X-Local-Vpc-Endpoint names it. Its policy is enforced, and CloudTrail
records the call as network activity."""

import json

from localaws import calls, settings
from localaws.caller import Caller
from localaws.cloudtrail import network_activity
from localaws.ec2 import api, enforcement
from localaws.request import Reply, Request

_HEADER = "x-local-vpc-endpoint"
_owners: dict[str, str] = {}


def own(buckets: dict[str, str]) -> tuple[int, dict]:
    """Say whose buckets are: account ids by name. All others are the own account's."""
    _owners.update(buckets)
    return 200, _owners


def refusal(request: Request, caller: Caller) -> Reply | None:
    """The service's answer to a call that the endpoint's policy denies; nothing, if it goes on."""
    endpoint_id = request.headers.get(_HEADER)
    if endpoint_id is None:
        return None
    endpoint = api.backend(caller.account, settings.options.region).vpc_end_points[endpoint_id]
    action = f"{request.service}:{calls.action(request)}"
    resource = calls.resource(request, caller) or "*"
    owner = _owner(resource)
    allowed = enforcement.allows(json.loads(endpoint.policy_document), _arn(caller), action, resource, _context(caller, owner))
    network_activity.record(endpoint_id, caller, action, resource, owner, allowed)
    if allowed:
        return None
    message = (f"User: {_arn(caller)} is not authorized to perform: {action} on resource: \"{resource}\" because no VPC endpoint "
               "policy allows the action")
    body = f'<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>AccessDenied</Code><Message>{message}</Message></Error>'
    return Reply(403, {"content-type": "application/xml"}, body.encode())


def _owner(resource: str) -> str:
    parts = resource.split(":")
    named = parts[4] if len(parts) > 5 else ""
    bucket = parts[5].split("/")[0] if len(parts) > 5 and parts[2] == "s3" else ""
    return named or _owners.get(bucket, settings.options.account)


def _arn(caller: Caller) -> str:
    return caller.session["Arn"] if caller.session else f"arn:aws:iam::{caller.account}:user/{caller.access_key}"


def _context(caller: Caller, owner: str) -> dict[str, str]:
    organization = settings.options.organization
    known = organization.startswith("o-")
    return {
        "aws:principalaccount": caller.account,
        "aws:principalarn": caller.role["Arn"] if caller.role else _arn(caller),
        "aws:principalisawsservice": "false",
        "aws:resourceaccount": owner,
        **({"aws:principalorgid": organization} if known else {}),
        **({"aws:resourceorgid": organization} if known and owner == settings.options.account else {}),
    }
