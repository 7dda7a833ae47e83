"""Many endpoints are made at once, and described page by page."""

from datetime import UTC, datetime

import pytest

KMS = "com.amazonaws.us-east-1.kms"
POLICY = {"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "kms:*", "Resource": "*"}]}


@pytest.fixture
def ec2(aws):
    return aws.client("ec2")


def test_aThousandEndpoints(aws, ec2, vpc):
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.0.0.0/20")["Subnet"]["SubnetId"]
    group = ec2.create_security_group(VpcId=vpc, GroupName="g", Description="d")["GroupId"]
    one = {"VpcId": vpc, "VpcEndpointType": "Interface", "ServiceName": KMS, "SubnetIds": [subnet],
           "SecurityGroupIds": [group], "PolicyDocument": POLICY, "CreationTimestamp": "2026-01-02T03:04:05+00:00"}
    ids = aws.local("POST", "endpoints", [{**one, "Tags": [{"Key": "number", "Value": str(n)}]} for n in range(1000)])["ids"]
    here = [{"Name": "vpc-id", "Values": [vpc]}]
    whole = ec2.describe_vpc_endpoints(Filters=here, MaxResults=1000)
    assert [found["VpcEndpointId"] for found in whole["VpcEndpoints"]] == ids and "NextToken" not in whole
    last = whole["VpcEndpoints"][-1]
    assert (last["State"], last["CreationTimestamp"]) == ("available", datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC))
    assert (last["SubnetIds"], last["Groups"]) == ([subnet], [{"GroupId": group, "GroupName": "g"}])
    assert last["Tags"] == [{"Key": "number", "Value": "999"}] and len(last["NetworkInterfaceIds"]) == 1
    pages = list(ec2.get_paginator("describe_vpc_endpoints").paginate(Filters=here, PaginationConfig={"PageSize": 300}))
    assert [len(page["VpcEndpoints"]) for page in pages] == [300, 300, 300, 100]
    assert [found["VpcEndpointId"] for page in pages for found in page["VpcEndpoints"]] == ids


def test_nothingIsRecorded(aws, ec2):
    bus = aws.events()
    planted, = aws.local("POST", "endpoints", [{"ServiceName": "com.amazonaws.us-east-1.s3"}])["ids"]
    ec2.modify_vpc_endpoint(VpcEndpointId=planted, ResetPolicy=True)
    assert bus.next()["detail"]["eventName"] == "ModifyVpcEndpoint"


def test_whatNoCallCanMake(aws, ec2):
    planted = aws.local("POST", "endpoints", [
        {"VpcEndpointType": "Tunnel", "State": "partial"},
        {"VpcEndpointType": "Interface", "ServiceName": KMS, "PolicyDocument": "{no policy", "RequesterManaged": True}])["ids"]
    tunnel, other = ec2.describe_vpc_endpoints(VpcEndpointIds=planted)["VpcEndpoints"]
    assert (tunnel["VpcEndpointType"], tunnel["State"]) == ("Tunnel", "partial")
    assert (other["PolicyDocument"], other["RequesterManaged"]) == ("{no policy", True)


@pytest.mark.parametrize("wrong", [{"ServiceName": "com.amazonaws.us-east-1.no"}, {"Unheard": 1},
                                   {"ServiceName": KMS, "VpcEndpointType": "Interface", "SecurityGroupIds": ["sg-0"]}])
def test_whatCannotBeIsRefused(aws, wrong):
    with pytest.raises(OSError, match="400"):
        aws.local("POST", "endpoints", [wrong])
