"""What a function's answer to a batch means, case by case as AWS tells it."""

import pytest

from localaws.functions.batch_response import failed

IDS = {"a", "b"}


def failures(*identifiers) -> dict:
    return {"batchItemFailures": [{"itemIdentifier": identifier} for identifier in identifiers]}


@pytest.mark.parametrize("answer", [None, {}, {"batchItemFailures": None}, failures()])
def test_completeSuccess(answer):
    assert failed(answer, IDS) == set()


def test_partialFailure():
    assert failed(failures("a"), IDS) == {"a"}


@pytest.mark.parametrize("answer", [
    "no JSON", [], {"batchItemFailures": "a"}, {"batchItemFailures": ["a"]}, failures("a", ""), failures(None),
    {"batchItemFailures": [{"itemId": "a"}]}, failures("a", "of no message")])
def test_completeFailure(answer):
    assert failed(answer, IDS) == IDS
