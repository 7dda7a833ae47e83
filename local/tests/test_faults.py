"""Injected faults strike the calls that they are for, and an SDK understands them."""

import json
import time
import uuid

import pytest
from botocore.exceptions import ClientError, ConnectionClosedError

from localaws_process import refusal

ONCE = {"retries": {"total_max_attempts": 1}}


@pytest.fixture
def faults(aws):
    """Puts faults in force, and takes all out at the end."""
    yield lambda *given: aws.local("POST", "faults", list(given))
    aws.local("DELETE", "faults")


@pytest.fixture
def dynamodb(aws):
    return aws.client("dynamodb", **ONCE)


@pytest.fixture
def ec2(aws):
    return aws.client("ec2", **ONCE)


def item(key: str) -> dict:
    return {"pk": {"S": key}, "sk": {"S": "1"}}


def is_there(aws, key: str) -> bool:
    return "Item" in aws.client("dynamodb").get_item(TableName=aws.outputs["Ledger"], Key=item(key))


CALLS = {
    "ec2": ("DescribeVpcs", lambda client: client.describe_vpcs()),
    "dynamodb": ("ListTables", lambda client: client.list_tables()),
    "sns": ("ListTopics", lambda client: client.list_topics()),
    "sqs": ("ListQueues", lambda client: client.list_queues()),
    "logs": ("DescribeLogGroups", lambda client: client.describe_log_groups()),
    "organizations": ("DescribeOrganization", lambda client: client.describe_organization()),
    "ssm": ("GetParameter", lambda client: client.get_parameter(Name="/a")),
    "kms": ("ListKeys", lambda client: client.list_keys()),
    "s3": ("GetObject", lambda client: client.get_object(Bucket="b", Key="k")),
    "lambda": ("ListFunctions", lambda client: client.list_functions()),
    "cloudformation": ("ListStacks", lambda client: client.list_stacks()),
}


@pytest.mark.parametrize("service", CALLS)
def test_eachProtocolHasItsErrors(aws, faults, service):
    action, call = CALLS[service]
    faults({"service": service, "action": action, "error": {"code": "Strange", "status": 403, "message": "a < b"}})
    with pytest.raises(ClientError) as struck:
        call(aws.client(service, **ONCE))
    error, metadata = struck.value.response["Error"], struck.value.response["ResponseMetadata"]
    assert (error["Code"], error["Message"], metadata["HTTPStatusCode"]) == ("Strange", "a < b", 403)
    (told,) = aws.local("GET", "faults")
    assert (told["matched"], told["fired"][0]["action"]) == (1, action)
    assert aws.local("GET", "calls")[-1]["fault"] == "error before"


def test_anSdkTriesAThrottledCallAgain(aws, faults):
    faults({"service": "ec2", "action": "DescribeVpcs", "nth": [1, 2], "error": {"code": "RequestLimitExceeded", "status": 503}})
    aws.client("ec2").describe_vpcs()
    assert [len(told["fired"]) for told in aws.local("GET", "faults")] == [2]


def test_conditionsFailWithTheirItems(aws, dynamodb, faults):
    table, there = aws.outputs["Ledger"], item("there")
    faults({"action": "UpdateItem", "error": {"code": "ConditionalCheckFailedException", "members": {"Item": there}}},
           {"action": "TransactWriteItems", "error": {"code": "TransactionCanceledException", "members": {
               "CancellationReasons": [{"Code": "None"}, {"Code": "TransactionConflict", "Message": "busy"}]}}})
    with pytest.raises(dynamodb.exceptions.ConditionalCheckFailedException) as failed:
        dynamodb.update_item(TableName=table, Key=there)
    assert failed.value.response["Item"] == there
    with pytest.raises(dynamodb.exceptions.TransactionCanceledException) as cancelled:
        dynamodb.transact_write_items(TransactItems=[{"Put": {"TableName": table, "Item": item(key)}} for key in "ab"])
    assert [reason["Code"] for reason in cancelled.value.response["CancellationReasons"]] == ["None", "TransactionConflict"]


