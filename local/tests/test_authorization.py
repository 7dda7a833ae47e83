"""With --auth, a function's role is judged as IAM judges it, action by action and resource by resource."""

import json
import time

import pytest
from botocore.exceptions import ClientError

ITEM = {"pk": {"S": "a"}, "sk": {"S": "b"}}


@pytest.fixture(scope="module")
def as_function(aws_with_auth):
    return {name: aws_with_auth.as_function(name) for name in ("ec2", "dynamodb", "sns", "logs", "organizations")}


@pytest.fixture
def endpoint(aws_with_auth) -> dict:
    ec2 = aws_with_auth.client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    return ec2.create_vpc_endpoint(VpcId=vpc, ServiceName="com.amazonaws.us-east-1.kms",
                                   VpcEndpointType="Interface")["VpcEndpoint"]


def denied(call, **members) -> str:
    with pytest.raises(ClientError) as refused:
        call(**members)
    error = refused.value.response["Error"]
    assert error["Code"] in ("UnauthorizedOperation", "AccessDenied", "AccessDeniedException", "AuthorizationError")
    return error.get("Message", "")


def test_whatTheRoleAllowsIsDone(as_function, endpoint):
    as_function["ec2"].describe_vpc_endpoints()
    assert as_function["ec2"].describe_security_groups(GroupIds=[endpoint["Groups"][0]["GroupId"]])["SecurityGroups"]
    assert as_function["ec2"].describe_vpcs(VpcIds=[endpoint["VpcId"]])["Vpcs"]
    as_function["ec2"].modify_vpc_endpoint(VpcEndpointId=endpoint["VpcEndpointId"], ResetPolicy=True)
    assert as_function["organizations"].describe_organization()["Organization"]["Id"] == "o-a1b2c3d4e5"


def test_whatItDoesNotIsRefused(as_function, endpoint):
    assert "ec2:DescribeSubnets" in denied(as_function["ec2"].describe_subnets)
    assert "ec2:DeleteVpcEndpoints" in denied(as_function["ec2"].delete_vpc_endpoints,
                                              VpcEndpointIds=[endpoint["VpcEndpointId"]])


def test_everyResourceOfACallIsJudged(as_function, endpoint):
    message = denied(as_function["ec2"].modify_vpc_endpoint, VpcEndpointId=endpoint["VpcEndpointId"],
                     AddSecurityGroupIds=[endpoint["Groups"][0]["GroupId"]])
    assert ":security-group/" in message


def test_privateDnsIsAPrivateZoneOfRoute53(as_function, endpoint):
    message = denied(as_function["ec2"].modify_vpc_endpoint, VpcEndpointId=endpoint["VpcEndpointId"], PrivateDnsEnabled=True)
    assert "route53:AssociateVPCWithHostedZone" in message
    as_function["ec2"].modify_vpc_endpoint(VpcEndpointId=endpoint["VpcEndpointId"], PrivateDnsEnabled=False)


