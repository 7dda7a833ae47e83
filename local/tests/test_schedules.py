"""A scheduled rule is fired when asked, and its targets get EventBridge's scheduled event."""

import json
import time
from datetime import UTC, datetime

import pytest


@pytest.fixture
def rule(aws) -> tuple[str, str]:
    """A scheduled rule before a queue: their names."""
    queue, events, name = aws.client("sqs"), aws.client("events"), f"nightly-{time.monotonic_ns()}"
    url = queue.create_queue(QueueName=name)["QueueUrl"]
    arn = queue.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    events.put_rule(Name=name, ScheduleExpression="rate(1 day)")
    events.put_targets(Rule=name, Targets=[{"Id": "queue", "Arn": arn}])
    return name, url


def test_theTargetGetsAScheduledEvent(aws, rule):
    name, url = rule
    assert aws.local("POST", f"schedules/{name}") == {"fired": [name]}
    event = json.loads(aws.received(url)["Body"])
    assert event.pop("id") and datetime.fromisoformat(event.pop("time")) <= datetime.now(UTC)
    assert event == {"version": "0", "detail-type": "Scheduled Event", "source": "aws.events", "account": "111122223333",
                     "region": "us-east-1", "resources": [f"arn:aws:events:us-east-1:111122223333:rule/{name}"], "detail": {}}


def test_theStacksFunctionIsRun(aws):
    def runs() -> int:
        events = aws.client("logs").filter_log_events(logGroupName=aws.outputs["FunctionLogs"])["events"]
        return sum(event["message"].startswith("probed ") for event in events)

    before = runs()
    fired, = aws.local("POST", "schedules/vpce-guard-FunctionDaily*")["fired"]
    assert aws.client("events").describe_rule(Name=fired)["ScheduleExpression"] == "rate(1 day)"
    end = time.time() + 10
    while time.time() < end and runs() == before:
        time.sleep(0.1)
    assert runs() == before + 1


@pytest.mark.parametrize("state", ["DISABLED", "gone"])
def test_aRuleThatIsNotInForceIsNotFired(aws, rule, state):
    name = rule[0]
    aws.client("events").disable_rule(Name=name)
    with pytest.raises(OSError, match="404"):
        aws.local("POST", f"schedules/{name if state == 'DISABLED' else 'nothing'}")