@pytest.mark.parametrize("after", [False, True])
def test_anErrorComesBeforeOrAfterTheEffect(aws, dynamodb, faults, after):
    key = str(uuid.uuid4())
    faults({"action": "PutItem", "after": after, "error": {"code": "InternalServerError", "status": 500}})
    assert refusal(dynamodb.put_item, TableName=aws.outputs["Ledger"], Item=item(key))[0] == "InternalServerError"
    assert is_there(aws, key) is after


@pytest.mark.parametrize("after", [False, True])
def test_aConnectionIsCut(aws, dynamodb, faults, after):
    key = str(uuid.uuid4())
    faults({"action": "PutItem", "after": after, "cut": True})
    with pytest.raises(ConnectionClosedError):
        dynamodb.put_item(TableName=aws.outputs["Ledger"], Item=item(key))
    assert is_there(aws, key) is after


@pytest.mark.parametrize("after", [False, True])
def test_aCallIsDelayed(ec2, faults, after):
    faults({"service": "ec2", "delay": 0.5, "after": after})
    began = time.time()
    ec2.describe_vpcs()
    assert time.time() - began >= 0.5


@pytest.mark.parametrize("after", [False, True])
def test_aCrashedFunctionIsTriedAgain(aws, faults, after):
    key, name = str(uuid.uuid4()), aws.outputs["Function"]
    faults({"action": "PutItem", "function": name, "nth": 1, "crash": True, "after": after})
    put = json.dumps({"TableName": aws.outputs["Ledger"], "Item": item(key)})
    _, error = aws.invoke({"put": put})
    assert error == "Unhandled" and is_there(aws, key) is after
    assert aws.invoke({"put": put})[1] is None
    aws.local("DELETE", "faults")
    key = str(uuid.uuid4())
    faults({"action": "PutItem", "function": name, "nth": 1, "crash": True, "after": after})
    aws.client("lambda").invoke(FunctionName=name, InvocationType="Event", Payload=json.dumps({
        "put": json.dumps({"TableName": aws.outputs["Ledger"], "Item": item(key)})}))
    end = time.time() + 15
    while time.time() < end and aws.local("GET", "faults")[0]["matched"] < 2:
        time.sleep(0.05)
    assert is_there(aws, key)
    assert [call["error"] for call in aws.local("GET", "calls") if call["action"] == "PutItem"][-2:] == ["crash", None]


def test_onlyTheFunctionsCallsAreStruck(aws, ec2, faults):
    faults({"service": "ec2", "function": "*", "error": {"code": "Strange"}})
    ec2.describe_vpcs()
    with pytest.raises(ClientError, match="Strange"):
        aws.as_function("ec2").describe_vpcs()


def test_onlyTheEndpointsCallsAreStruck(ec2, vpc, faults):
    made = [ec2.create_vpc_endpoint(VpcId=vpc, ServiceName="com.amazonaws.us-east-1.s3")["VpcEndpoint"]["VpcEndpointId"]
            for _ in range(2)]
    faults({"endpoint": made[0], "error": {"code": "Strange"}})
    ec2.describe_vpc_endpoints(VpcEndpointIds=made[1:])
    assert refusal(ec2.describe_vpc_endpoints, VpcEndpointIds=made[:1])[0] == "Strange"


def test_chanceIsRepeatable(aws, ec2, faults):
    def struck() -> list[bool]:
        faults({"service": "ec2", "probability": 0.5, "seed": 7, "error": {"code": "Strange"}})
        for _ in range(20):
            try:
                ec2.describe_vpcs()
            except ClientError:
                pass
        aws.local("DELETE", "faults")
        return [call["fault"] is not None for call in aws.local("GET", "calls")[-20:]]

    first = struck()
    assert struck() == first and 3 < sum(first) < 17


def test_cloudTrailHearsOfWhatFailed(aws, ec2, faults):
    bus = aws.events()
    faults({"action": "ModifyVpcEndpoint", "error": {"code": "InternalError", "status": 500}})
    refusal(ec2.modify_vpc_endpoint, VpcEndpointId="vpce-0", ResetPolicy=True)
    assert bus.next()["detail"]["errorCode"] == "Server.InternalError"


@pytest.mark.parametrize("wrong", [{}, {"cut": True, "delay": 1}, {"error": {}}, {"cut": True, "unheard": 1}])
def test_whatIsNoFaultIsRefused(aws, wrong):
    with pytest.raises(OSError, match="400"):
        aws.local("POST", "faults", [wrong])
