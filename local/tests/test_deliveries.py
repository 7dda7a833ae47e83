"""Events that CloudTrail loses, doubles, delays and reorders."""

import time

import pytest


@pytest.fixture
def deliveries(aws):
    """Sets what befalls events, and lets them go undisturbed at the end."""
    yield lambda **wanted: aws.local("POST", "deliveries", wanted)
    aws.local("POST", "deliveries", {})
    aws.local("POST", "clock", {"delayFactor": 1})


@pytest.fixture
def bus(aws):
    return aws.events()


def call(aws, *names: str) -> None:
    """Failed deletions, which are recorded too."""
    for name in names:
        aws.client("ec2").delete_vpc_endpoints(VpcEndpointIds=[name])


def seen(bus, count: int) -> list[str]:
    found = [bus.next()["detail"] for _ in range(count)]
    return [detail["requestParameters"]["DeleteVpcEndpointsRequest"]["VpcEndpointId"]["content"] for detail in found]


def test_lostEventsDoNotCome(aws, bus, deliveries):
    deliveries(drop=1)
    call(aws, "vpce-1")
    deliveries()
    call(aws, "vpce-2")
    assert seen(bus, 1) == ["vpce-2"]


def test_doubledEventsAreTheSame(aws, bus, deliveries):
    deliveries(duplicate=1)
    call(aws, "vpce-1")
    first, second = bus.next(), bus.next()
    assert first == second


def test_anOvertakenEventComesAfterTheNext(aws, bus, deliveries):
    deliveries(reorder=1)
    call(aws, "vpce-1")
    deliveries()
    call(aws, "vpce-2")
    assert seen(bus, 2) == ["vpce-2", "vpce-1"]


def test_anEventThatNothingOvertakesComesAllTheSame(aws, bus, deliveries):
    deliveries(reorder=1)
    call(aws, "vpce-1")
    assert seen(bus, 1) == ["vpce-1"]


def test_lateEventsComeInTheirScaledTime(aws, bus, deliveries):
    aws.local("POST", "clock", {"delayFactor": 0.001})
    deliveries(delay=[1500, 1800])
    began = time.time()
    call(aws, "vpce-1")
    assert seen(bus, 1) == ["vpce-1"]
    assert time.time() - began >= 1.5


def test_aSeedMakesTheSameChoices(aws, deliveries):
    def choices() -> list:
        deliveries(drop=0.3, duplicate=0.3, reorder=0.5, delay=[0, 0.01], seed=7)
        call(aws, *(f"vpce-{number}" for number in range(10)))
        return [{**told, "eventID": ""} for told in aws.local("GET", "deliveries")]

    first = choices()
    assert choices() == first
    assert {len(told["delays"]) for told in first} == {0, 1, 2} and {told["overtaken"] for told in first} == {True, False}


@pytest.mark.parametrize("wrong", [{"drop": 2}, {"lose": 1}, {"delay": [5, 1]}, {"delay": [0, 1801]}])
def test_whatCannotBeIsRefused(aws, wrong):
    with pytest.raises(OSError, match="400"):
        aws.local("POST", "deliveries", wrong)
