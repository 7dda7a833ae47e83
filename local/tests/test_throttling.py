"""EC2 refuses what goes beyond an action's bucket."""

import pytest

from localaws.ec2 import throttling
from localaws_process import refusal


@pytest.fixture
def throttles(aws):
    yield lambda *given: aws.local("POST", "throttles", list(given))
    aws.local("DELETE", "throttles")


def test_anEmptyBucketRefuses(aws, throttles):
    ec2 = aws.client("ec2", retries={"total_max_attempts": 1})
    throttles({"action": "DescribeSubnets", "bucket": 2, "refill": 0})
    for _ in range(2):
        ec2.describe_subnets()
    assert refusal(ec2.describe_subnets) == ("RequestLimitExceeded", "Request limit exceeded.")
    assert aws.local("GET", "calls")[-1]["status"] == 503
    assert aws.local("GET", "throttles") == [{"action": "DescribeSubnets", "bucket": 2, "refill": 0, "tokens": 0}]
    ec2.describe_vpcs()


def test_aBucketIsRefilledAndNeverOverflows(monkeypatch):
    now = 100.0
    monkeypatch.setattr(throttling.time, "monotonic", lambda: now)
    bucket = throttling.Bucket("DescribeVpcs", 2, 4)
    assert [bucket.take() for _ in range(3)] == [True, True, False]
    now += 0.25
    assert [bucket.take() for _ in range(2)] == [True, False]
    now += 60
    assert [bucket.take() for _ in range(3)] == [True, True, False]


def test_anSdkWaits(aws, throttles):
    throttles({"action": "DescribeVpcs", "bucket": 1, "refill": 4})
    for _ in range(3):
        aws.client("ec2", retries={"mode": "standard", "total_max_attempts": 8}).describe_vpcs()
    assert any(call["error"] == "RequestLimitExceeded" for call in aws.local("GET", "calls"))


def test_whatIsNoBucketIsRefused(aws):
    with pytest.raises(OSError, match="400"):
        aws.local("POST", "throttles", [{"action": "DescribeVpcs"}])
