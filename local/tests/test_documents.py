"""Reads of CloudWatch Logs, S3 and Systems Manager fail as on AWS, and need what they need there."""

import json
import time

import pytest

from localaws_process import refusal


def test_logEventsNeedTheirStream(aws):
    logs, event = aws.client("logs"), {"timestamp": int(time.time() * 1000), "message": "m"}
    assert refusal(logs.put_log_events, logGroupName="no-group", logStreamName="s", logEvents=[event])[0] == (
        "ResourceNotFoundException")
    group = aws.outputs["Journal"]
    assert refusal(logs.put_log_events, logGroupName=group, logStreamName="no-stream", logEvents=[event])[0] == (
        "ResourceNotFoundException")
    logs.put_log_events(logGroupName=group, logStreamName="journal", logEvents=[event])


@pytest.fixture(scope="module")
def reader(aws_with_auth):
    """Makes a client that may read objects and parameters, and nothing else but what is given."""
    iam = aws_with_auth.client("iam")

    def make(service: str, *allowed: str):
        name = f"reader-{time.monotonic_ns()}"
        iam.create_user(UserName=name)
        policy = {"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Action": ["s3:GetObject", "ssm:GetParameter", *allowed], "Resource": "*"}]}
        iam.put_user_policy(UserName=name, PolicyName="p", PolicyDocument=json.dumps(policy))
        key = iam.create_access_key(UserName=name)["AccessKey"]
        return aws_with_auth.client(service, key["AccessKeyId"], key["SecretAccessKey"])
    return make


@pytest.fixture(scope="module")
def stored(aws_with_auth) -> None:
    """A plain object and one that is encrypted with a key of the account's own; parameters alike."""
    key = aws_with_auth.client("kms").create_key()["KeyMetadata"]["KeyId"]
    s3, ssm = aws_with_auth.client("s3"), aws_with_auth.client("ssm")
    s3.create_bucket(Bucket="documents")
    s3.put_object(Bucket="documents", Key="plain", Body=b"plain")
    s3.put_object(Bucket="documents", Key="secret", Body=b"secret", ServerSideEncryption="aws:kms", SSEKMSKeyId=key)
    ssm.put_parameter(Name="/plain", Value="plain", Type="String")
    ssm.put_parameter(Name="/key-of-aws", Value="plain", Type="SecureString")
    ssm.put_parameter(Name="/secret", Value="secret", Type="SecureString", KeyId=key)


def test_aMissingObjectIsDeniedToThoseWhoMayNotList(reader, stored):
    missing = {"Bucket": "documents", "Key": "missing"}
    code, message = refusal(reader("s3").get_object, **missing)
    assert code == "AccessDenied" and "s3:ListBucket" in message
    assert refusal(reader("s3", "s3:ListBucket").get_object, **missing)[0] == "NoSuchKey"
    assert reader("s3").get_object(Bucket="documents", Key="plain")["Body"].read() == b"plain"


def test_anEncryptedObjectNeedsItsKey(reader, stored):
    secret = {"Bucket": "documents", "Key": "secret"}
    code, message = refusal(reader("s3").get_object, **secret)
    assert code == "AccessDenied" and "kms:Decrypt" in message
    assert reader("s3", "kms:Decrypt").get_object(**secret)["Body"].read() == b"secret"


def test_anEncryptedParameterNeedsItsKey(reader, stored):
    secret = {"Name": "/secret", "WithDecryption": True}
    code, message = refusal(reader("ssm").get_parameter, **secret)
    assert code == "AccessDeniedException" and "kms:Decrypt" in message
    assert reader("ssm", "kms:Decrypt").get_parameter(**secret)["Parameter"]["Value"] == "secret"
    for name in ("/plain", "/key-of-aws"):
        assert reader("ssm").get_parameter(Name=name, WithDecryption=True)["Parameter"]["Value"] == "plain"
    assert refusal(reader("ssm").get_parameter, Name="/missing")[0] == "ParameterNotFound"
