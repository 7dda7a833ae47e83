"""Calls through an endpoint: its policy is enforced, and they are recorded as network activity."""

import json
import time

import pytest
from botocore.exceptions import ClientError

from localaws.ec2.enforcement import allows

_OPEN = {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}
_ROLE = "arn:aws:sts::111122223333:assumed-role/app/i"


@pytest.mark.parametrize("statements, expected", [
    ([_OPEN], True),
    ([], False),
    ([_OPEN, {**_OPEN, "Effect": "Deny"}], False),
    ([{**_OPEN, "Action": "S3:get*"}], True),
    ([{**_OPEN, "Action": "s3:Put*"}], False),
    ([{"Effect": "Allow", "Principal": "*", "NotAction": "s3:Get*", "Resource": "*"}], False),
    ([{**_OPEN, "Resource": "arn:aws:s3:::files/*"}], True),
    ([{**_OPEN, "Resource": ["arn:aws:s3:::files"]}], False),
    ([{**_OPEN, "Principal": {"AWS": "111122223333"}}], True),
    ([{**_OPEN, "Principal": {"AWS": "arn:aws:iam::444455556666:root"}}], False),
    ([{**_OPEN, "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}}], True),
    ([{**_OPEN, "Condition": {"StringEquals": {"aws:ResourceOrgID": "o-a1b2c3d4e5"}}}], False),
    ([{**_OPEN, "Condition": {"StringEqualsIfExists": {"aws:ResourceOrgID": "o-a1b2c3d4e5"}}}], True),
    ([_OPEN, {**_OPEN, "Effect": "Deny", "Condition": {"StringNotEquals": {"aws:ResourceOrgID": "o-a1b2c3d4e5"}}}], False),
    ([{**_OPEN, "Condition": {"Bool": {"aws:PrincipalIsAWSService": "true"}}}], False),
    ([{**_OPEN, "Condition": {"Null": {"aws:ResourceOrgID": "true"}}}], True),
])
def test_aPolicyLetsThrough(statements, expected):
    context = {"aws:principalorgid": "o-a1b2c3d4e5", "aws:principalisawsservice": "false"}
    assert allows({"Statement": statements}, _ROLE, "s3:GetObject", "arn:aws:s3:::files/key", context) == expected


def test_callsAreEnforcedAndRecorded(aws, vpc):
    aws.local("POST", "trail", {"logGroup": "trail", "resources": True})
    aws.local("POST", "buckets", {"vendor-files": "444455556666"})
    ec2, s3 = aws.client("ec2"), aws.client("s3")
    s3.create_bucket(Bucket="own-files")
    s3.create_bucket(Bucket="vendor-files")
    policy = {"Statement": [{**_OPEN, "Condition": {"StringEquals": {"aws:ResourceAccount": "111122223333"}}}]}
    table = ec2.create_route_table(VpcId=vpc)["RouteTable"]["RouteTableId"]
    endpoint = ec2.create_vpc_endpoint(VpcId=vpc, ServiceName="com.amazonaws.us-east-1.s3", RouteTableIds=[table],
                                       PolicyDocument=json.dumps(policy))["VpcEndpoint"]["VpcEndpointId"]
    s3.meta.events.register("before-sign.s3", lambda request, **_: request.headers.add_header("X-Local-Vpc-Endpoint", endpoint))
    s3.put_object(Bucket="own-files", Key="key", Body=b"one")
    with pytest.raises(ClientError, match="no VPC endpoint policy allows"):
        s3.put_object(Bucket="vendor-files", Key="key", Body=b"one")
    time.sleep(0.2)
    found = [json.loads(event["message"])
             for event in aws.client("logs").filter_log_events(logGroupName="trail")["events"]]
    assert [(one["eventName"], one["resources"][0]["accountId"], one.get("errorCode")) for one in found] == [
        ("PutObject", "111122223333", None), ("PutObject", "444455556666", "VpceAccessDenied")]
    assert {one["vpcEndpointId"] for one in found} == {endpoint}
