"""What ModifyVpcEndpoint changes, what Describe shows of it, and how CloudTrail writes the call."""

import pytest

from localaws_process import refusal

S3, KMS = "com.amazonaws.us-east-1.s3", "com.amazonaws.us-east-1.kms"


@pytest.fixture(scope="module")
def bus(aws):
    return aws.events()


@pytest.fixture
def ec2(aws):
    return aws.client("ec2")


@pytest.fixture
def zones(ec2, vpc) -> dict[str, str]:
    """A subnet in each of two zones, and a second one in the first zone."""
    return {name: ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.0.{number}.0/24", AvailabilityZone=f"us-east-1{name[0]}")
            ["Subnet"]["SubnetId"] for number, name in enumerate(("a", "b", "a2"))}


@pytest.fixture
def interface(ec2, vpc, zones) -> dict:
    return ec2.create_vpc_endpoint(VpcId=vpc, ServiceName=KMS, VpcEndpointType="Interface",
                                   SubnetIds=[zones["a"]])["VpcEndpoint"]


@pytest.fixture
def tables(ec2, vpc) -> list[str]:
    return [ec2.create_route_table(VpcId=vpc)["RouteTable"]["RouteTableId"] for _ in range(2)]


def gateway(ec2, vpc, tables) -> str:
    return ec2.create_vpc_endpoint(VpcId=vpc, ServiceName=S3, RouteTableIds=tables)["VpcEndpoint"]["VpcEndpointId"]


def described(ec2, endpoint_id: str) -> dict:
    return ec2.describe_vpc_endpoints(VpcEndpointIds=[endpoint_id])["VpcEndpoints"][0]


def modified(bus, ec2, endpoint_id: str, **members) -> tuple[dict, dict]:
    """How the endpoint is after the call, and the record's parameters without its id."""
    request_id = ec2.modify_vpc_endpoint(VpcEndpointId=endpoint_id, **members)["ResponseMetadata"]["RequestId"]
    while (detail := bus.next()["detail"])["requestID"] != request_id:
        pass
    assert detail["responseElements"]["ModifyVpcEndpointResponse"]["return"] is True
    parameters = detail["requestParameters"]["ModifyVpcEndpointRequest"]
    assert parameters.pop("VpcEndpointId") == endpoint_id
    return described(ec2, endpoint_id), parameters


def test_subnets(bus, ec2, zones, interface):
    endpoint_id = interface["VpcEndpointId"]
    shown, recorded = modified(bus, ec2, endpoint_id, AddSubnetIds=[zones["b"]])
    assert shown["SubnetIds"] == [zones["a"], zones["b"]]
    assert recorded == {"AddSubnetId": {"tag": 1, "content": zones["b"]}}
    shown, recorded = modified(bus, ec2, endpoint_id, RemoveSubnetIds=[zones["a"]])
    assert shown["SubnetIds"] == [zones["b"]] and len(shown["NetworkInterfaceIds"]) == 1
    assert recorded == {"RemoveSubnetId": {"tag": 1, "content": zones["a"]}}


def test_oneSubnetAZone(ec2, zones, interface):
    change = {"VpcEndpointId": interface["VpcEndpointId"], "AddSubnetIds": [zones["a2"]]}
    for more in ({}, {"RemoveSubnetIds": [zones["a"]]}):
        code, message = refusal(ec2.modify_vpc_endpoint, **change, **more)
        assert code == "DuplicateSubnetsInSameZone" and zones["a2"] in message
    assert described(ec2, interface["VpcEndpointId"])["SubnetIds"] == [zones["a"]]


def test_securityGroups(bus, ec2, vpc, interface):
    endpoint_id, default = interface["VpcEndpointId"], interface["Groups"][0]["GroupId"]
    first, second = (ec2.create_security_group(VpcId=vpc, GroupName=name, Description="d")["GroupId"] for name in "ab")
    shown, recorded = modified(bus, ec2, endpoint_id, AddSecurityGroupIds=[first, second], RemoveSecurityGroupIds=[default])
    assert [group["GroupId"] for group in shown["Groups"]] == [first, second]
    assert recorded == {"AddSecurityGroupId": [{"tag": 1, "content": first}, {"tag": 2, "content": second}],
                        "RemoveSecurityGroupId": {"tag": 1, "content": default}}
    assert refusal(ec2.modify_vpc_endpoint, VpcEndpointId=endpoint_id,
                   RemoveSecurityGroupIds=[first, second])[0] == "InvalidParameter"
    assert refusal(ec2.modify_vpc_endpoint, VpcEndpointId=endpoint_id,
                   AddSecurityGroupIds=["sg-0123456789abcdef0"])[0] == "InvalidGroup.NotFound"


