"""Services that are one for all of a partition take only what is signed for their own Region."""

import boto3
import pytest
from botocore.exceptions import ClientError

CALLS = {"iam": "list_roles", "organizations": "describe_organization", "sqs": "list_queues"}


def ask(aws, service: str, region: str) -> dict:
    client = boto3.client(service, endpoint_url=aws.url, region_name=region, aws_access_key_id="test",
                          aws_secret_access_key="test")
    return getattr(client, CALLS[service])()


@pytest.mark.parametrize("service, region", [
    ("iam", "us-east-1"), ("iam", "cn-north-1"), ("iam", "us-gov-west-1"), ("iam", "eusc-de-east-1"),
    ("organizations", "us-east-1"), ("organizations", "cn-northwest-1"), ("organizations", "us-gov-west-1"),
    ("sqs", "eu-west-1"),
])
def test_whatIsSignedForItsRegionIsAnswered(aws, service, region):
    ask(aws, service, region)


@pytest.mark.parametrize("service, region, code", [
    ("iam", "eu-west-1", "SignatureDoesNotMatch"), ("iam", "cn-northwest-1", "SignatureDoesNotMatch"),
    ("iam", "us-gov-east-1", "SignatureDoesNotMatch"), ("organizations", "eu-west-1", "InvalidSignatureException"),
    ("organizations", "cn-north-1", "InvalidSignatureException"),
    ("organizations", "us-gov-east-1", "InvalidSignatureException"),
])
def test_whatIsSignedForAnotherIsRefused(aws, service, region, code):
    with pytest.raises(ClientError, match="Credential should be scoped to a valid region") as refused:
        ask(aws, service, region)
    assert refused.value.response["Error"]["Code"] == code
