"""A function behind a queue gets batches as Lambda hands them out, and messages wait, come back and end as in SQS."""

import json
import time
import uuid

import pytest
from botocore.exceptions import ClientError


@pytest.fixture
def sqs(aws):
    return aws.client("sqs")


@pytest.fixture
def queue(sqs) -> str:
    return sqs.create_queue(QueueName=str(uuid.uuid4()))["QueueUrl"]


@pytest.fixture
def quick(aws):
    aws.local("POST", "clock", {"delayFactor": 0.02})
    yield
    aws.local("POST", "clock", {"delayFactor": 1})


def batches(aws, *marks: str, seconds: float = 10) -> list[str]:
    """The batches that the function told of, once each mark is in one."""
    end = time.time() + seconds
    while time.time() < end:
        events = aws.client("logs").filter_log_events(logGroupName=aws.outputs["FunctionLogs"])["events"]
        told = [event["message"] for event in events if event["message"].startswith("batch ")]
        if all(any(mark in batch for batch in told) for mark in marks):
            return told
        time.sleep(0.05)
    raise AssertionError(f"no batch with {marks} within {seconds} s")


def wait_for(aws, mark: str) -> float:
    began = time.time()
    batches(aws, mark)
    return time.time() - began


def send(aws, *bodies: str, **members) -> None:
    for body in bodies:
        aws.client("sqs").send_message(QueueUrl=aws.outputs["WorkQueue"], MessageBody=body, **members)


def test_theMappingIsAsTheTemplateSays(aws):
    mapping, = aws.client("lambda").list_event_source_mappings(FunctionName=aws.outputs["BatchFunction"])["EventSourceMappings"]
    assert (mapping["BatchSize"], mapping["MaximumBatchingWindowInSeconds"]) == (5, 1)
    assert mapping["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    assert mapping["ScalingConfig"] == {"MaximumConcurrency": 5}


def test_aFullBatchDoesNotWaitForItsWindow(aws):
    marks = [str(uuid.uuid4()) for _ in range(5)]
    send(aws, "warm-up")
    wait_for(aws, "warm-up")
    send(aws, *marks)
    assert wait_for(aws, marks[4]) < 1
    assert sum(mark in batch for batch in batches(aws, *marks) for mark in marks) == 5


def test_aBatchThatIsNotFullWaitsForItsWindow(aws):
    mark = str(uuid.uuid4())
    send(aws, mark)
    assert 0.8 < wait_for(aws, mark) < 3


def test_whatFailedComesBackAloneAndEndsInTheDeadLetterQueue(aws, sqs):
    good, bad = str(uuid.uuid4()), f"fail {uuid.uuid4()}"
    sqs.set_queue_attributes(QueueUrl=aws.outputs["WorkQueue"], Attributes={"VisibilityTimeout": "2"})
    send(aws, good, bad)
    told = batches(aws, good, f"{bad} (2)")
    sqs.set_queue_attributes(QueueUrl=aws.outputs["WorkQueue"], Attributes={"VisibilityTimeout": "10"})
    assert sum(good in batch for batch in told) == 1
    message = aws.received(aws.outputs["DeadLetterQueue"])
    assert message["Body"] == bad


def test_anErrorFailsTheWholeBatch(aws, sqs):
    marks = [str(uuid.uuid4()), "boom"]
    sqs.set_queue_attributes(QueueUrl=aws.outputs["WorkQueue"], Attributes={"VisibilityTimeout": "2"})
    send(aws, *marks)
    batches(aws, f"{marks[0]} (2)")
    sqs.set_queue_attributes(QueueUrl=aws.outputs["WorkQueue"], Attributes={"VisibilityTimeout": "10"})
    assert {aws.received(aws.outputs["DeadLetterQueue"])["Body"] for _ in marks} == {*marks}


def test_aDelayedMessageWaitsItsScaledTime(aws, sqs, queue, quick):
    began = time.time()
    sqs.send_message(QueueUrl=queue, MessageBody="later", DelaySeconds=100)
    assert "Messages" not in sqs.receive_message(QueueUrl=queue)
    aws.received(queue)
    assert 2 <= time.time() - began < 3


def test_withoutAFactorADelayIsWhole(aws, sqs, queue):
    began = time.time()
    sqs.send_message_batch(QueueUrl=queue, Entries=[{"Id": "a", "MessageBody": "later", "DelaySeconds": 1}])
    aws.received(queue)
    assert time.time() - began >= 1


def test_aDelayedMessageReachesItsFunctionQuickly(aws, quick):
    mark = str(uuid.uuid4())
    send(aws, mark, DelaySeconds=50)
    assert 2 <= wait_for(aws, mark) < 3  # a second's delay, a second's window


def test_aDelayBeyondFifteenMinutesIsRefused(sqs, queue):
    with pytest.raises(ClientError) as refused:
        sqs.send_message(QueueUrl=queue, MessageBody="later", DelaySeconds=901)
    assert refused.value.response["Error"]["Code"] == "InvalidParameterValue"


@pytest.mark.parametrize("members, message", [
    ({"BatchSize": 11}, "Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10"),
    ({"visibility": "5"}, "Queue visibility timeout: 5 seconds is less than Function timeout: 10 seconds"),
])
def test_mappingsThatLambdaRefuses(aws, sqs, queue, members, message):
    members = dict(members)
    sqs.set_queue_attributes(QueueUrl=queue, Attributes={"VisibilityTimeout": members.pop("visibility", "30")})
    arn = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    with pytest.raises(ClientError, match=message):
        aws.client("lambda").create_event_source_mapping(
            EventSourceArn=arn, FunctionName=aws.outputs["BatchFunction"], **members)


def test_theRoleMustAllowWhatAMappingReads(aws_with_auth):
    sqs, functions = aws_with_auth.client("sqs"), aws_with_auth.client("lambda")
    other = sqs.create_queue(QueueName="other")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=other, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    with pytest.raises(ClientError, match="execution role does not have permissions to call ReceiveMessage on SQS"):
        functions.create_event_source_mapping(EventSourceArn=arn, FunctionName=aws_with_auth.outputs["BatchFunction"])
    send(aws_with_auth, "with auth")
    batches(aws_with_auth, "with auth")


def test_aRoleThatMayNoLongerReadGetsNothing(aws_with_auth):
    iam, role = aws_with_auth.client("iam"), aws_with_auth.outputs["Role"].rsplit("/", 1)[1]
    policy = {"RoleName": role, "PolicyName": "probe"}
    document = iam.get_role_policy(**policy)["PolicyDocument"]
    less = [s for s in document["Statement"] if "sqs:ReceiveMessage" not in s["Action"]]
    iam.put_role_policy(**policy, PolicyDocument=json.dumps({**document, "Statement": less}))
    send(aws_with_auth, "patience")
    time.sleep(2)
    iam.put_role_policy(**policy, PolicyDocument=json.dumps(document))
    assert not any("patience" in batch for batch in batches(aws_with_auth))
    batches(aws_with_auth, "patience (1)")
