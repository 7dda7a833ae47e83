"""What an endpoint of each kind can have, and EC2's refusal of what it cannot.

The texts about subnets and route tables are EC2's; those about security groups and policies are made in their image.
"""

from dataclasses import dataclass

from moto.ec2.exceptions import EC2ClientError
from moto.ec2.responses.vpcs import VPCs

_REFUSALS = {
    "subnets": "Subnet IDs are only supported for Interface and GatewayLoadBalancer type VPC Endpoints.",
    "groups": "Security Group IDs are only supported for Interface type VPC Endpoint.",
    "route_tables": "Route table IDs are only supported for Gateway type VPC Endpoint.",
    "policy": "Policy documents are only supported for Interface and Gateway type VPC Endpoints.",
}
_MEMBERS = {
    "subnets": ("SubnetIds", "AddSubnetIds", "RemoveSubnetIds", "SubnetConfigurations"),
    "groups": ("SecurityGroupIds", "AddSecurityGroupIds", "RemoveSecurityGroupIds"),
    "route_tables": ("RouteTableIds", "AddRouteTableIds", "RemoveRouteTableIds"),
    "policy": ("PolicyDocument", "ResetPolicy"),
}


@dataclass(frozen=True)
class Kind:
    has: frozenset[str]
    target: str = "ServiceName"  # the member that says what the endpoint leads to
    most_subnets: int | None = None

    def check(self, call: VPCs) -> None:
        for what, members in _MEMBERS.items():
            if what not in self.has and any(call._get_param(member) for member in members):
                raise EC2ClientError("InvalidParameter", _REFUSALS[what])


KINDS = {
    "Gateway": Kind(frozenset({"route_tables", "policy"})),
    "Interface": Kind(frozenset({"subnets", "groups", "policy"})),
    "GatewayLoadBalancer": Kind(frozenset({"subnets"}), most_subnets=1),
    "Resource": Kind(frozenset({"subnets", "groups"}), target="ResourceConfigurationArn"),
    "ServiceNetwork": Kind(frozenset({"subnets", "groups"}), target="ServiceNetworkArn"),
}


def of(name: str) -> Kind:
    """The kind; one that does not exist yet has nothing."""
    return KINDS.get(name, Kind(frozenset()))


def to_create(name: str) -> Kind:
    if name not in KINDS:
        raise EC2ClientError("InvalidVpcEndpointType", f"The VPC endpoint type '{name}' is not valid")
    return KINDS[name]
