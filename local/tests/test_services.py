"""What the stack asks of the other services is answered as AWS answers."""

import json
import uuid

import pytest
from botocore.exceptions import ClientError, WaiterError


def item(**values: str) -> dict:
    return {name: {"S": value} for name, value in values.items()}


@pytest.fixture
def queue(aws) -> tuple[str, str]:
    client = aws.client("sqs")
    url = client.create_queue(QueueName=str(uuid.uuid4()))["QueueUrl"]
    return url, client.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]


def test_theStackIsAsTheTemplateSays(aws):
    functions, name = aws.client("lambda"), aws.outputs["Function"]
    assert functions.get_function_concurrency(FunctionName=name)["ReservedConcurrentExecutions"] == 2
    invoke = functions.get_function_event_invoke_config(FunctionName=name, Qualifier="$LATEST")
    assert invoke["MaximumRetryAttempts"] == 1
    streams = aws.client("logs").describe_log_streams(logGroupName=aws.outputs["Journal"])["logStreams"]
    assert [stream["logStreamName"] for stream in streams] == ["journal"]
    assert aws.client("cloudwatch").describe_alarms(AlarmNames=[aws.outputs["Alarm"]])["MetricAlarms"]
    assert aws.client("scheduler").list_schedules()["Schedules"]
    rules = aws.client("events")
    targets = [target for rule in rules.list_rules()["Rules"]
               for target in rules.list_targets_by_rule(Rule=rule["Name"])["Targets"]]
    assert any(target.get("RetryPolicy") and target.get("DeadLetterConfig") for target in targets)


def test_aTypeThatNobodyMakesIsRefused(aws):
    stacks = aws.client("cloudformation")
    template = {"Resources": {"Nothing": {"Type": "AWS::Nothing::Known"}}}
    with pytest.raises((ClientError, WaiterError)) as refused:
        stacks.create_stack(StackName="nothing", TemplateBody=json.dumps(template))
        stacks.get_waiter("stack_create_complete").wait(StackName="nothing", WaiterConfig={"Delay": 1, "MaxAttempts": 5})
    assert "AWS::Nothing::Known" in str(refused.value) or "ROLLBACK" in str(refused.value)


def test_eachProtocolGetsItsOwnMessage(aws, queue):
    sns = aws.client("sns")
    subscription = {"TopicArn": aws.outputs["Notices"], "Protocol": "sqs", "Endpoint": queue[1]}
    sns.subscribe(**subscription, Attributes={"RawMessageDelivery": "true", "FilterPolicy": '{"severity": ["high"]}'})
    for severity in ("low", "high"):
        sns.publish(TopicArn=aws.outputs["Notices"], MessageStructure="json", Subject="a subject",
                    Message=json.dumps({"default": "plain", "sqs": f"for queues, {severity}"}),
                    MessageAttributes={"severity": {"DataType": "String", "StringValue": severity}})
    message = aws.received(queue[0])
    assert message["Body"] == "for queues, high"
    assert message["MessageAttributes"]["severity"]["StringValue"] == "high"


def test_aCancelledTransactionShowsTheItemThatStoodInTheWay(aws):
    table, client = aws.outputs["Ledger"], aws.client("dynamodb")
    client.put_item(TableName=table, Item=item(pk="e", sk="1", state="kept"))
    fresh = {"TableName": table, "ConditionExpression": "attribute_not_exists(pk)",
             "ReturnValuesOnConditionCheckFailure": "ALL_OLD"}
    with pytest.raises(client.exceptions.TransactionCanceledException) as cancelled:
        client.transact_write_items(TransactItems=[
            {"Put": {"TableName": table, "Item": item(pk="e", sk="2")}},
            {"Put": {**fresh, "Item": item(pk="e", sk="1")}}])
    first, second = cancelled.value.response["CancellationReasons"]
    assert (first["Code"], second["Code"]) == ("None", "ConditionalCheckFailed")
    assert second["Item"] == item(pk="e", sk="1", state="kept")
    assert "Item" not in client.get_item(TableName=table, Key=item(pk="e", sk="2"))


def test_updatesReturnWhatWas(aws):
    table, client = aws.outputs["Ledger"], aws.client("dynamodb")
    client.put_item(TableName=table, Item=item(pk="u", sk="1", state="old"))
    update = {"TableName": table, "Key": item(pk="u", sk="1"), "UpdateExpression": "SET #s = :s",
              "ExpressionAttributeNames": {"#s": "state"}, "ExpressionAttributeValues": item(**{":s": "new"})}
    assert client.update_item(**update, ReturnValues="ALL_OLD")["Attributes"]["state"] == {"S": "old"}
    with pytest.raises(ClientError) as failed:
        client.update_item(**update, ConditionExpression="attribute_not_exists(pk)",
                           ReturnValuesOnConditionCheckFailure="ALL_OLD")
    assert failed.value.response["Item"]["state"] == {"S": "new"}
