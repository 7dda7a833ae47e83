"""Security groups and VPCs are described as EC2 describes them."""

import pytest

from localaws_process import refusal

NOWHERE = "0123456789abcdef0"


@pytest.fixture
def ec2(aws):
    return aws.client("ec2")


def in_vpc(vpc: str) -> list[dict]:
    return [{"Name": "vpc-id", "Values": [vpc]}]


def test_theDefaultGroupLetsInItself(ec2, vpc):
    group, = ec2.describe_security_groups(Filters=in_vpc(vpc))["SecurityGroups"]
    assert (group["GroupName"], group["VpcId"]) == ("default", vpc)
    inbound, = group["IpPermissions"]
    assert (inbound["IpProtocol"], inbound["UserIdGroupPairs"][0]["GroupId"]) == ("-1", group["GroupId"])
    assert group["IpPermissionsEgress"][0]["IpRanges"] == [{"CidrIp": "0.0.0.0/0"}]


def test_rulesAreShownAsTheyWereMade(ec2, vpc):
    group, other = (ec2.create_security_group(VpcId=vpc, GroupName=name, Description="d")["GroupId"] for name in "ab")
    rule = {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "IpRanges": [{"CidrIp": "10.0.0.0/8", "Description": "in"}],
            "Ipv6Ranges": [{"CidrIpv6": "::/0"}], "PrefixListIds": [{"PrefixListId": "pl-63a5400a"}],
            "UserIdGroupPairs": [{"GroupId": other, "UserId": "111122223333"}]}
    ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=[rule])
    assert ec2.describe_security_groups(GroupIds=[group])["SecurityGroups"][0]["IpPermissions"] == [rule]
    ec2.revoke_security_group_ingress(GroupId=group, IpPermissions=[{**rule, "Ipv6Ranges": [], "IpRanges": []}])
    left, = ec2.describe_security_groups(GroupIds=[group])["SecurityGroups"][0]["IpPermissions"]
    assert (left["UserIdGroupPairs"], left["Ipv6Ranges"]) == ([], rule["Ipv6Ranges"])


def test_groupsComeInPages(aws, ec2, vpc):
    for number in range(6):
        ec2.create_security_group(VpcId=vpc, GroupName=f"g{number}", Description="d")
    pages = list(ec2.get_paginator("describe_security_groups").paginate(
        Filters=in_vpc(vpc), PaginationConfig={"PageSize": 5}))
    assert [len(page["SecurityGroups"]) for page in pages] == [5, 2]
    unchecked = aws.client("ec2", parameter_validation=False)
    assert refusal(unchecked.describe_security_groups, MaxResults=4)[0] == "InvalidParameterValue"
    assert refusal(ec2.describe_security_groups, NextToken="x")[0] == "InvalidPaginationToken"


def test_aVpcShowsItsAddresses(ec2):
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16", AmazonProvidedIpv6CidrBlock=True)["Vpc"]["VpcId"]
    ec2.associate_vpc_cidr_block(VpcId=vpc, CidrBlock="10.1.0.0/16")
    found, = ec2.describe_vpcs(VpcIds=[vpc])["Vpcs"]
    assert found["CidrBlock"] == "10.0.0.0/16"
    assert [(block["CidrBlock"], block["CidrBlockState"]["State"]) for block in found["CidrBlockAssociationSet"]] == [
        ("10.0.0.0/16", "associated"), ("10.1.0.0/16", "associated")]
    block, = found["Ipv6CidrBlockAssociationSet"]
    assert block["Ipv6CidrBlock"].endswith("::/56") and block["Ipv6CidrBlockState"]["State"] == "associated"


def test_vpcsComeInPages(ec2):
    made = {ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"] for _ in range(6)}
    pages = list(ec2.get_paginator("describe_vpcs").paginate(
        Filters=[{"Name": "vpc-id", "Values": [*made]}], PaginationConfig={"PageSize": 5}))
    assert [len(page["Vpcs"]) for page in pages] == [5, 1]
    assert {vpc["VpcId"] for page in pages for vpc in page["Vpcs"]} == made


def test_whatDoesNotExistIsNamed(ec2, vpc):
    group = ec2.describe_security_groups(Filters=in_vpc(vpc))["SecurityGroups"][0]["GroupId"]
    assert refusal(ec2.describe_security_groups, GroupIds=[group, f"sg-{NOWHERE}"]) == (
        "InvalidGroup.NotFound", f"The security group 'sg-{NOWHERE}' does not exist")
    assert refusal(ec2.describe_vpcs, VpcIds=[vpc, f"vpc-{NOWHERE}"]) == (
        "InvalidVpcID.NotFound", f"The vpc ID 'vpc-{NOWHERE}' does not exist")
