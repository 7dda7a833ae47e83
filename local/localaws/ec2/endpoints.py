"""VPC endpoints as EC2 treats them: the calls that stand in the place of moto's.

Each takes moto's request object and answers with moto's, so that reading members and writing XML stay moto's.
"""

from moto.core.responses import ActionResult
from moto.ec2.exceptions import EC2ClientError, InvalidVpcEndPointIdError
from moto.ec2.models.vpcs import VPCEndPoint
from moto.ec2.responses.vpcs import VPCs
from moto.ec2.utils import add_tag_specification, random_resource_id

from localaws.ec2 import attachments, catalogue, policies
from localaws.ec2.paging import page


def patch() -> None:
    VPCs.create_vpc_endpoint = create
    VPCs.modify_vpc_endpoint = modify
    VPCs.delete_vpc_endpoints = delete
    VPCs.describe_vpc_endpoints = describe
    VPCs.describe_vpc_endpoint_services = describe_services


def create(call: VPCs) -> ActionResult:
    backend, kind = call.ec2_backend, call._get_param("VpcEndpointType") or "Gateway"
    token = call._get_param("ClientToken")
    for endpoint in backend.vpc_end_points.values():
        if token and endpoint.client_token == token:
            return ActionResult({"VpcEndpoint": endpoint, "ClientToken": token})
    service = catalogue.find(call._get_param("ServiceName"), kind, call.region)
    vpc = backend.get_vpc(call._get_param("VpcId"))
    text = call._get_param("PolicyDocument")
    policy = policies.accepted(text, kind, service) if text else policies.default(kind)
    groups = call._get_param("SecurityGroupIds", [])
    if kind == "Interface" and not groups:
        groups = [backend.get_default_security_group(vpc.id).id]
    attached = {"subnet_ids": call._get_param("SubnetIds", []), "security_group_ids": groups,
                "route_table_ids": call._get_param("RouteTableIds", [])}
    attachments.check(backend, **attached)
    call.error_on_dryrun()
    endpoint = backend.create_vpc_endpoint(
        vpc_id=vpc.id, service_name=service.name, endpoint_type=kind, policy_document=policy, client_token=token,
        tags=add_tag_specification(call._get_param("TagSpecifications", [])), **attached,
        private_dns_enabled=call._get_bool_param("PrivateDnsEnabled", if_none=service.has_private_dns))
    endpoint.policy_document = policy
    endpoint.requester_managed = False
    endpoint.service_region = call.region
    endpoint.ip_address_type = call._get_param("IpAddressType") or "ipv4"
    endpoint.dns_options = call._get_param("DnsOptions") or {
        "DnsRecordIpType": "service-defined" if kind == "Gateway" else "ipv4"}
    for entry in endpoint.dns_entries:
        entry["dns_name"] = f"{endpoint.id}-{random_resource_id(8)}.{service.endpoint_host}"
    endpoint.settles = kind != "Gateway"  # pending in the answer and the record, available when next looked at
    endpoint.state = "pending" if endpoint.settles else "available"
    return ActionResult({"VpcEndpoint": endpoint, "ClientToken": token})


def modify(call: VPCs) -> ActionResult:
    backend, endpoint = call.ec2_backend, find(call, call._get_param("VpcEndpointId"))
    service = catalogue.find(endpoint.service_name, endpoint.vpc_endpoint_type, call.region)
    if endpoint.requester_managed:
        raise _not_for_requester_managed(endpoint)
    text = call._get_param("PolicyDocument")
    policy = policies.accepted(text, endpoint.vpc_endpoint_type, service) if text else None
    if call._get_bool_param("ResetPolicy", if_none=False):
        policy = policies.default(endpoint.vpc_endpoint_type)
    change = attachments.Change.of(call)
    change.check(backend, endpoint)
    call.error_on_dryrun()
    endpoint.policy_document = policy or endpoint.policy_document
    endpoint.private_dns_enabled = call._get_bool_param("PrivateDnsEnabled", if_none=endpoint.private_dns_enabled)
    endpoint.ip_address_type = call._get_param("IpAddressType") or endpoint.ip_address_type
    endpoint.dns_options = {**endpoint.dns_options, **(call._get_param("DnsOptions") or {})}
    change.apply(backend, endpoint)
    return ActionResult({"Return": True})


def delete(call: VPCs) -> ActionResult:
    call.error_on_dryrun()
    unsuccessful = []
    for endpoint_id in call._get_param("VpcEndpointIds", []):
        try:
            endpoint = find(call, endpoint_id)
            if endpoint.requester_managed:
                raise _not_for_requester_managed(endpoint)
            attachments.release(call.ec2_backend, endpoint)
            endpoint.state, endpoint.settles = "deleted", False
        except EC2ClientError as problem:
            unsuccessful.append({"ResourceId": endpoint_id,
                                 "Error": {"Code": problem.code, "Message": problem.message}})
    return ActionResult({"Unsuccessful": unsuccessful})


def describe(call: VPCs) -> ActionResult:
    call.error_on_dryrun()
    for endpoint in call.ec2_backend.vpc_end_points.values():
        if endpoint.settles:
            endpoint.state, endpoint.settles = "available", False
    found = call.ec2_backend.describe_vpc_endpoints(
        vpc_end_point_ids=call._get_param("VpcEndpointIds", []), filters=call._filters_from_querystring())
    shown, token = page(call, found)
    return ActionResult({"VpcEndpoints": shown, "NextToken": token})


def describe_services(call: VPCs) -> ActionResult:
    names, filters = call._get_param("ServiceNames", []), call._filters_from_querystring()
    known = catalogue.services(call.region)
    for name in names:
        if not any(service.name == name for service in known):
            raise catalogue.unknown(name)
    found = [service for service in known
             if (not names or service.name in names)
             and service.kind in filters.get("service-type", [service.kind])
             and service.name in filters.get("service-name", [service.name])
             and service.owner in filters.get("owner", [service.owner])]
    shown, token = page(call, found)
    return ActionResult({"ServiceNames": list(dict.fromkeys(service.name for service in shown)),
                         "ServiceDetails": [service.described for service in shown], "NextToken": token})


def find(call: VPCs, endpoint_id: str) -> VPCEndPoint:
    endpoint = call.ec2_backend.vpc_end_points.get(endpoint_id)
    if endpoint is None or endpoint.state == "deleted":
        raise InvalidVpcEndPointIdError(endpoint_id)
    return endpoint


def _not_for_requester_managed(endpoint: VPCEndPoint) -> EC2ClientError:
    return EC2ClientError("InvalidParameter", "Operation is not allowed for requester-managed VPC endpoints "
                                              f"for the service {endpoint.service_name}")
