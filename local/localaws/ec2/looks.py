"""What EC2 shows of endpoints and of the services that they may lead to."""

from collections.abc import Iterator

from moto.core.responses import ActionResult
from moto.ec2.exceptions import InvalidVpcEndPointIdError
from moto.ec2.models.vpcs import VPCEndPoint
from moto.ec2.responses.vpcs import VPCs
from moto.ec2.utils import generic_filter

from localaws.caller import CURRENT
from localaws.ec2 import catalogue, consistency
from localaws.ec2.paging import page


def patch() -> None:
    VPCs.describe_vpc_endpoints = _endpoints
    VPCs.describe_vpc_endpoint_services = _services


def _endpoints(call: VPCs) -> ActionResult:
    call.error_on_dryrun()
    ids = call._get_param("VpcEndpointIds", [])
    seen = {endpoint.id: endpoint for endpoint in _seen(call.ec2_backend.vpc_end_points, ids)}
    for endpoint_id in ids:
        if endpoint_id not in seen:
            raise InvalidVpcEndPointIdError(endpoint_id)
    shown, token = page(call, generic_filter(call._filters_from_querystring(), [*seen.values()]))
    return ActionResult({"VpcEndpoints": shown, "NextToken": token})


def _seen(endpoints: dict[str, VPCEndPoint], ids: list[str]) -> Iterator[VPCEndPoint]:
    """Those with the ids, or all, as the caller sees them."""
    for endpoint in [endpoints[endpoint_id] for endpoint_id in ids if endpoint_id in endpoints] if ids else endpoints.values():
        if endpoint.settles:
            endpoint.state, endpoint.settles = "available", False
        view = consistency.seen(endpoint) if CURRENT.get().function else endpoint
        if view is not None:
            yield view


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
