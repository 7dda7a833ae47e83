"""EC2's request throttling: a bucket of tokens for an action, which all callers of the account share.

https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-throttling.html
"""

import time
from dataclasses import asdict, dataclass, field

from localaws.ec2 import errors
from localaws.request import Reply


@dataclass
class Bucket:
    action: str
    bucket: float
    refill: float  # tokens a second
    tokens: float = field(init=False)
    at: float = field(init=False)

    def __post_init__(self) -> None:
        self.tokens, self.at = self.bucket, time.monotonic()

    def take(self) -> bool:
        now = time.monotonic()
        self.tokens, self.at = min(self.bucket, self.tokens + (now - self.at) * self.refill), now
        if self.tokens < 1:
            return False
        self.tokens -= 1
        return True


_buckets: dict[str, Bucket] = {}


def add(given: list[dict]) -> tuple[int, list[dict] | dict]:
    try:
        _buckets.update({one["action"]: Bucket(**one) for one in given})
    except (KeyError, TypeError):
        return 400, {"error": 'expected [{"action": "DescribeVpcEndpoints", "bucket": 100, "refill": 20}]'}
    return 200, told()


def told() -> list[dict]:
    return [{name: value for name, value in asdict(bucket).items() if name != "at"} for bucket in _buckets.values()]


def clear() -> None:
    _buckets.clear()


def refusal(action: str) -> Reply | None:
    """EC2's answer to one call too many; nothing, if the bucket has a token, or the action no bucket."""
    if action in _buckets and not _buckets[action].take():
        return errors.reply(503, "RequestLimitExceeded", "Request limit exceeded.")
    return None
