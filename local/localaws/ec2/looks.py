"""What EC2 shows of endpoints and of the services that they may lead to."""

from moto.core.responses import ActionResult
from moto.ec2.responses.vpcs import VPCs

from localaws.ec2 import catalogue
from localaws.ec2.paging import page


def patch() -> None:
    VPCs.describe_vpc_endpoints = _endpoints
    VPCs.describe_vpc_endpoint_services = _services


def _endpoints(call: VPCs) -> ActionResult:
    call.error_on_dryrun()
    for endpoint in call.ec2_backend.vpc_end_points.values():
        if endpoint.settles:
            endpoint.state, endpoint.settles = "available", False
    found = call.ec2_backend.describe_vpc_endpoints(
        vpc_end_point_ids=call._get_param("VpcEndpointIds", []), filters=call._filters_from_querystring())
    shown, token = page(call, found)
    return ActionResult({"VpcEndpoints": shown, "NextToken": token})


def _services(call: VPCs) -> ActionResult:
    names, filters = call._get_param("ServiceNames", []), call._filters_from_querystring()
    regions = call._get_param("ServiceRegions", [call.region])
    known = [service for region in regions for service in catalogue.services(region)]
    for name in names:
        if not any(service.name == name for service in known):
            raise catalogue.unknown(name)
    found = [service for service in known
             if (not names or service.name in names)
             and service.kind in filters.get("service-type", [service.kind])
             and service.name in filters.get("service-name", [service.name])
             and service.region in filters.get("service-region", [service.region])
             and service.owner in filters.get("owner", [service.owner])]
    shown, token = page(call, found)
    return ActionResult({"ServiceNames": list(dict.fromkeys(service.name for service in shown)),
                         "ServiceDetails": [service.described for service in shown], "NextToken": token})
