"""What functions see of endpoints for a while after a change."""

import time

import pytest

from localaws_process import refusal

POLICY = '{"Statement":[{"Effect":"Deny","Principal":"*","Action":"*","Resource":"*"}]}'


@pytest.fixture
def consistency(aws):
    yield lambda **wanted: aws.local("POST", "consistency", wanted)
    aws.local("POST", "consistency", {})


@pytest.fixture(scope="module")
def function(aws):
    return aws.as_function("ec2")


@pytest.fixture
def ec2(aws):
    return aws.client("ec2")


def make(ec2, vpc) -> str:
    return ec2.create_vpc_endpoint(VpcId=vpc, ServiceName="com.amazonaws.us-east-1.s3")["VpcEndpoint"]["VpcEndpointId"]


def look(client, made: str) -> tuple[str, bool]:
    """The endpoint's state, and whether it has the policy."""
    found = client.describe_vpc_endpoints(VpcEndpointIds=[made])["VpcEndpoints"][0]
    return found["State"], found["PolicyDocument"] == POLICY


def test_aNewEndpointIsNotFoundThenPending(consistency, ec2, function, vpc):
    consistency(staleLooks=2, pendingLooks=1)
    made = make(ec2, vpc)
    assert look(ec2, made)[0] == "available"
    assert refusal(function.describe_vpc_endpoints, VpcEndpointIds=[made])[0] == "InvalidVpcEndpointId.NotFound"
    assert made not in [shown["VpcEndpointId"] for shown in function.describe_vpc_endpoints()["VpcEndpoints"]]
    assert [look(function, made)[0] for _ in range(2)] == ["pending", "available"]


def test_aChangedEndpointIsAsBefore(consistency, ec2, function, vpc):
    made = make(ec2, vpc)
    consistency(staleLooks=1, pendingLooks=1)
    ec2.modify_vpc_endpoint(VpcEndpointId=made, PolicyDocument=POLICY)
    assert look(ec2, made) == ("available", True)
    assert [look(function, made) for _ in range(3)] == [("available", False), ("pending", True), ("available", True)]
    ec2.delete_vpc_endpoints(VpcEndpointIds=[made])
    assert [look(function, made)[0] for _ in range(2)] == ["available", "deleted"]


def test_attachmentsAreAsBeforeToo(consistency, ec2, function, vpc):
    made, table = make(ec2, vpc), ec2.create_route_table(VpcId=vpc)["RouteTable"]["RouteTableId"]
    consistency(staleLooks=1)
    ec2.modify_vpc_endpoint(VpcEndpointId=made, AddRouteTableIds=[table])
    tables = [function.describe_vpc_endpoints(VpcEndpointIds=[made])["VpcEndpoints"][0]["RouteTableIds"] for _ in range(2)]
    assert tables == [[], [table]]


def test_pendingForATime(consistency, ec2, function, vpc):
    consistency(pendingSeconds=0.5)
    made = make(ec2, vpc)
    assert look(function, made)[0] == "pending"
    time.sleep(0.5)
    assert look(function, made)[0] == "available"


def test_oneEndpointAlone(aws, ec2, function, vpc):
    made, other = make(ec2, vpc), make(ec2, vpc)
    aws.local("POST", f"endpoints/{made}", {"staleLooks": 1})
    for endpoint in (made, other):
        ec2.modify_vpc_endpoint(VpcEndpointId=endpoint, PolicyDocument=POLICY)
    assert (look(function, made)[1], look(function, other)[1]) == (False, True)


def test_oneEndpointIsPendingFromNowOn(aws, ec2, function, vpc):
    made = make(ec2, vpc)
    aws.local("POST", f"endpoints/{made}", {"pendingLooks": 2})
    assert [look(function, made)[0] for _ in range(3)] == ["pending", "pending", "available"]
    ec2.modify_vpc_endpoint(VpcEndpointId=made, PolicyDocument=POLICY)
    assert look(function, made) == ("pending", True)


def test_whatCannotBeIsRefused(aws):
    with pytest.raises(OSError, match="400"):
        aws.local("POST", "consistency", {"staleLooks": -1})
    made, = aws.local("POST", "endpoints", [{"ServiceName": "com.amazonaws.us-east-1.s3"}])["ids"]
    with pytest.raises(OSError, match="400"):
        aws.local("POST", f"endpoints/{made}", {"pendingLooks": -1})
