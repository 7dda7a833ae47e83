"""All that is changed inside the two emulators, in one list."""

from localaws import (alarms, conditions, delays, documents, log_destinations, log_streams, partitions, principals, rules,
                      simulation, stacks, topics)
from localaws.ec2 import endpoints, looks, networks
from localaws.functions import asynchronous, credentials, jvm, mappings, queues


def patch() -> None:
    endpoints.patch()
    looks.patch()
    networks.patch()
    credentials.patch()
    jvm.patch()
    asynchronous.patch()
    mappings.patch()
    queues.patch()
    delays.patch()
    rules.patch()
    alarms.patch()
    conditions.patch()
    partitions.patch()
    stacks.patch()
    topics.patch()
    log_streams.patch()
    log_destinations.patch()
    documents.patch()
    simulation.patch()
    principals.patch()
