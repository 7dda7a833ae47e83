"""An AWS of canned answers over TLS, one host a service as AWS has them. It holds one endpoint, whose policy a
ModifyVpcEndpoint really changes, and counts calls. Nothing is checked here but what a call is: what the local AWS
proves is proved there, this one only is fast and always the same."""

import json
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
<serviceType><item><serviceType>Gateway</serviceType></item></serviceType><owner>amazon</owner>
<vpcEndpointPolicySupported>true</vpcEndpointPolicySupported><acceptanceRequired>false</acceptanceRequired></item></serviceDetailSet>
<serviceNameSet><item>com.amazonaws.us-east-1.s3</item></serviceNameSet>"""


class Aws:
    def __init__(self, certificate: Path):
        self.policy, self.calls, self._lock = OPEN, [], threading.Lock()
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(certificate)
        self.environment = {f"AWS_ENDPOINT_URL_{name}": f"https://localhost:{serve(self._answer, tls)}" for name in SERVICES}

    def reset(self, policy: str = OPEN) -> None:
        self.policy, self.calls = policy, []

    def _answer(self, request: Request) -> Response:
        target = request.headers.get("x-amz-target", "")
        form = {} if target else {name: values[0] for name, values in parse_qs(request.body.decode()).items()}
        action = target.partition(".")[2] or form.get("Action", "?")
        with self._lock:
            self.calls.append(action)
            if action == "ModifyVpcEndpoint":
                self.policy = form["PolicyDocument"]
        if target:
            return Response(200, json.dumps(_JSON.get(action, {})).encode(), {"Content-Type": "application/x-amz-json-1.0"})
        return Response(200, self._xml(action).encode(), {"Content-Type": "text/xml"})

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
        return f"""<vpcEndpointSet><item><vpcEndpointId>{ENDPOINT}</vpcEndpointId><vpcEndpointType>Gateway</vpcEndpointType>
<vpcId>vpc-0a1b2c3d4e5f60718</vpcId><serviceName>com.amazonaws.us-east-1.s3</serviceName><state>available</state>
<policyDocument>{escape(self.policy)}</policyDocument><routeTableIdSet><item>rtb-0a1b2c3d4e5f60711</item></routeTableIdSet>
<subnetIdSet/><groupSet/><privateDnsEnabled>false</privateDnsEnabled><requesterManaged>false</requesterManaged>
<networkInterfaceIdSet/><dnsEntrySet/><creationTimestamp>2026-03-02T09:00:09.350Z</creationTimestamp>
<ownerId>111122223333</ownerId></item></vpcEndpointSet>"""


_JSON = {"DescribeOrganization": {"Organization": {"Id": ORGANIZATION, "MasterAccountId": "999988887777"}},
         "TagResources": {"FailedResourcesMap": {}}}
