"""Endpoints of every kind, and endpoints to services of another Region."""

import pytest

from localaws_process import refusal

RESOURCE = "arn:aws:vpc-lattice:us-east-1:444455556666:resourceconfiguration/rcfg-0123456789abcdef0"
NETWORK = "arn:aws:vpc-lattice:us-east-1:444455556666:servicenetwork/sn-0123456789abcdef0"
BALANCER = "com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef1"
POLICY = '{"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "s3:*", "Resource": "*"}]}'


@pytest.fixture
def ec2(aws):
    return aws.client("ec2")


@pytest.fixture
def subnets(ec2, vpc) -> list[str]:
    return [ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.0.{n}.0/24")["Subnet"]["SubnetId"] for n in range(2)]


def make(ec2, vpc, **members) -> dict:
    made = ec2.create_vpc_endpoint(VpcId=vpc, **members)["VpcEndpoint"]
    return ec2.describe_vpc_endpoints(VpcEndpointIds=[made["VpcEndpointId"]])["VpcEndpoints"][0]


def test_gatewayLoadBalancer(ec2, vpc, subnets):
    made = make(ec2, vpc, VpcEndpointType="GatewayLoadBalancer", ServiceName=BALANCER, SubnetIds=subnets[:1])
    assert (made["VpcEndpointType"], made["State"], made["Groups"], made["PrivateDnsEnabled"]) == (
        "GatewayLoadBalancer", "available", [], False)
    assert "PolicyDocument" not in made and len(made["NetworkInterfaceIds"]) == 1
    service, = ec2.describe_vpc_endpoint_services(ServiceNames=[BALANCER])["ServiceDetails"]
    assert (service["Owner"], service["ServiceType"]) == ("444455556666", [{"ServiceType": "GatewayLoadBalancer"}])
    change = {"VpcEndpointId": made["VpcEndpointId"]}
    assert refusal(ec2.modify_vpc_endpoint, **change, AddSubnetIds=subnets[1:])[0] == "InvalidParameter"
    assert refusal(ec2.modify_vpc_endpoint, **change, PolicyDocument=POLICY)[0] == "InvalidParameter"


@pytest.mark.parametrize("kind, member, arn", [
    ("Resource", "ResourceConfigurationArn", RESOURCE), ("ServiceNetwork", "ServiceNetworkArn", NETWORK)])
def test_lattice(ec2, vpc, subnets, kind, member, arn):
    made = make(ec2, vpc, VpcEndpointType=kind, SubnetIds=subnets, **{member: arn})
    assert (made["VpcEndpointType"], made[member]) == (kind, arn)
    assert "PolicyDocument" not in made and "ServiceName" not in made
    assert [group["GroupName"] for group in made["Groups"]] == ["default"] and len(made["NetworkInterfaceIds"]) == 2
    ec2.modify_vpc_endpoint(VpcEndpointId=made["VpcEndpointId"], RemoveSubnetIds=subnets[:1])
    assert refusal(ec2.modify_vpc_endpoint, VpcEndpointId=made["VpcEndpointId"], ResetPolicy=True)[0] == "InvalidParameter"


def test_theTargetMustBeNamed(ec2, vpc):
    assert refusal(ec2.create_vpc_endpoint, VpcId=vpc, VpcEndpointType="Resource", ServiceNetworkArn=NETWORK)[0] == (
        "MissingParameter")
    assert refusal(ec2.create_vpc_endpoint, VpcId=vpc, VpcEndpointType="Unheard")[0] == "InvalidVpcEndpointType"


def test_eachKindHasItsOwnAttachments(ec2, vpc, subnets):
    s3 = {"VpcId": vpc, "ServiceName": "com.amazonaws.us-east-1.s3"}
    assert refusal(ec2.create_vpc_endpoint, **s3, SubnetIds=subnets) == (
        "InvalidParameter", "Subnet IDs are only supported for Interface and GatewayLoadBalancer type VPC Endpoints.")
    table = ec2.create_route_table(VpcId=vpc)["RouteTable"]["RouteTableId"]
    assert refusal(ec2.create_vpc_endpoint, **s3, VpcEndpointType="Interface", RouteTableIds=[table]) == (
        "InvalidParameter", "Route table IDs are only supported for Gateway type VPC Endpoint.")


def test_anotherRegionsService(aws, ec2, vpc):
    bus, name = aws.events(), "com.amazonaws.eu-west-1.s3"
    members = {"VpcEndpointType": "Interface", "ServiceName": name}
    assert refusal(ec2.create_vpc_endpoint, VpcId=vpc, **members)[0] == "InvalidServiceName"
    bus.next()
    made = make(ec2, vpc, **members, ServiceRegion="eu-west-1")
    assert (made["ServiceName"], made["ServiceRegion"]) == (name, "eu-west-1")
    assert bus.next()["detail"]["requestParameters"]["CreateVpcEndpointRequest"]["ServiceRegion"] == "eu-west-1"
    ec2.modify_vpc_endpoint(VpcEndpointId=made["VpcEndpointId"], PolicyDocument=POLICY)
    assert refusal(ec2.describe_vpc_endpoint_services, ServiceNames=[name])[0] == "InvalidServiceName"
    service, = ec2.describe_vpc_endpoint_services(ServiceNames=[name], ServiceRegions=["eu-west-1"], Filters=[
        {"Name": "service-type", "Values": ["Interface"]}])["ServiceDetails"]
    assert (service["ServiceRegion"], service["VpcEndpointPolicySupported"]) == ("eu-west-1", True)
