"""A local AWS as a child process, and what tests ask of it."""

import json
import os
import subprocess
import time
import urllib.request
from functools import cached_property
from pathlib import Path

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

LOCAL = Path(__file__).parent.parent


def jdk25() -> str:
    found = subprocess.run(["bash", "-c", f". {LOCAL}/find-jdk25; echo $JDK25"], capture_output=True, text=True)
    if found.returncode:
        pytest.skip(found.stderr.strip())
    return found.stdout.strip()


def runtime_client() -> str:
    directory = Path(os.environ.get("VPCEGUARD_RIC", LOCAL.parent / "target" / "ric"))
    if not any(directory.glob("aws-lambda-java-runtime-interface-client-*.jar")):
        pytest.skip(f"no runtime interface client in {directory}: package the project first, or set VPCEGUARD_RIC")
    return str(directory)


def refusal(call, **members) -> tuple[str, str]:
    """Code and message of the error that the call must end with."""
    with pytest.raises(ClientError) as refused:
        call(**members)
    error = refused.value.response["Error"]
    return error["Code"], error["Message"]


class LocalAws:
    def __init__(self, *options: str):
        self.options = options

    def __enter__(self) -> "LocalAws":
        environment = {**os.environ, "VPCEGUARD_RIC": runtime_client()}
        self.process = subprocess.Popen([LOCAL / "aws", "--until-stdin-closes", *self.options], env=environment,
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.url = json.loads(self.process.stdout.readline())["url"]
        return self

    def __exit__(self, *_) -> None:
        self.process.stdin.close()
        self.process.wait(10)

    def deploy(self, template: Path) -> None:
        subprocess.run([LOCAL / "deploy", self.url], check=True, capture_output=True,
                       env={**os.environ, "VPCEGUARD_TEMPLATE": str(template)})

    def client(self, service: str, key: str = "test", secret: str = "test", token: str | None = None, **config):
        """A client; `config` are botocore's settings."""
        return boto3.client(service, endpoint_url=self.url, region_name="us-east-1", aws_access_key_id=key,
                            aws_secret_access_key=secret, aws_session_token=token, config=Config(**config))

    @cached_property
    def outputs(self) -> dict[str, str]:
        stack = self.client("cloudformation").describe_stacks(StackName="vpce-guard")["Stacks"][0]
        return {output["OutputKey"]: output["OutputValue"] for output in stack["Outputs"]}

    def invoke(self, event: dict) -> tuple[dict, str | None]:
        """The function's answer, and FunctionError."""
        reply = self.client("lambda").invoke(FunctionName=self.outputs["Function"], Payload=json.dumps(event))
        return json.load(reply["Payload"]), reply.get("FunctionError")

    def as_function(self, service: str):
        """A client with the function's own key."""
        environment, _ = self.invoke({})
        return self.client(service, *(environment[f"AWS_{name}"] for name in
                                      ("ACCESS_KEY_ID", "SECRET_ACCESS_KEY", "SESSION_TOKEN")))

    def received(self, queue_url: str) -> dict:
        queue = self.client("sqs")
        messages = queue.receive_message(QueueUrl=queue_url, WaitTimeSeconds=10, MessageAttributeNames=["All"])
        message = messages["Messages"][0]
        queue.delete_message(QueueUrl=queue_url, ReceiptHandle=message["ReceiptHandle"])
        return message

    def local(self, method: str, path: str, body: object = None):
        request = urllib.request.Request(f"{self.url}/_local/{path}", method=method,
                                         data=None if body is None else json.dumps(body).encode())
        with urllib.request.urlopen(request) as reply:
            return json.load(reply)

    def events(self) -> "Events":
        return Events(self)


class Events:
    """A queue behind a rule of its own: what CloudTrail puts on the default bus."""

    def __init__(self, aws: LocalAws):
        queue, events, name = aws.client("sqs"), aws.client("events"), f"seen-{time.monotonic_ns()}"
        self.aws, self.url = aws, queue.create_queue(QueueName=name)["QueueUrl"]
        arn = queue.get_queue_attributes(QueueUrl=self.url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        events.put_rule(Name=name, EventPattern='{"source": ["aws.ec2"]}')
        events.put_targets(Rule=name, Targets=[{"Id": "queue", "Arn": arn}])

    def next(self) -> dict:
        return json.loads(self.aws.received(self.url)["Body"])
