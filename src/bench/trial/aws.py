"""An AWS of canned answers over TLS, one host a service as AWS has them. It holds one endpoint, whose policy a
ModifyVpcEndpoint really changes, and counts calls. Nothing is checked here but what a call is: what the local AWS
proves is proved there, this one only is fast and always the same."""

from __future__ import annotations

import json
import re
import ssl
import threading
from pathlib import Path
from urllib.parse import parse_qs
from xml.sax.saxutils import escape

from trial.http import Request, Response, serve

ORGANIZATION, ENDPOINT = "o-a1b2c3d4e5", "vpce-0123456789abcdef1"
OPEN = json.dumps({"Version": "2008-10-17", "Statement": [
    {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}]})
SERVICES = ("EC2", "DYNAMODB", "SNS", "CLOUDWATCH_LOGS", "ORGANIZATIONS", "IAM", "RESOURCE_GROUPS_TAGGING_API", "STS")

_EC2 = "http://ec2.amazonaws.com/doc/2016-11-15/"
_SERVICE = """<serviceDetailSet><item><serviceName>com.amazonaws.us-east-1.s3</serviceName>
<serviceType><item><serviceType>Interface</serviceType></item></serviceType><owner>amazon</owner>
<vpcEndpointPolicySupported>true</vpcEndpointPolicySupported><acceptanceRequired>false</acceptanceRequired></item></serviceDetailSet>
<serviceNameSet><item>com.amazonaws.us-east-1.s3</item></serviceNameSet>"""


class Aws:
    def __init__(self, certificate: Path | None):
        """@param certificate: chain and key; without them it speaks plain HTTP"""
        self.policy, self.calls, self._records, self._lock = OPEN, [], set(), threading.Lock()
        self.kind = "Gateway"
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER) if certificate else None
        if tls:
            tls.load_cert_chain(certificate)
        self.environment = {f"AWS_ENDPOINT_URL_{name}": f"http{'s' * bool(tls)}://localhost:{serve(self._answer, tls)}"
                            for name in SERVICES}
        # Calls without a client of the SDK know no endpoint but this; the only one of them in an event goes there.
        self.environment["AWS_ENDPOINT_URL"] = self.environment["AWS_ENDPOINT_URL_ORGANIZATIONS"]

    def reset(self, policy: str = OPEN) -> None:
        self.policy, self.calls = policy, []

    def forget(self) -> None:
        """Empties the ledger."""
        self._records.clear()

    def _answer(self, request: Request) -> Response:
        target = request.headers.get("x-amz-target", "")
        # Not all of it: a notice is long, and who waits for an answer would measure this one's parsing.
        action = target.partition(".")[2] or re.search(rb"(?:^|&)Action=(\w+)", request.body)[1].decode()
        with self._lock:
            self.calls.append(action)
            if action == "ModifyVpcEndpoint":
                self.policy = parse_qs(request.body.decode())["PolicyDocument"][0]
        if action == "TransactWriteItems" and self._is_known(json.loads(request.body)["TransactItems"]):
            return Response(400, json.dumps(_KNOWN).encode(), {"Content-Type": "application/x-amz-json-1.0"})
        if target:
            return Response(200, json.dumps(_JSON.get(action, {})).encode(), {"Content-Type": "application/x-amz-json-1.0"})
        return Response(200, self._xml(action).encode(), {"Content-Type": "text/xml"})

    def _is_known(self, members: list[dict]) -> bool:
        """Whether the first member would put a record that is there: the ledger opens records only once. What Organizations
        confirmed it always knows."""
        put = members[0].get("Put", {})
        if "attribute_not_exists" not in put.get("ConditionExpression", ""):
            return False
        key = put["Item"]["pk"]["S"], put["Item"]["sk"]["S"]
        known = key in self._records
        self._records.add(key)
        return known

    def _xml(self, action: str) -> str:
        if action in ("DescribeVpcEndpoints", "DescribeVpcEndpointServices", "ModifyVpcEndpoint"):
            inner = {"DescribeVpcEndpoints": self._endpoint, "DescribeVpcEndpointServices": lambda: _SERVICE,
                     "ModifyVpcEndpoint": lambda: "<return>true</return>"}[action]()
            return f'<{action}Response xmlns="{_EC2}"><requestId>d88fc463-0000-4000-a000-edafc064b32c</requestId>{inner}</{action}Response>'
        inner = {"ListAccountAliases": "<IsTruncated>false</IsTruncated><AccountAliases/>",
                 "Publish": "<MessageId>94f20ce6-13c5-43a0-9a9e-ca52d816e90b</MessageId>"}[action]
        return (f"<{action}Response><{action}Result>{inner}</{action}Result><ResponseMetadata><RequestId>"
                f"f187a3c1-376f-11df-8963-01868b7c937a</RequestId></ResponseMetadata></{action}Response>")

    def _endpoint(self) -> str:
        return f"""<vpcEndpointSet><item><vpcEndpointId>{ENDPOINT}</vpcEndpointId><vpcEndpointType>{self.kind}</vpcEndpointType>
<vpcId>vpc-0a1b2c3d4e5f60718</vpcId><serviceName>com.amazonaws.us-east-1.s3</serviceName><state>available</state>
<policyDocument>{escape(self.policy)}</policyDocument><routeTableIdSet><item>rtb-0a1b2c3d4e5f60711</item></routeTableIdSet>
<subnetIdSet/><groupSet/><privateDnsEnabled>false</privateDnsEnabled><requesterManaged>false</requesterManaged>
<networkInterfaceIdSet/><dnsEntrySet/><creationTimestamp>2026-03-02T09:00:09.350Z</creationTimestamp>
<ownerId>111122223333</ownerId></item></vpcEndpointSet>"""


_KNOWN = {"__type": "com.amazonaws.dynamodb.v20120810#TransactionCanceledException", "message": "Transaction cancelled",
          "CancellationReasons": [{"Code": "ConditionalCheckFailed", "Item": {"closedAt": {"S": "2026-03-02T09:02:00Z"}}}]
          + 6 * [{"Code": "None"}]}
_JSON = {"GetItem": {"Item": {"pk": {"S": "request"}, "sk": {"S": "request"}}}, "DescribeOrganization": {"Organization": {"Id": ORGANIZATION, "MasterAccountId": "999988887777"}},
         "TagResources": {"FailedResourcesMap": {}}}
