"""VPC endpoints as EC2 makes, changes and deletes them: the calls that stand in the place of moto's.

Each takes moto's request object and answers with moto's, so that reading members and writing XML stay moto's.
"""

from moto.core.responses import ActionResult
from moto.ec2.exceptions import EC2ClientError, InvalidVpcEndPointIdError
from moto.ec2.models.vpcs import VPCEndPoint
from moto.ec2.responses.vpcs import VPCs
from moto.ec2.utils import add_tag_specification

from localaws.ec2 import attachments, catalogue, consistency, kinds, made, policies
from localaws.ec2.attachments import Change
from localaws.ec2.catalogue import Service


def patch() -> None:
    VPCs.create_vpc_endpoint = create
    VPCs.modify_vpc_endpoint = modify
    VPCs.delete_vpc_endpoints = delete


def create(call: VPCs) -> ActionResult:
    backend, name = call.ec2_backend, call._get_param("VpcEndpointType") or "Gateway"
    token = call._get_param("ClientToken")
    for endpoint in backend.vpc_end_points.values():
        if token and endpoint.client_token == token:
            return ActionResult({"VpcEndpoint": endpoint, "ClientToken": token})
    kind, region = kinds.to_create(name), call._get_param("ServiceRegion") or call.region
    target = call._get_param(kind.target)
    if not target:
        raise EC2ClientError("MissingParameter", f"The request must contain the parameter {kind.target}")
    service = catalogue.find(target, name, region) if kind.target == "ServiceName" else None
    vpc = backend.get_vpc(call._get_param("VpcId"))
    kind.check(call)
    endpoint = made.endpoint(backend, name, vpc.id, service, region)
    endpoint.resource_configuration_arn = call._get_param("ResourceConfigurationArn")
    endpoint.service_network_arn = call._get_param("ServiceNetworkArn")
    change = Change.of_create(call)
    if "groups" in kind.has and not change.add_security_groups:
        change.add_security_groups.append(backend.get_default_security_group(vpc.id).id)
    change.check(backend, endpoint)
    settings = _settings(call, endpoint, service)
    call.error_on_dryrun()
    endpoint.client_token = token
    backend.vpc_end_points[endpoint.id] = endpoint
    endpoint.add_tags(add_tag_specification(call._get_param("TagSpecifications", [])))
    vars(endpoint).update(settings)
    change.apply(backend, endpoint)
    consistency.changed(endpoint, None)
    return ActionResult({"VpcEndpoint": endpoint, "ClientToken": token})


def modify(call: VPCs) -> ActionResult:
    backend, endpoint = call.ec2_backend, find(call, call._get_param("VpcEndpointId"))
    if endpoint.requester_managed:
        raise _not_for_requester_managed(endpoint)
    kinds.of(endpoint.vpc_endpoint_type).check(call)
    change = Change.of(call)
    change.check(backend, endpoint)
    service = endpoint.service_name and catalogue.find(
        endpoint.service_name, endpoint.vpc_endpoint_type, endpoint.service_region)
    settings = _settings(call, endpoint, service)
    call.error_on_dryrun()
    consistency.changed(endpoint, consistency.before(endpoint))
    vars(endpoint).update(settings)
    change.apply(backend, endpoint)
    return ActionResult({"Return": True})


def _settings(call: VPCs, endpoint: VPCEndPoint, service: Service | None) -> dict:
    """What the call sets besides attachments, by the endpoint's attribute; EC2's error if it cannot be so."""
    kind, settings = endpoint.vpc_endpoint_type, {}
    if text := call._get_param("PolicyDocument"):
        settings["policy_document"] = policies.accepted(text, kind, service)
    if call._get_bool_param("ResetPolicy"):
        settings["policy_document"] = policies.default(kind)
    private_dns = call._get_bool_param("PrivateDnsEnabled")
    if private_dns and service and not service.has_private_dns:
        raise EC2ClientError("InvalidParameter", "Private DNS can't be enabled because the service "
                                                 f"{service.name} does not provide a private DNS name.")
    if private_dns is not None:
        settings["private_dns_enabled"] = private_dns
    if address_type := call._get_param("IpAddressType"):
        settings["ip_address_type"] = address_type
    options = call._get_param("DnsOptions") or {}
    if "PrivateDnsOnlyForInboundResolverEndpoint" in options and kind != "Interface":
        raise EC2ClientError("InvalidParameter", "DnsOptions PrivateDnsOnlyForInboundResolverEndpoint is applicable only "
                                                 "to Interface VPC Endpoints.")
    return {**settings, "dns_options": {**endpoint.dns_options, **options}}


def delete(call: VPCs) -> ActionResult:
    call.error_on_dryrun()
    unsuccessful = []
    for endpoint_id in call._get_param("VpcEndpointIds", []):
        try:
            endpoint = find(call, endpoint_id)
            if endpoint.requester_managed:
                raise _not_for_requester_managed(endpoint)
            consistency.changed(endpoint, consistency.before(endpoint))
            attachments.release(call.ec2_backend, endpoint)
            endpoint.state, endpoint.settles = "deleted", False
        except EC2ClientError as problem:
            unsuccessful.append({"ResourceId": endpoint_id,
                                 "Error": {"Code": problem.code, "Message": problem.message}})
    return ActionResult({"Unsuccessful": unsuccessful})


def find(call: VPCs, endpoint_id: str) -> VPCEndPoint:
    endpoint = call.ec2_backend.vpc_end_points.get(endpoint_id)
    if endpoint is None or endpoint.state == "deleted":
        raise InvalidVpcEndPointIdError(endpoint_id)
    return endpoint


def _not_for_requester_managed(endpoint: VPCEndPoint) -> EC2ClientError:
    return EC2ClientError("InvalidParameter", "Operation is not allowed for requester-managed VPC endpoints "
                                              f"for the service {endpoint.service_name}")
