"""Functions run, fail and are retried as on Lambda, and what fails ends where it should."""

import json
import re
import subprocess
import threading
import uuid
from datetime import datetime
from pathlib import Path

import pytest


def envelope(**detail) -> dict:
    return {"version": "0", "id": str(uuid.uuid4()), "detail-type": "AWS API Call via CloudTrail", "source": "aws.ec2",
            "account": "111122223333", "time": "2026-03-02T09:00:00Z", "region": "us-east-1", "resources": [],
            "detail": {"eventName": "Probe", **detail}}


def logged(aws) -> list[str]:
    found = aws.client("logs").filter_log_events(logGroupName=aws.outputs["FunctionLogs"])
    return [event["message"] for event in found["events"]]


def test_streamsOfASharedGroupBearTheFunctionsName(aws):
    aws.invoke({})
    streams = aws.client("logs").describe_log_streams(logGroupName=aws.outputs["FunctionLogs"])["logStreams"]
    name = re.compile(r"\d{4}/\d{2}/\d{2}/(.+)\[\$LATEST\][0-9a-f]+")
    assert aws.outputs["Function"] in {name.fullmatch(stream["logStreamName"])[1] for stream in streams}


def test_theEnvironmentIsLambdas(aws):
    environment, error = aws.invoke({})
    assert error is None
    assert environment["AWS_LAMBDA_FUNCTION_NAME"] == aws.outputs["Function"]
    assert environment["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"] == "512"
    assert environment["AWS_ENDPOINT_URL"] == aws.url
    assert environment["AWS_ACCESS_KEY_ID"].startswith("ASIA")
    assert environment["MODE"] == "observe"
    assert "ABSENT" not in environment
    assert "HOME" not in environment


def test_anExceptionIsAFunctionError(aws):
    answer, error = aws.invoke({"say": "boom"})
    assert (error, answer["errorType"]) == ("Unhandled", "java.lang.IllegalStateException")


def test_whatAFunctionPrintsIsInItsLogGroup(aws):
    mark = str(uuid.uuid4())
    aws.invoke({"id": mark})
    assert f"probed {mark}" in logged(aws)


def test_whatFailsInAllAttemptsGoesToTheDestination(aws):
    event = envelope(say="boom")
    aws.local("POST", "events", event)
    message = json.loads(aws.received(aws.outputs["FailedQueue"])["Body"])
    datetime.fromisoformat(message.pop("timestamp"))
    context, payload = message.pop("requestContext"), message.pop("responsePayload")
    assert message == {"version": "1.0", "requestPayload": event,
                       "responseContext": {"statusCode": 200, "executedVersion": "$LATEST", "functionError": "Unhandled"}}
    assert payload["errorMessage"] == "boom"
    assert context["functionArn"].endswith(f":function:{aws.outputs['Function']}:$LATEST")
    assert (context["condition"], context["approximateInvokeCount"]) == ("RetriesExhausted", 2)
    assert logged(aws).count(f"probed {event['id']}") == 2
    assert sum(line.startswith(f"START RequestId: {context['requestId']}") for line in logged(aws)) == 2


def test_reservedConcurrencyBoundsParallelInvocations(aws):
    client, throttled = aws.client("lambda", retries={"total_max_attempts": 1}), []

    def invoke():
        try:
            client.invoke(FunctionName=aws.outputs["Function"], Payload=b'{"sleep": 1500}')
        except client.exceptions.TooManyRequestsException as problem:
            throttled.append(problem)

    threads = [threading.Thread(target=invoke) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(throttled) > 0


def test_anInstanceFinishesWhatItRunsWhenItsFunctionIsConfigured(aws):
    item, name, answers = {"pk": {"S": str(uuid.uuid4())}, "sk": {"S": "1"}}, aws.outputs["Function"], []
    put = json.dumps({"TableName": aws.outputs["Ledger"], "Item": item})
    running = threading.Thread(target=lambda: answers.append(aws.invoke({"put": put, "sleep": 2000})))
    running.start()
    while "Item" not in aws.client("dynamodb").get_item(TableName=aws.outputs["Ledger"], Key=item):
        assert running.is_alive()
    aws.client("lambda").update_function_configuration(FunctionName=name, MemorySize=512)
    running.join()
    (environment, error), (after, _) = answers[0], aws.invoke({})
    assert error is None
    assert environment["AWS_LAMBDA_LOG_STREAM_NAME"] != after["AWS_LAMBDA_LOG_STREAM_NAME"]


@pytest.fixture
def without_permission(aws):
    functions, name = aws.client("lambda"), aws.outputs["Function"]
    for statement in json.loads(functions.get_policy(FunctionName=name)["Policy"])["Statement"]:
        functions.remove_permission(FunctionName=name, StatementId=statement["Sid"])
    yield
    functions.add_permission(FunctionName=name, StatementId="rule", Action="lambda:InvokeFunction",
                             Principal="events.amazonaws.com")


def test_whatARuleMayNotDeliverGoesToTheRulesQueue(aws, without_permission):
    event = envelope()
    aws.local("POST", "events", event)
    message = aws.received(aws.outputs["UndeliveredQueue"])
    assert json.loads(message["Body"]) == event
    attributes = {name: value["StringValue"] for name, value in message["MessageAttributes"].items()}
    assert attributes["ERROR_CODE"] == "NO_PERMISSIONS"
    assert attributes["TARGET_ARN"].endswith(aws.outputs["Function"])


def test_onlyAwsMayPublishAsAws(aws):
    entry = {"Source": "aws.ec2", "DetailType": "x", "Detail": "{}"}
    refused = aws.client("events").put_events(Entries=[entry])["Entries"][0]
    assert refused["ErrorCode"] == "NotAuthorizedForSourceException"


def test_functionsShareNoLibraryWithOthersOnThisMachine(aws):
    """The runtime client would unpack its library to one path in /tmp for all JVMs, and some would find it half written."""
    aws.invoke({})
    jvms = subprocess.run(["ps", "--ppid", str(aws.process.pid), "-o", "pid="], capture_output=True, text=True).stdout.split()
    mapped = {line.split()[-1] for jvm in jvms for line in Path(f"/proc/{jvm}/maps").read_text().splitlines()
              if "libaws-lambda-jni" in line}
    assert mapped and all("/localaws-" in library for library in mapped)
