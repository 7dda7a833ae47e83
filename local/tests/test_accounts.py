"""Two accounts in one process: the security account's template, and who of a member account may read and tell."""

import json
import time

import package_org
import pytest
from botocore.exceptions import ClientError
from ministack.core.iam_evaluator import EvalContext, evaluate_resource_policy

from localaws_process import LocalAws

MEMBER, SECURITY = "111122223333", "999988887777"
TOPIC = f"arn:aws:sns:us-east-1:{SECURITY}:vpce-guard-notices"
ANYTHING = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]})
ANYBODY = json.dumps({"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}]})


@pytest.fixture(scope="module")
def organization():
    with LocalAws("--auth") as running:
        formation = running.client("cloudformation", SECURITY)
        formation.create_stack(
            StackName="security", TemplateBody=(package_org.DOCUMENTS / "security-account.yaml").read_text(),
            Capabilities=["CAPABILITY_NAMED_IAM"], Parameters=[
                {"ParameterKey": name, "ParameterValue": value} for name, value in
                {"OrganizationId": "o-a1b2c3d4e5", "Name": "example-guard", "HomeRegion": "us-east-1"}.items()])
        while "IN_PROGRESS" in (status := formation.describe_stacks(StackName="security")["Stacks"][0]["StackStatus"]):
            time.sleep(0.1)
        assert status == "CREATE_COMPLETE"
        running.client("s3", SECURITY).put_object(Bucket="example-guard-perimeter", Key="perimeter.json", Body=b"{}")
        yield running


def session(running: LocalAws, role: str) -> list[str]:
    """Keys of a role in the member that may do everything there."""
    iam = running.client("iam", MEMBER)
    iam.create_role(RoleName=role, AssumeRolePolicyDocument=ANYBODY)
    iam.put_role_policy(RoleName=role, PolicyName="all", PolicyDocument=ANYTHING)
    taken = running.client("sts", MEMBER).assume_role(RoleArn=f"arn:aws:iam::{MEMBER}:role/{role}", RoleSessionName="test")
    return [taken["Credentials"][name] for name in ("AccessKeyId", "SecretAccessKey", "SessionToken")]


def test_aGuardsRoleReadsTheDocumentAndIsHeard(organization):
    guard = session(organization, "vpce-guard-sweep-us-east-1")
    read = organization.client("s3", *guard).get_object(Bucket="example-guard-perimeter", Key="perimeter.json")
    assert read["Body"].read() == b"{}"
    organization.client("sns", *guard).publish(TopicArn=TOPIC, Message="heard")
    queue = organization.client("sqs", SECURITY)
    url = queue.get_queue_url(QueueName="vpce-guard-all-notices")["QueueUrl"]
    message = queue.receive_message(QueueUrl=url)["Messages"][0]
    assert message["Body"] == "heard"
    queue.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])


@pytest.mark.parametrize("sender, topic, taken", [
    ("sns.amazonaws.com", TOPIC, True),
    # An opt-in Region's SNS has a name of its own.
    ("sns.af-south-1.amazonaws.com", TOPIC.replace("us-east-1", "af-south-1"), True),
    ("sns.amazonaws.com", TOPIC.replace(SECURITY, MEMBER), False),
    ("sns.amazonaws.com", f"{TOPIC}-of-others", False),
    (None, TOPIC, False),
])
def test_anyRegionsTopicOfNoticesReachesTheQueueAndNobodyElse(organization, sender, topic, taken):
    queue = organization.client("sqs", SECURITY)
    attributes = queue.get_queue_attributes(QueueUrl=queue.get_queue_url(QueueName="vpce-guard-all-notices")["QueueUrl"],
                                            AttributeNames=["Policy", "QueueArn"])["Attributes"]
    asked = EvalContext(principal_arn="*", principal_type="Service", principal_account="", action="sqs:SendMessage",
                        resource_arn=attributes["QueueArn"], region="us-east-1",
                        service_context={"aws:sourcearn": topic, "aws:principalisawsservice": str(sender is not None).lower()})
    assert (evaluate_resource_policy(attributes["Policy"], asked, service=sender).decision == "Allow") == taken


@pytest.mark.parametrize("name, heard", [("StackSet-vpce-guard-1a2b-EventsFailed-3c4d", True), ("somebody-elses", False)])
def test_anAlarmOfAGuardIsHeardAndNoOther(organization, name, heard):
    watch = organization.client("cloudwatch", MEMBER)
    watch.put_metric_alarm(AlarmName=name, Namespace="AWS/SQS", MetricName="ApproximateNumberOfMessagesVisible",
                           Statistic="Maximum", Period=300, EvaluationPeriods=1, Threshold=0,
                           ComparisonOperator="GreaterThanThreshold", AlarmActions=[TOPIC])
    watch.set_alarm_state(AlarmName=name, StateValue="ALARM", StateReason="an event waits")
    queue = organization.client("sqs", SECURITY)
    url = queue.get_queue_url(QueueName="vpce-guard-all-notices")["QueueUrl"]
    told = [json.loads(message["Body"]) for message in queue.receive_message(QueueUrl=url).get("Messages", [])]
    assert [(alarm["AlarmName"], alarm["AWSAccountId"]) for alarm in told] == [(name, MEMBER)] * heard


def test_anotherRoleOfTheMemberReachesNeither(organization):
    other = session(organization, "Administrator")
    with pytest.raises(ClientError, match="AccessDenied"):
        organization.client("s3", *other).get_object(Bucket="example-guard-perimeter", Key="perimeter.json")
    with pytest.raises(ClientError, match="AuthorizationError"):
        organization.client("sns", *other).publish(TopicArn=TOPIC, Message="not heard")


def test_aGuardsRoleWritesNoDocument(organization):
    guard = session(organization, "vpce-guard-create-us-east-1")
    for bucket in ("example-guard-perimeter", "example-guard-packages-us-east-1"):
        with pytest.raises(ClientError, match="AccessDenied"):
            organization.client("s3", *guard).put_object(Bucket=bucket, Key="perimeter.json", Body=b"{}")


def test_anyRoleOfTheOrganizationDeploysThePackage(organization):
    organization.client("s3", SECURITY).put_object(Bucket="example-guard-packages-us-east-1", Key="a.zip", Body=b"zip")
    deployer = session(organization, "stacksets-exec-0a1b2c")
    read = organization.client("s3", *deployer).get_object(Bucket="example-guard-packages-us-east-1", Key="a.zip")
    assert read["Body"].read() == b"zip"


def test_endpointsAreTheirAccounts(organization):
    owners = {account: {vpc["OwnerId"] for vpc in organization.client("ec2", account).describe_vpcs()["Vpcs"]}
              for account in (MEMBER, SECURITY)}
    assert owners == {MEMBER: {MEMBER}, SECURITY: {SECURITY}}
