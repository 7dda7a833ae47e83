"""The deployed stack as the demo and the benchmarks use it: the administrator's clients, a VPC, a subscriber's queue."""

import json
import math
import os
import subprocess
import time
import urllib.request
from datetime import datetime, timedelta
from pathlib import Path

import boto3
from botocore.config import Config

HERE = Path(__file__).parent
URL = os.environ["LOCAL_AWS_URL"]
REGION, ACCOUNT, ORGANIZATION = "us-east-1", "111122223333", "o-a1b2c3d4e5"


def client(service: str, user_agent: str | None = None):
    return boto3.client(service, endpoint_url=URL, region_name=REGION, aws_access_key_id="test",
                        aws_secret_access_key="test", config=Config(user_agent=user_agent))


def deploy(*parameters: str) -> None:
    done = subprocess.run([HERE / "deploy", URL, *parameters], capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(done.stdout + done.stderr)


def outputs() -> dict[str, str]:
    stack = client("cloudformation").describe_stacks(StackName="vpce-guard")["Stacks"][0]
    return {output["OutputKey"]: output["OutputValue"] for output in stack["Outputs"]}


def subscribe(topic: str) -> str:
    arn = f"arn:aws:sqs:{REGION}:{ACCOUNT}:notices"
    policy = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "sns.amazonaws.com"},
              "Action": "sqs:SendMessage", "Resource": arn, "Condition": {"ArnEquals": {"aws:SourceArn": topic}}}]}
    queue = client("sqs").create_queue(QueueName="notices", Attributes={"Policy": json.dumps(policy)})["QueueUrl"]
    client("sns").subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn, Attributes={"RawMessageDelivery": "true"})
    return queue


def notice(queue: str, endpoint: str, seconds: float = 30) -> dict:
    """The next notice about the endpoint; notices about others are dropped."""
    end = time.time() + seconds
    while time.time() < end:
        for message in client("sqs").receive_message(QueueUrl=queue, WaitTimeSeconds=1).get("Messages", []):
            client("sqs").delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])
            told = json.loads(message["Body"])["unmapped"]
            if told.get("endpoint", {}).get("id") == endpoint:
                return told
    raise SystemExit(f"no notice about {endpoint} within {seconds} s")


def calls() -> list[dict]:
    with urllib.request.urlopen(f"{URL}/_local/calls") as answer:
        return json.load(answer)


def control(path: str, body: object) -> None:
    """Tells the local AWS itself something (`local/README.md`)."""
    request = urllib.request.Request(f"{URL}/_local/{path}", json.dumps(body).encode(), method="POST")
    urllib.request.urlopen(request).close()


def forget_calls() -> None:
    urllib.request.urlopen(urllib.request.Request(f"{URL}/_local/calls", method="DELETE")).close()


def faults() -> list[dict]:
    with urllib.request.urlopen(f"{URL}/_local/faults") as answer:
        return json.load(answer)


def clear_faults() -> None:
    urllib.request.urlopen(urllib.request.Request(f"{URL}/_local/faults", method="DELETE")).close()


def quiet(seconds: float, until: float = math.inf) -> None:
    """Waits until nothing was called for so long, at most until a time of the monotonic clock."""
    seen, since = -1, time.monotonic()
    while time.monotonic() - since < seconds and time.monotonic() < until:
        count = len(calls())
        seen, since = (seen, since) if count == seen else (count, time.monotonic())
        time.sleep(0.5)


def drain(queue: str) -> list[dict]:
    """All messages of a queue, taken out of it."""
    sqs, bodies = client("sqs"), []
    while messages := sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10).get("Messages", []):
        for message in messages:
            sqs.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])
            bodies.append(json.loads(message["Body"]))
    return bodies


def unfinished(table: str) -> list[dict]:
    """The ledger's marks of records that are open."""
    return client("dynamodb").query(TableName=table, KeyConditionExpression="pk = :pk",
                                    ExpressionAttributeValues={":pk": {"S": "unfinished"}})["Items"]


def an_hour_later(table: str) -> None:
    """Moves what is unfinished back in time, as the clock's move would."""
    dynamo = client("dynamodb")
    for mark in unfinished(table):
        at = mark["openedAt"]["S"]
        then = (datetime.fromisoformat(at) - timedelta(hours=1)).isoformat().replace("+00:00", "Z")
        record = {"pk": mark["endpoint"], "sk": {"S": "change#" + mark["cause"]["S"]}}
        text = dynamo.get_item(TableName=table, Key=record)["Item"]["record"]["S"].replace(at, then)
        for key, name, value in ((record, "record", text),
                                 ({"pk": mark["pk"], "sk": mark["sk"]}, "openedAt", then)):
            dynamo.update_item(TableName=table, Key=key, UpdateExpression="SET #name = :value",
                               ExpressionAttributeNames={"#name": name},
                               ExpressionAttributeValues={":value": {"S": value}})
        dynamo.update_item(TableName=table, Key={"pk": {"S": "state"}, "sk": mark["endpoint"]},
                           UpdateExpression="REMOVE lease, leaseUntil")
