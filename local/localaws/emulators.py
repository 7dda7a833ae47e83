"""All that is changed inside the two emulators, in one list."""

from localaws import conditions, log_streams, rules, stacks, topics
from localaws.ec2 import endpoints
from localaws.functions import asynchronous, credentials, jvm


def patch() -> None:
    endpoints.patch()
    credentials.patch()
    jvm.patch()
    asynchronous.patch()
    rules.patch()
    conditions.patch()
    stacks.patch()
    topics.patch()
    log_streams.patch()
