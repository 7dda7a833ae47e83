"""EC2 refuses what goes beyond an action's bucket."""

import time

import pytest

from localaws_process import refusal


@pytest.fixture
def throttles(aws):
    yield lambda *given: aws.local("POST", "throttles", list(given))
    aws.local("DELETE", "throttles")


def test_anEmptyBucketRefusesUntilItIsRefilled(aws, throttles):
    ec2 = aws.client("ec2", retries={"total_max_attempts": 1})
    throttles({"action": "DescribeVpcEndpoints", "bucket": 2, "refill": 0.5})
    for _ in range(2):
        ec2.describe_vpc_endpoints()
    assert refusal(ec2.describe_vpc_endpoints) == ("RequestLimitExceeded", "Request limit exceeded.")
    assert aws.local("GET", "calls")[-1]["status"] == 503
    ec2.describe_vpcs()
    time.sleep(2)
    ec2.describe_vpc_endpoints()
    assert aws.local("GET", "throttles")[0]["tokens"] < 1


def test_anSdkWaits(aws, throttles):
    throttles({"action": "DescribeVpcs", "bucket": 1, "refill": 4})
    for _ in range(3):
        aws.client("ec2", retries={"mode": "standard", "total_max_attempts": 8}).describe_vpcs()
    assert any(call["error"] == "RequestLimitExceeded" for call in aws.local("GET", "calls"))


def test_whatIsNoBucketIsRefused(aws):
    with pytest.raises(OSError, match="400"):
        aws.local("POST", "throttles", [{"action": "DescribeVpcs"}])