def test_routeTables(bus, ec2, vpc, tables):
    endpoint_id = gateway(ec2, vpc, tables[:1])
    shown, recorded = modified(bus, ec2, endpoint_id, AddRouteTableIds=tables[1:], RemoveRouteTableIds=tables[:1])
    assert shown["RouteTableIds"] == tables[1:]
    assert recorded == {"AddRouteTableId": {"tag": 1, "content": tables[1]}, "RemoveRouteTableId": {"tag": 1, "content": tables[0]}}
    routes = ec2.describe_route_tables(RouteTableIds=tables[1:])["RouteTables"][0]["Routes"]
    assert [route["GatewayId"] for route in routes if "DestinationPrefixListId" in route] == [endpoint_id]


def test_oneRouteToAServiceInEachTable(ec2, vpc, tables):
    first, second = gateway(ec2, vpc, tables[:1]), gateway(ec2, vpc, tables[1:])
    code, message = refusal(ec2.modify_vpc_endpoint, VpcEndpointId=second, AddRouteTableIds=tables[:1])
    assert code == "RouteAlreadyExists" and tables[0] in message
    assert refusal(ec2.create_vpc_endpoint, VpcId=vpc, ServiceName=S3, RouteTableIds=tables)[0] == "RouteAlreadyExists"
    ec2.create_vpc_endpoint(VpcId=vpc, ServiceName="com.amazonaws.us-east-1.dynamodb", RouteTableIds=tables)
    ec2.delete_vpc_endpoints(VpcEndpointIds=[first])
    ec2.modify_vpc_endpoint(VpcEndpointId=second, AddRouteTableIds=tables[:1])


def test_privateDns(bus, ec2, vpc, interface):
    shown, recorded = modified(bus, ec2, interface["VpcEndpointId"], PrivateDnsEnabled=False)
    assert (shown["PrivateDnsEnabled"], recorded) == (False, {"PrivateDnsEnabled": False})
    foreign = ec2.create_vpc_endpoint(VpcId=vpc, VpcEndpointType="Interface",
                                      ServiceName="com.amazonaws.vpce.us-east-1.vpce-svc-0a1b2c3d4e5f60718")["VpcEndpoint"]
    assert foreign["PrivateDnsEnabled"] is False
    assert refusal(ec2.modify_vpc_endpoint, VpcEndpointId=foreign["VpcEndpointId"], PrivateDnsEnabled=True) == (
        "InvalidParameter", f"Private DNS can't be enabled because the service {foreign['ServiceName']} "
                            "does not provide a private DNS name.")


def test_dnsOptions(bus, ec2, vpc, interface):
    shown, recorded = modified(bus, ec2, interface["VpcEndpointId"], DnsOptions={
        "DnsRecordIpType": "dualstack", "PrivateDnsOnlyForInboundResolverEndpoint": True})
    assert shown["DnsOptions"] == {"DnsRecordIpType": "dualstack", "PrivateDnsOnlyForInboundResolverEndpoint": True}
    assert recorded == {"DnsOptions": {"DnsRecordIpType": "dualstack", "PrivateDnsOnlyForInboundResolverEndpoint": True}}
    assert refusal(ec2.modify_vpc_endpoint, VpcEndpointId=gateway(ec2, vpc, []), DnsOptions={
        "PrivateDnsOnlyForInboundResolverEndpoint": True})[0] == "InvalidParameter"


def test_addressType(bus, ec2, interface):
    shown, recorded = modified(bus, ec2, interface["VpcEndpointId"], IpAddressType="dualstack")
    assert (shown["IpAddressType"], recorded) == ("dualstack", {"IpAddressType": "dualstack"})


def test_aChosenAddressMeansANewInterface(bus, ec2, zones, interface):
    chosen = {"SubnetId": zones["a"], "Ipv4": "10.0.0.77"}
    shown, recorded = modified(bus, ec2, interface["VpcEndpointId"], SubnetConfigurations=[chosen])
    assert recorded == {"SubnetConfiguration": {**chosen, "tag": 1}}
    new, = shown["NetworkInterfaceIds"]
    assert new not in interface["NetworkInterfaceIds"]
    found, = ec2.describe_network_interfaces(NetworkInterfaceIds=[new])["NetworkInterfaces"]
    assert found["PrivateIpAddress"] == "10.0.0.77"
    assert refusal(ec2.modify_vpc_endpoint, VpcEndpointId=interface["VpcEndpointId"], SubnetConfigurations=[
        {"SubnetId": zones["b"], "Ipv4": "10.0.1.77"}])[0] == "InvalidParameter"


def test_resetPolicy(bus, ec2, interface):
    policy = '{"Statement": [{"Effect": "Deny", "Principal": "*", "Action": "*", "Resource": "*"}]}'
    _, recorded = modified(bus, ec2, interface["VpcEndpointId"], PolicyDocument=policy)
    assert recorded == {"PolicyDocument": policy}
    shown, recorded = modified(bus, ec2, interface["VpcEndpointId"], ResetPolicy=True)
    assert (shown["PolicyDocument"], recorded) == (interface["PolicyDocument"], {"ResetPolicy": True})
