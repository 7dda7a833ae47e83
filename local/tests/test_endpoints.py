"""VPC endpoints behave as EC2's do where moto's do not."""

import json

import pytest

from localaws_process import refusal

POLICY = {"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "*"}]}
MARKETPLACE = "com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0"


@pytest.fixture
def ec2(aws):
    return aws.client("ec2")


def endpoint(ec2, vpc, service="com.amazonaws.us-east-1.s3", kind="Interface", **members) -> dict:
    return ec2.create_vpc_endpoint(VpcId=vpc, ServiceName=service, VpcEndpointType=kind, **members)["VpcEndpoint"]


def described(ec2, endpoint_id: str) -> dict:
    return ec2.describe_vpc_endpoints(VpcEndpointIds=[endpoint_id])["VpcEndpoints"][0]


def test_defaultPoliciesDifferByKind(ec2, vpc):
    gateway = ec2.create_vpc_endpoint(VpcId=vpc, ServiceName="com.amazonaws.us-east-1.s3")["VpcEndpoint"]
    interface = endpoint(ec2, vpc)
    assert gateway["PolicyDocument"].startswith('{"Version":"2008-10-17","Statement":[{')
    assert interface["PolicyDocument"].startswith('{\n  "Statement": [')
    assert (gateway["State"], interface["State"]) == ("available", "pending")
    assert described(ec2, interface["VpcEndpointId"])["State"] == "available"


def test_interfaceEndpointsGetTheDefaultGroup(ec2, vpc):
    assert [group["GroupName"] for group in endpoint(ec2, vpc)["Groups"]] == ["default"]


def test_policiesKeepTheirMeaningAndNotTheirWhiteSpace(ec2, vpc):
    sent = json.dumps(POLICY, indent=7)
    made = endpoint(ec2, vpc, PolicyDocument=sent)
    assert made["PolicyDocument"] != sent
    assert json.loads(made["PolicyDocument"]) == POLICY


def test_resetPolicyRestoresFullAccess(ec2, vpc):
    made = endpoint(ec2, vpc, PolicyDocument=json.dumps(POLICY))
    ec2.modify_vpc_endpoint(VpcEndpointId=made["VpcEndpointId"], ResetPolicy=True)
    assert json.loads(described(ec2, made["VpcEndpointId"])["PolicyDocument"])["Statement"][0]["Action"] == "*"


def test_privateDnsIsChanged(ec2, vpc):
    made = endpoint(ec2, vpc)
    ec2.modify_vpc_endpoint(VpcEndpointId=made["VpcEndpointId"], PrivateDnsEnabled=False)
    assert described(ec2, made["VpcEndpointId"])["PrivateDnsEnabled"] is False


@pytest.mark.parametrize("document", ['{"Version', "{}", "[]", '{"Statement": [{"Effect": "Allow"}]}', " " * 20_481])
def test_unreadableAndTooLongPoliciesAreRefused(ec2, vpc, document):
    made = endpoint(ec2, vpc)
    code, _ = refusal(ec2.modify_vpc_endpoint, VpcEndpointId=made["VpcEndpointId"], PolicyDocument=document)
    assert code == "InvalidPolicyDocument"


def test_servicesWithoutPoliciesTakeFullAccessAlone(ec2, vpc):
    made = endpoint(ec2, vpc, MARKETPLACE)
    change = {"VpcEndpointId": made["VpcEndpointId"]}
    assert refusal(ec2.modify_vpc_endpoint, **change, PolicyDocument=json.dumps(POLICY)) == (
        "InvalidParameter", f"Service {MARKETPLACE} only supports the full-access endpoint policy.")
    ec2.modify_vpc_endpoint(**change, PolicyDocument=made["PolicyDocument"])


def test_dryRunChangesNothing(ec2, vpc):
    made = endpoint(ec2, vpc)
    change = {"VpcEndpointId": made["VpcEndpointId"], "PolicyDocument": json.dumps(POLICY)}
    assert refusal(ec2.modify_vpc_endpoint, **change, DryRun=True)[0] == "DryRunOperation"
    assert described(ec2, made["VpcEndpointId"])["PolicyDocument"] == made["PolicyDocument"]


def test_requesterManagedEndpointsAreLeftAlone(aws, ec2, vpc):
    made = endpoint(ec2, vpc)["VpcEndpointId"]
    aws.local("POST", f"endpoints/{made}", {"requesterManaged": True, "state": "pending"})
    assert described(ec2, made)["RequesterManaged"] is True
    assert described(ec2, made)["State"] == "pending"
    assert refusal(ec2.modify_vpc_endpoint, VpcEndpointId=made, ResetPolicy=True) == (
        "InvalidParameter",
        "Operation is not allowed for requester-managed VPC endpoints for the service com.amazonaws.us-east-1.s3")
    assert ec2.delete_vpc_endpoints(VpcEndpointIds=[made])["Unsuccessful"][0]["ResourceId"] == made


def test_unknownEndpointsAreNotFound(ec2):
    assert refusal(ec2.modify_vpc_endpoint, VpcEndpointId="vpce-0", ResetPolicy=True)[0] == "InvalidVpcEndpointId.NotFound"
    assert refusal(ec2.describe_vpc_endpoints, VpcEndpointIds=["vpce-0"])[0] == "InvalidVpcEndpointId.NotFound"
    assert ec2.delete_vpc_endpoints(VpcEndpointIds=["vpce-0"])["Unsuccessful"][0]["ResourceId"] == "vpce-0"


def test_aGatewayWhoseRouteTablesWereSwappedCanBeDeleted(ec2, vpc):
    first, second = (ec2.create_route_table(VpcId=vpc)["RouteTable"]["RouteTableId"] for _ in range(2))
    made = endpoint(ec2, vpc, kind="Gateway", RouteTableIds=[first])["VpcEndpointId"]
    ec2.modify_vpc_endpoint(VpcEndpointId=made, AddRouteTableIds=[second], RemoveRouteTableIds=[first])
    assert described(ec2, made)["RouteTableIds"] == [second]
    assert ec2.delete_vpc_endpoints(VpcEndpointIds=[made])["Unsuccessful"] == []


def test_subnetsBringNetworkInterfaces(ec2, vpc):
    first, second = (ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.0.{n}.0/24")["Subnet"]["SubnetId"] for n in (1, 2))
    made = endpoint(ec2, vpc, SubnetIds=[first])
    ec2.modify_vpc_endpoint(VpcEndpointId=made["VpcEndpointId"], AddSubnetIds=[second])
    interfaces = described(ec2, made["VpcEndpointId"])["NetworkInterfaceIds"]
    assert len(interfaces) == 2 and made["NetworkInterfaceIds"][0] in interfaces


def test_oneSecurityGroupMustStay(ec2, vpc):
    made = endpoint(ec2, vpc)
    groups = [group["GroupId"] for group in made["Groups"]]
    assert refusal(ec2.modify_vpc_endpoint, VpcEndpointId=made["VpcEndpointId"],
                   RemoveSecurityGroupIds=groups)[0] == "InvalidParameter"


def test_servicesAreFoundByNameAndType(ec2):
    s3 = ec2.describe_vpc_endpoint_services(ServiceNames=["com.amazonaws.us-east-1.s3"])["ServiceDetails"]
    assert {service["ServiceType"][0]["ServiceType"] for service in s3} == {"Gateway", "Interface"}
    assert len({service["ServiceId"] for service in s3}) == 2
    only = ec2.describe_vpc_endpoint_services(ServiceNames=["com.amazonaws.us-east-1.s3"],
                                              Filters=[{"Name": "service-type", "Values": ["Gateway"]}])
    assert len(only["ServiceDetails"]) == 1
    foreign = ec2.describe_vpc_endpoint_services(ServiceNames=[MARKETPLACE])["ServiceDetails"][0]
    assert (foreign["Owner"], foreign["VpcEndpointPolicySupported"]) == ("aws-marketplace", False)
    assert refusal(ec2.describe_vpc_endpoint_services, ServiceNames=["com.amazonaws.us-east-1.no"])[0] == "InvalidServiceName"


def test_manyEndpointsComeInPages(ec2, vpc):
    made = {endpoint(ec2, vpc)["VpcEndpointId"] for _ in range(3)}
    pages = list(ec2.get_paginator("describe_vpc_endpoints").paginate(
        Filters=[{"Name": "vpc-id", "Values": [vpc]}], PaginationConfig={"PageSize": 2}))
    assert [len(page["VpcEndpoints"]) for page in pages] == [2, 1]
    assert {found["VpcEndpointId"] for page in pages for found in page["VpcEndpoints"]} == made
