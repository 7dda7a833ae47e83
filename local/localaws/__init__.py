"""A local AWS that runs the deployed stack, unchanged, on one loopback port.

ministack answers for most services and moto for EC2, both in this process. The modules here add what the two leave
out and what the stack stands on: CloudTrail's records on the event bus, functions in real JVMs, endpoints that behave
like EC2's, roles that are really evaluated.
"""
