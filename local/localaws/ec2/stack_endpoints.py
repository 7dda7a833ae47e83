"""AWS::EC2::VPCEndpoint: CloudFormation calls EC2 as everyone does, and CloudTrail says that it was CloudFormation."""

import json
import re
from dataclasses import replace
from urllib.parse import urlencode
from xml.etree import ElementTree

from localaws.caller import CURRENT
from localaws.ec2 import api

_FIXED = ("VpcId", "ServiceName", "VpcEndpointType", "ServiceRegion", "ResourceConfigurationArn", "ServiceNetworkArn")
_LISTS = {"SubnetIds": "SubnetId", "SecurityGroupIds": "SecurityGroupId", "RouteTableIds": "RouteTableId"}


def _create(logical_id: str, props: dict, stack_name: str) -> tuple[str, dict]:
    form = {name: str(props[name]) for name in _FIXED if name in props}
    form |= _policy_and_dns(props)
    for name, member in _LISTS.items():
        form |= _numbered(member, props.get(name) or [])
    for number, tag in enumerate(props.get("Tags") or [], 1):
        form["TagSpecification.1.ResourceType"] = "vpc-endpoint"
        form |= {f"TagSpecification.1.Tag.{number}.{member}": str(tag[member]) for member in ("Key", "Value")}
    endpoint_id = _call("CreateVpcEndpoint", form).findtext(".//{*}vpcEndpointId")
    return endpoint_id, {"Id": endpoint_id}


def _update(physical_id: str, old: dict, new: dict, stack_name: str) -> tuple[str, dict]:
    form = {"VpcEndpointId": physical_id, **_policy_and_dns(new)}
    if "PolicyDocument" in old and "PolicyDocument" not in new:
        form["ResetPolicy"] = "true"
    for name, member in _LISTS.items():
        before, after = old.get(name) or [], new.get(name) or []
        form |= _numbered(f"Add{member}", [item for item in after if item not in before])
        form |= _numbered(f"Remove{member}", [item for item in before if item not in after])
    _call("ModifyVpcEndpoint", form)
    return physical_id, {"Id": physical_id}


def _delete(physical_id: str, props: dict) -> None:
    _call("DeleteVpcEndpoints", {"VpcEndpointId.1": physical_id})


HANDLER = {"create": _create, "update": _update, "delete": _delete}


def _policy_and_dns(props: dict) -> dict[str, str]:
    form = {}
    if policy := props.get("PolicyDocument"):
        form["PolicyDocument"] = policy if isinstance(policy, str) else json.dumps(policy)
    if "PrivateDnsEnabled" in props:
        form["PrivateDnsEnabled"] = str(props["PrivateDnsEnabled"]).lower()
    if "IpAddressType" in props:
        form["IpAddressType"] = props["IpAddressType"]
    return form


def _numbered(member: str, values: list[str]) -> dict[str, str]:
    return {f"{member}.{number}": value for number, value in enumerate(values, 1)}


def _call(action: str, form: dict[str, str]) -> ElementTree.Element:
    form = {"Action": action, "Version": "2016-11-15", **form}
    caller = replace(CURRENT.get(), invoked_by="cloudformation.amazonaws.com")
    reply = api.call(form, caller, urlencode(form).encode())
    root = ElementTree.fromstring(re.sub(rb"\sxmlns=\"[^\"]*\"", b"", reply.body, count=1))
    if reply.status >= 300:
        raise ValueError(f"{root.findtext('.//Code')}: {root.findtext('.//Message')}")
    return root
