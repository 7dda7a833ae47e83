"""The subnets of an endpoint, one a zone, each with a network interface whose address may be chosen."""

from moto.ec2.exceptions import EC2ClientError
from moto.ec2.models.vpcs import VPCEndPoint
from moto.ec2.utils import random_private_ip

from localaws.ec2 import kinds


def check(backend, kind: str, before: list[str], added: list[str], configurations: list[dict]) -> None:
    """Raise EC2's error if the subnets cannot be added, or an address is chosen in another subnet."""
    zones = {backend.get_subnet(subnet_id).availability_zone for subnet_id in before}
    for subnet_id in added:
        zone = backend.get_subnet(subnet_id).availability_zone
        if zone in zones and subnet_id not in before:
            raise EC2ClientError("DuplicateSubnetsInSameZone", (
                f"Found another VPC endpoint subnet in the availability zone of {subnet_id}. VPC endpoint subnets should be "
                "in different availability zones supported by the VPC endpoint service."))
        zones.add(zone)
    subnets, most = {*before, *added}, kinds.of(kind).most_subnets
    if most is not None and len(subnets) > most:
        raise EC2ClientError("InvalidParameter", f"A {kind} type VPC Endpoint can have one subnet.")
    for configuration in configurations:
        if configuration.get("SubnetId") not in subnets:
            raise EC2ClientError("InvalidParameter", f"{configuration.get('SubnetId')} is no subnet of the VPC Endpoint.")


def give_interfaces(backend, endpoint: VPCEndPoint, configurations: list[dict]) -> None:
    """One network interface for each subnet and none besides; a new one where an address was chosen."""
    by_subnet = {backend.enis[interface_id].subnet.id: interface_id for interface_id in endpoint.network_interface_ids}
    chosen = {configuration["SubnetId"]: configuration for configuration in configurations}
    for subnet_id in by_subnet.keys() - {*endpoint.subnet_ids} | by_subnet.keys() & chosen.keys():
        backend.enis.pop(by_subnet.pop(subnet_id))
    endpoint.network_interface_ids = [
        by_subnet.get(subnet_id) or _interface(backend, endpoint, subnet_id, chosen.get(subnet_id, {}))
        for subnet_id in endpoint.subnet_ids]


def _interface(backend, endpoint: VPCEndPoint, subnet_id: str, addresses: dict) -> str:
    subnet = backend.get_subnet(subnet_id)
    ipv6 = [addresses["Ipv6"]] if "Ipv6" in addresses else []
    return backend.create_network_interface(
        subnet, addresses.get("Ipv4") or random_private_ip(subnet.cidr_block), ipv6_addresses=ipv6,
        group_ids=endpoint.security_group_ids, description=f"VPC Endpoint Interface {endpoint.id}").id