def test_andWhoAssociatesAZoneLooksAtTheVpc(aws_with_auth, endpoint):
    iam = aws_with_auth.client("iam")
    role = iam.create_role(RoleName="associates", AssumeRolePolicyDocument=json.dumps({"Statement": [
        {"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}]}))["Role"]["Arn"]
    iam.put_role_policy(RoleName="associates", PolicyName="all", PolicyDocument=json.dumps({"Statement": [
        {"Effect": "Allow", "Action": ["ec2:ModifyVpcEndpoint", "route53:*"], "Resource": "*"}]}))
    keys = aws_with_auth.client("sts").assume_role(RoleArn=role, RoleSessionName="test")["Credentials"]
    ec2 = aws_with_auth.client("ec2", keys["AccessKeyId"], keys["SecretAccessKey"], keys["SessionToken"])
    assert "ec2:DescribeVpcs" in denied(ec2.modify_vpc_endpoint, VpcEndpointId=endpoint["VpcEndpointId"],
                                        PrivateDnsEnabled=True)


def test_anEndpointIntoAnotherRegionAsksForMore(aws_with_auth, as_function, endpoint):
    far = aws_with_auth.client("ec2").create_vpc_endpoint(
        VpcId=endpoint["VpcId"], ServiceName="com.amazonaws.eu-west-1.s3", ServiceRegion="eu-west-1",
        VpcEndpointType="Interface")["VpcEndpoint"]["VpcEndpointId"]
    message = denied(as_function["ec2"].modify_vpc_endpoint, VpcEndpointId=far, ResetPolicy=True)
    assert "vpce:AllowMultiRegion" in message and f":vpc-endpoint/{far}" in message


def test_tagsOfTheEndpointAreConditionKeys(aws_with_auth, as_function, endpoint):
    aws_with_auth.client("ec2").create_tags(Resources=[endpoint["VpcEndpointId"]], Tags=[{"Key": "keep", "Value": "yes"}])
    assert "explicit deny" in denied(as_function["ec2"].modify_vpc_endpoint,
                                     VpcEndpointId=endpoint["VpcEndpointId"], ResetPolicy=True)


def test_refusedCallsAreRecorded(aws_with_auth, as_function, endpoint):
    bus = aws_with_auth.events()
    denied(as_function["ec2"].delete_vpc_endpoints, VpcEndpointIds=[endpoint["VpcEndpointId"]])
    detail = bus.next()["detail"]
    assert (detail["errorCode"], detail["responseElements"]) == ("Client.UnauthorizedOperation", None)


def test_transactionsAreJudgedMemberByMember(aws_with_auth, as_function):
    table, transact = aws_with_auth.outputs["Ledger"], as_function["dynamodb"].transact_write_items
    transact(TransactItems=[{"Put": {"TableName": table, "Item": ITEM}}])
    assert "dynamodb:DeleteItem" in denied(transact, TransactItems=[
        {"Put": {"TableName": table, "Item": ITEM}}, {"Delete": {"TableName": table, "Key": {**ITEM, "sk": {"S": "c"}}}}])
    assert "dynamodb:ConditionCheckItem" in denied(transact, TransactItems=[
        {"ConditionCheck": {"TableName": table, "Key": ITEM, "ConditionExpression": "attribute_exists(pk)"}}])


def test_aMissingPublishIsNoticed(aws_with_auth, as_function):
    assert "sns:Publish" in denied(as_function["sns"].publish, TopicArn=aws_with_auth.outputs["Notices"], Message="m")


def test_logEventsAreJudgedByTheirStream(aws_with_auth, as_function):
    group, events = aws_with_auth.outputs["Journal"], [{"timestamp": int(time.time() * 1000), "message": "m"}]
    as_function["logs"].put_log_events(logGroupName=group, logStreamName="journal", logEvents=events)
    aws_with_auth.client("logs").create_log_stream(logGroupName=group, logStreamName="other")
    assert "logs:PutLogEvents" in denied(as_function["logs"].put_log_events, logGroupName=group, logStreamName="other",
                                         logEvents=events)


def test_theFunctionsRoleMustAllowItsDestination(aws_with_auth):
    iam, role = aws_with_auth.client("iam"), aws_with_auth.outputs["Role"].rsplit("/", 1)[1]
    policy = {"RoleName": role, "PolicyName": "probe"}
    document = iam.get_role_policy(**policy)["PolicyDocument"]
    less = {**document, "Statement": [s for s in document["Statement"] if s["Action"] != "sqs:SendMessage"]}
    invoke = {"FunctionName": aws_with_auth.outputs["Function"], "InvocationType": "Event", "Payload": b'{"say": "boom"}'}
    iam.put_role_policy(**policy, PolicyDocument=json.dumps(less))
    aws_with_auth.client("lambda").invoke(**invoke)
    time.sleep(2)
    iam.put_role_policy(**policy, PolicyDocument=json.dumps(document))
    waiting = aws_with_auth.client("sqs").receive_message(QueueUrl=aws_with_auth.outputs["FailedQueue"])
    assert "Messages" not in waiting
    aws_with_auth.client("lambda").invoke(**invoke)
    assert aws_with_auth.received(aws_with_auth.outputs["FailedQueue"])


def test_callsTellWhoMadeThem(aws_with_auth, as_function):
    aws_with_auth.local("DELETE", "calls")
    as_function["ec2"].describe_vpc_endpoints()
    denied(as_function["ec2"].describe_subnets)
    done, refused = aws_with_auth.local("GET", "calls")
    assert (done["service"], done["action"], done["status"], done["error"]) == ("ec2", "DescribeVpcEndpoints", 200, None)
    assert (done["caller"], done["function"]) == (aws_with_auth.outputs["Role"], aws_with_auth.outputs["Function"])
    assert (refused["status"], refused["error"]) == (403, "UnauthorizedOperation")
