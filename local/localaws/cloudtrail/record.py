"""One call to EC2 as CloudTrail records it, in EventBridge's envelope."""

import json
import uuid
from datetime import UTC, datetime
from xml.etree import ElementTree

from localaws.caller import Caller
from localaws.cloudtrail import encoding
from localaws.cloudtrail.identity import user_identity
from localaws.request import Reply


def envelope(form: dict[str, str], caller: Caller, reply: Reply, request_id: str) -> dict:
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return {
        "version": "0",
        "id": str(uuid.uuid4()),
        "detail-type": "AWS API Call via CloudTrail",
        "source": "aws.ec2",
        "account": caller.account,
        "time": now,
        "region": caller.region,
        "resources": [],
        "detail": _record(form, caller, reply, request_id, now),
    }


def _record(form: dict[str, str], caller: Caller, reply: Reply, request_id: str, now: str) -> dict:
    action = form["Action"]
    return {
        "eventVersion": "1.11",
        "userIdentity": user_identity(caller),
        "eventTime": now,
        "eventSource": "ec2.amazonaws.com",
        "eventName": action,
        "awsRegion": caller.region,
        "sourceIPAddress": caller.invoked_by or caller.address,
        "userAgent": caller.invoked_by or caller.user_agent,
        **_outcome(reply),
        "requestParameters": _kept("requestParameters", encoding.request_parameters(action, form)),
        "requestID": request_id,
        "eventID": str(uuid.uuid4()),
        "readOnly": False,
        "eventType": "AwsApiCall",
        "managementEvent": True,
        "recipientAccountId": caller.account,
        "eventCategory": "Management",
        **_tls(caller),
    }


def _outcome(reply: Reply) -> dict:
    root = ElementTree.fromstring(reply.body)
    if reply.status < 300:
        return {"responseElements": _kept("responseElements", encoding.response_elements(root))}
    code = root.findtext(".//{*}Code")
    fault = "Server" if reply.status >= 500 and code != "RequestLimitExceeded" else "Client"
    return {
        "errorCode": f"{fault}.{code}",
        "errorMessage": root.findtext(".//{*}Message")[:1024],
        "responseElements": None,
    }


def _kept(member: str, elements: dict) -> dict:
    return encoding.within_limit(json.dumps(elements), member, elements)


def _tls(caller: Caller) -> dict:
    """What a call over TLS shows; the local AWS is asked without, and a service's own call shows none."""
    if caller.invoked_by:
        return {}
    return {"tlsDetails": {
        "tlsVersion": "TLSv1.3",
        "cipherSuite": "TLS_AES_128_GCM_SHA256",
        "clientProvidedHostHeader": f"ec2.{caller.region}.amazonaws.com",
    }}
