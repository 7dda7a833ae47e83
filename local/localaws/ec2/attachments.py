"""What an endpoint is attached to: subnets with network interfaces, security groups, route tables with routes."""

from dataclasses import dataclass, fields

from moto.ec2.exceptions import EC2ClientError
from moto.ec2.models.vpcs import VPCEndPoint
from moto.ec2.responses.vpcs import VPCs
from moto.ec2.utils import random_private_ip


def check(backend, subnet_ids: list[str], security_group_ids: list[str], route_table_ids: list[str]) -> None:
    """Raise EC2's error if one of them does not exist."""
    for subnet_id in subnet_ids:
        backend.get_subnet(subnet_id)
    for group_id in security_group_ids:
        if backend.get_security_group_from_id(group_id) is None:
            raise EC2ClientError("InvalidGroup.NotFound", f"The security group '{group_id}' does not exist")
    for table_id in route_table_ids:
        backend.get_route_table(table_id)


def release(backend, endpoint: VPCEndPoint) -> None:
    for interface_id in endpoint.network_interface_ids:
        backend.enis.pop(interface_id, None)
    endpoint.route_table_ids = []
    _route(backend, endpoint)


@dataclass(frozen=True)
class Change:
    """The members of a ModifyVpcEndpoint that add or remove attachments."""

    add_subnets: list[str]
    remove_subnets: list[str]
    add_route_tables: list[str]
    remove_route_tables: list[str]
    add_security_groups: list[str]
    remove_security_groups: list[str]

    @classmethod
    def of(cls, call: VPCs) -> "Change":
        members = {field.name: field.name.title().replace("_", "").removesuffix("s") + "Ids" for field in fields(cls)}
        return cls(**{name: call._get_param(member, []) for name, member in members.items()})

    def check(self, backend, endpoint: VPCEndPoint) -> None:
        check(backend, self.add_subnets, self.add_security_groups, self.add_route_tables)
        left = {*endpoint.security_group_ids, *self.add_security_groups} - {*self.remove_security_groups}
        if self.remove_security_groups and not left:
            raise EC2ClientError("InvalidParameter", "At least one security group must be associated with the endpoint.")

    def apply(self, backend, endpoint: VPCEndPoint) -> None:
        endpoint.modify(None, self.add_subnets, self.remove_subnets, self.add_route_tables, self.remove_route_tables,
                        self.add_security_groups, self.remove_security_groups)
        _give_interfaces(backend, endpoint)
        _route(backend, endpoint)


def _give_interfaces(backend, endpoint: VPCEndPoint) -> None:
    """One network interface for each subnet of an interface endpoint, and none besides."""
    if endpoint.vpc_endpoint_type != "Interface":
        return
    by_subnet = {backend.enis[interface_id].subnet.id: interface_id for interface_id in endpoint.network_interface_ids}
    for subnet_id in by_subnet.keys() - {*endpoint.subnet_ids}:
        backend.enis.pop(by_subnet[subnet_id])
    endpoint.network_interface_ids = [
        by_subnet.get(subnet_id) or backend.create_network_interface(subnet_id, random_private_ip()).id
        for subnet_id in endpoint.subnet_ids]


def _route(backend, endpoint: VPCEndPoint) -> None:
    """A route in each route table of a gateway endpoint, and in no other."""
    prefix_list = endpoint.destination_prefix_list_id
    if endpoint.vpc_endpoint_type != "Gateway" or prefix_list is None:
        return
    for table in backend.route_tables.values():
        routed = [key for key, route in table._routes.items()
                  if route.gateway is not None and getattr(route.gateway, "id", None) == endpoint.id]
        if table.id in endpoint.route_table_ids and not routed:
            backend.create_route(table.id, None, gateway_id=endpoint.id, destination_prefix_list_id=prefix_list)
        if table.id not in endpoint.route_table_ids:
            for key in routed:
                del table._routes[key]
