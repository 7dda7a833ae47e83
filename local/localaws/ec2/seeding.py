"""Endpoints that are there at once, without a call to EC2 or a record: an account with a past.

Policies are kept as they come, and kinds may be ones that do not exist yet.
"""

from datetime import datetime

from localaws import settings
from localaws.ec2 import catalogue, made, policies
from localaws.ec2.attachments import Change

_ATTRIBUTES = {"State": "state", "RequesterManaged": "requester_managed", "PrivateDnsEnabled": "private_dns_enabled",
               "IpAddressType": "ip_address_type", "ResourceConfigurationArn": "resource_configuration_arn",
               "ServiceNetworkArn": "service_network_arn"}
_MEMBERS = {*_ATTRIBUTES, "VpcId", "VpcEndpointType", "ServiceName", "ServiceRegion", "PolicyDocument", "SubnetIds",
            "SecurityGroupIds", "RouteTableIds", "CreationTimestamp", "Tags"}


def plant(backend, wanted: dict) -> str:
    """The new endpoint's id; ValueError if it has members that none has."""
    if unknown := set(wanted) - _MEMBERS:
        raise ValueError(f"no members of an endpoint: {', '.join(sorted(unknown))}")
    kind, region = wanted.get("VpcEndpointType", "Gateway"), wanted.get("ServiceRegion", settings.options.region)
    service = catalogue.find(wanted["ServiceName"], kind, region) if "ServiceName" in wanted else None
    endpoint = made.endpoint(backend, kind, wanted.get("VpcId") or backend.default_vpc.id, service, region)
    endpoint.state, endpoint.settles = "available", False
    for member, attribute in _ATTRIBUTES.items():
        if member in wanted:
            setattr(endpoint, attribute, wanted[member])
    if policy := wanted.get("PolicyDocument"):
        endpoint.policy_document = policy if isinstance(policy, str) else policies.shown(policy, kind)
    if "CreationTimestamp" in wanted:
        endpoint.creation_timestamp = datetime.fromisoformat(wanted["CreationTimestamp"])
    change = Change(*(wanted.get(f"{what}Ids", []) for what in ("Subnet", "SecurityGroup", "RouteTable")))
    change.check(backend, endpoint)
    backend.vpc_end_points[endpoint.id] = endpoint
    endpoint.add_tags({tag["Key"]: tag["Value"] for tag in wanted.get("Tags", [])})
    change.apply(backend, endpoint)
    return endpoint.id
