"""A new endpoint, not yet among the others: what it is before anything is attached to it."""

from moto.ec2.models.vpcs import VPCEndPoint
from moto.ec2.utils import random_resource_id, random_vpc_ep_id

from localaws.ec2 import consistency, policies
from localaws.ec2.catalogue import Service


class Endpoint(VPCEndPoint):
    """moto looks through all tags and all groups of the account for each endpoint, which is slow with a thousand."""

    def get_tags(self) -> list[dict[str, str]]:
        return [{"key": key, "value": value} for key, value in self.ec2_backend.tags.get(self.id, {}).items()]

    @property
    def groups(self) -> list[dict[str, str]]:
        known = self.ec2_backend.groups[self.vpc_id]
        return [{"GroupId": group_id, "GroupName": known[group_id].name} for group_id in self.security_group_ids]


def endpoint(backend, kind: str, vpc_id: str, service: Service | None, region: str) -> VPCEndPoint:
    """An endpoint to the service, or to a resource or service network, in that Region."""
    made = Endpoint(backend, random_vpc_ep_id(), vpc_id, service and service.name, kind, None, [], [], [], [],
                       private_dns_enabled=service is not None and service.has_private_dns)
    made.policy_document = policies.default(kind)
    made.requester_managed = False
    made.stale_looks = 0
    consistency.change_of(made, {})
    made.service_region = region
    made.ip_address_type = "ipv4"
    made.dns_options = {"DnsRecordIpType": "service-defined" if kind == "Gateway" else "ipv4"}
    if kind == "Gateway":
        made.destination_prefix_list_id = next((
            listed.id for listed in backend.managed_prefix_lists.values() if listed.prefix_list_name == service.name), None)
    if kind == "Interface":
        made.dns_entries = [{"dns_name": f"{made.id}-{random_resource_id(8)}.{service.endpoint_host}",
                             "hosted_zone_id": random_resource_id(13).upper()}]
    made.settles = kind != "Gateway"  # pending in the answer and the record, available when next looked at
    made.state = "pending" if made.settles else "available"
    return made
