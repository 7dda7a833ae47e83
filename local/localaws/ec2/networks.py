"""VPCs, subnets and security groups, where moto's answers are not EC2's.

Pages, ids that do not exist, the default group's rule, the zone of a subnet for which none was chosen, and zones of
Regions that moto does not know.
"""

from moto.core.responses import ActionResult
from moto.ec2.exceptions import EC2ClientError
from moto.ec2.models.availability_zones_and_regions import RegionsAndZonesBackend, Zone
from moto.ec2.models.security_groups import SecurityGroup, SecurityGroupBackend
from moto.ec2.responses.security_groups import SecurityGroups
from moto.ec2.responses.subnets import Subnets
from moto.ec2.responses.vpcs import VPCs

from localaws import settings
from localaws.ec2.paging import page

_LEAST = 5


def patch() -> None:
    SecurityGroups.describe_security_groups = _security_groups
    VPCs.describe_vpcs = _vpcs
    create, create_subnet = SecurityGroupBackend.create_security_group, Subnets.create_subnet

    def create_with_rule(backend, *members, is_default=None, **named) -> SecurityGroup:
        group = create(backend, *members, is_default=is_default, **named)
        if is_default:
            backend.authorize_security_group_ingress(group.id, "-1", None, None, [], source_groups=[{"GroupId": group.id}],
                                                     vpc_id=group.vpc_id)
        return group

    def create_subnet_in_zone(call: Subnets) -> ActionResult:
        if not call._get_param("AvailabilityZone") and not call._get_param("AvailabilityZoneId"):
            call.params["AvailabilityZone"] = _free_zone(call.ec2_backend, call._get_param("VpcId"))
        return create_subnet(call)

    SecurityGroupBackend.create_security_group = create_with_rule
    Subnets.create_subnet = create_subnet_in_zone
    region = settings.options.region
    RegionsAndZonesBackend.zones.setdefault(
        region, [Zone(region + letter, region, f"{region}-az{number}") for number, letter in enumerate("abc", 1)])


def _security_groups(call: SecurityGroups) -> ActionResult:
    call.error_on_dryrun()
    ids, names = call._get_param("GroupIds", []), call._get_param("GroupNames", [])
    known = [group for groups in call.ec2_backend.groups.values() for group in groups.values()]
    unknown = [*_missing(ids, {group.id for group in known}), *_missing(names, {group.name for group in known})]
    if unknown:
        listed = ", ".join(unknown)
        raise EC2ClientError("InvalidGroup.NotFound", f"The security group '{listed}' does not exist" if len(unknown) == 1
                             else f"The security groups '{listed}' do not exist")
    found, token = page(call, call.ec2_backend.describe_security_groups(
        ids, names, call._filters_from_querystring()), _LEAST)
    return ActionResult({"SecurityGroups": found, "NextToken": token})


def _vpcs(call: VPCs) -> ActionResult:
    call.error_on_dryrun()
    ids = call._get_param("VpcIds", [])
    for unknown in _missing(ids, call.ec2_backend.vpcs.keys()):
        raise EC2ClientError("InvalidVpcID.NotFound", f"The vpc ID '{unknown}' does not exist")
    found, token = page(call, call.ec2_backend.describe_vpcs(ids, call._filters_from_querystring()), _LEAST)
    return ActionResult({"Vpcs": found, "NextToken": token})


def _free_zone(backend, vpc_id: str) -> str:
    """A zone where the VPC has no subnet yet, else the first; moto takes any."""
    taken = {subnet.availability_zone for subnet in backend.describe_subnets(filters={"vpc-id": [vpc_id]})}
    zones = [zone.name for zone in backend.describe_availability_zones()]
    return next((zone for zone in zones if zone not in taken), zones[0])


def _missing(wanted: list[str], known) -> list[str]:
    return [name for name in wanted if name not in known]
