"""What an endpoint is attached to: subnets with network interfaces, security groups, route tables with routes."""

from dataclasses import dataclass, field

from moto.ec2.exceptions import EC2ClientError
from moto.ec2.models.vpcs import VPCEndPoint
from moto.ec2.responses.vpcs import VPCs
from moto.ec2.utils import generate_route_id

from localaws.ec2 import subnets

_WHAT = ("Subnet", "SecurityGroup", "RouteTable")


@dataclass(frozen=True)
class Change:
    """The members of a ModifyVpcEndpoint that add or remove attachments; those of a Create only add."""

    add_subnets: list[str]
    add_security_groups: list[str]
    add_route_tables: list[str]
    remove_subnets: list[str] = field(default_factory=list)
    remove_security_groups: list[str] = field(default_factory=list)
    remove_route_tables: list[str] = field(default_factory=list)
    configurations: list[dict] = field(default_factory=list)

    @classmethod
    def of(cls, call: VPCs) -> "Change":
        return cls(*(call._get_param(f"{verb}{what}Ids", []) for verb in ("Add", "Remove") for what in _WHAT),
                   call._get_param("SubnetConfigurations", []))

    @classmethod
    def of_create(cls, call: VPCs) -> "Change":
        return cls(*(call._get_param(f"{what}Ids", []) for what in _WHAT), configurations=call._get_param("SubnetConfigurations", []))

    def check(self, backend, endpoint: VPCEndPoint) -> None:
        """Raise EC2's error if one of them does not exist or cannot be had."""
        subnets.check(backend, endpoint.vpc_endpoint_type, endpoint.subnet_ids, self.add_subnets, self.configurations)
        for group_id in self.add_security_groups:
            if group_id not in backend.groups[endpoint.vpc_id]:
                elsewhere = f" in VPC '{endpoint.vpc_id}'" if backend.get_security_group_from_id(group_id) else ""
                raise EC2ClientError("InvalidGroup.NotFound", f"The security group '{group_id}' does not exist{elsewhere}")
        left = {*endpoint.security_group_ids, *self.add_security_groups} - {*self.remove_security_groups}
        if self.remove_security_groups and not left:
            raise EC2ClientError("InvalidParameter", "At least one security group must be associated with the endpoint.")
        for table_id in self.add_route_tables:
            if _target(backend.get_route_table(table_id), endpoint) not in (None, endpoint.id):
                raise EC2ClientError("RouteAlreadyExists", f"route table {table_id} already has a route with "
                                     f"destination-prefix-list-id {endpoint.destination_prefix_list_id}")

    def apply(self, backend, endpoint: VPCEndPoint) -> None:
        endpoint.modify(None, self.add_subnets, self.remove_subnets, self.add_route_tables, self.remove_route_tables,
                        self.add_security_groups, self.remove_security_groups)
        subnets.give_interfaces(backend, endpoint, self.configurations)
        _route(backend, endpoint)


def release(backend, endpoint: VPCEndPoint) -> None:
    for interface_id in endpoint.network_interface_ids:
        backend.enis.pop(interface_id, None)
    endpoint.route_table_ids = []
    _route(backend, endpoint)


def _route(backend, endpoint: VPCEndPoint) -> None:
    """A route in each route table of a gateway endpoint, and in no other."""
    if endpoint.destination_prefix_list_id is None:
        return
    for table in backend.route_tables.values():
        wanted, routed = table.id in endpoint.route_table_ids, _target(table, endpoint) == endpoint.id
        if wanted and not routed:
            backend.create_route(table.id, None, gateway_id=endpoint.id,
                                 destination_prefix_list_id=endpoint.destination_prefix_list_id)
        if routed and not wanted:
            del table._routes[_route_id(table, endpoint)]


def _target(table, endpoint: VPCEndPoint) -> str | None:
    """Where the table's route to the endpoint's service leads, if there is one."""
    route = table._routes.get(_route_id(table, endpoint))
    return route and route.gateway_id


def _route_id(table, endpoint: VPCEndPoint) -> str:
    return generate_route_id(table.id, None, prefix_list=endpoint.destination_prefix_list_id)
