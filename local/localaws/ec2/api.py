"""The way of a call to EC2: is it allowed, what does EC2 answer, what does CloudTrail record."""

import os
import re
import threading
import uuid

from moto.core.request import Request as MotoRequest
from moto.ec2.exceptions import EC2ClientError
from moto.ec2.models import ec2_backends
from moto.ec2.responses import EC2Response

from localaws import authorization, settings
from localaws.caller import Caller
from localaws.cloudtrail import delivery, record
from localaws.ec2 import consistency, errors, resources, seeding, throttling
from localaws.request import Reply, Request

_RECORDED = {"CreateVpcEndpoint", "ModifyVpcEndpoint", "DeleteVpcEndpoints"}
_REQUEST_ID = re.compile(rb"(<requestI[dD]>|<RequestI[dD]>)[^<]*")
os.environ.pop("MOTO_ACCOUNT_ID", None)  # moto was imported with it; from now on the account is the caller's
_lock = threading.Lock()  # moto's models know no threads


def answer(request: Request, caller: Caller) -> Reply:
    return call(request.form, caller, request.body)


def call(form: dict[str, str], caller: Caller, body: bytes) -> Reply:
    with _lock:
        reply = throttling.refusal(form["Action"]) or _refusal(form, caller) or _moto(body, caller)
    return recorded(form, caller, reply)


def recorded(form: dict[str, str], caller: Caller, reply: Reply) -> Reply:
    """The reply with its request id; CloudTrail hears of it."""
    request_id = str(uuid.uuid4())
    body = _REQUEST_ID.sub(rb"\g<1>" + request_id.encode(), reply.body)
    reply = Reply(reply.status, {"content-type": "text/xml;charset=UTF-8", "x-amzn-requestid": request_id}, body)
    if form["Action"] in _RECORDED:
        delivery.publish(record.envelope(form, caller, reply, request_id))
    return reply


def backend(account: str, region: str):
    return ec2_backends[account][region]


def _own_backend():
    return backend(settings.options.account, settings.options.region)


def plant(wanted: list[dict]) -> tuple[int, dict]:
    """Make endpoints at once; those before one that cannot be stay."""
    try:
        with _lock:
            return 200, {"ids": [seeding.plant(_own_backend(), one) for one in wanted]}
    except (ValueError, EC2ClientError) as problem:
        return 400, {"error": str(problem)}


def pretend(endpoint_id: str, wanted: dict) -> tuple[int, dict]:
    """Give an endpoint a state, make it a service's own, or let it be shown late, which no call can."""
    endpoint = _own_backend().vpc_end_points.get(endpoint_id)
    if endpoint is None:
        return 404, {"error": f"no endpoint {endpoint_id}"}
    if unknown := set(wanted) - {"requesterManaged", "state"} - consistency.MEMBERS:
        return 400, {"error": f"not something to set: {', '.join(sorted(unknown))}"}
    late = {name: value for name, value in wanted.items() if name in consistency.MEMBERS}
    if problem := consistency.refused(late):
        return 400, {"error": problem}
    if late:
        consistency.change_of(endpoint, late)
    endpoint.requester_managed = wanted.get("requesterManaged", endpoint.requester_managed)
    if "state" in wanted:
        endpoint.state, endpoint.settles = wanted["state"], False
    return 200, {"requesterManaged": endpoint.requester_managed, "state": endpoint.state}


def _refusal(form: dict[str, str], caller: Caller) -> Reply | None:
    asked = [(f"ec2:{form['Action']}", resource, context)
             for resource, context in resources.of(form, caller, backend(caller.account, caller.region))]
    for action, resource, context in [*asked, *_other_region(form, caller), *_private_zone(form, caller)]:
        if message := authorization.denied(caller, action, resource, context):
            return errors.reply(403, "UnauthorizedOperation",
                                f"You are not authorized to perform this operation. {message}")
    return None


def _other_region(form: dict[str, str], caller: Caller) -> list[tuple[str, str, dict]]:
    """An endpoint into another Region is changed by who may have such endpoints (FIS actions reference,
    `aws:network:disrupt-vpc-endpoint`)."""
    found = backend(caller.account, caller.region).vpc_end_points.get(form.get("VpcEndpointId"))
    if form["Action"] != "ModifyVpcEndpoint" or found is None or found.service_region == caller.region:
        return []
    return [("vpce:AllowMultiRegion", f"arn:aws:ec2:{caller.region}:{caller.account}:vpc-endpoint/{found.id}", {})]


def _private_zone(form: dict[str, str], caller: Caller) -> list[tuple[str, str, dict]]:
    """Private DNS is a zone of Route 53, which the caller must be allowed to associate with the VPC, and to look at it."""
    if form["Action"] not in _RECORDED or form.get("PrivateDnsEnabled") != "true":
        return []
    endpoint = backend(caller.account, caller.region).vpc_end_points.get(form.get("VpcEndpointId"))
    vpc = endpoint.vpc_id if endpoint else form.get("VpcId")
    return [("ec2:DescribeVpcs", "*", {"ec2:Region": caller.region}),
            ("route53:AssociateVPCWithHostedZone", "arn:aws:route53:::hostedzone/Z0123456789ABC",
             {"route53:VPCs": [f"VPCId={vpc},VPCRegion={caller.region}"]})]


def _moto(body: bytes, caller: Caller) -> Reply:
    request = MotoRequest.from_primitives("POST", f"http://ec2.{caller.region}.amazonaws.com/", {
        "Authorization": f"AWS4-HMAC-SHA256 Credential={caller.access_key}/20260101/{caller.region}/ec2/aws4_request",
        "Content-Type": "application/x-www-form-urlencoded",
        "x-moto-account-id": caller.account,
    }, body)
    status, headers, text = EC2Response.dispatch(request)
    return Reply(status, dict(headers), text.encode() if isinstance(text, str) else text)
