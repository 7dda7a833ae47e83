"""The resources that a call to EC2 is judged on, and the condition keys that they bring."""

import re

from localaws.caller import Caller

_KINDS = {"vpce": "vpc-endpoint", "vpc": "vpc", "subnet": "subnet", "sg": "security-group", "rtb": "route-table",
          "pl": "prefix-list"}
_ID = re.compile(f"({'|'.join(_KINDS)})-[0-9a-f]+")


def of(form: dict[str, str], caller: Caller, backend) -> list[tuple[str, dict]]:
    """Each resource's ARN with its keys; a Describe call has no resource but all of them."""
    context = {"ec2:Region": caller.region}
    action = form["Action"]
    if action.startswith("Describe"):
        return [("*", context)]
    if "ServiceName" in form:
        context["ec2:VpceServiceName"] = form["ServiceName"]
    arns = [_arn(_KINDS[found[1]], value, caller) for value in form.values() if (found := _ID.fullmatch(value))]
    if action == "CreateVpcEndpoint":
        arns.insert(0, _arn("vpc-endpoint", "*", caller))
    return [(arn, {**context, **_tags(arn, backend)}) for arn in arns] or [("*", context)]


def _arn(kind: str, name: str, caller: Caller) -> str:
    return f"arn:aws:ec2:{caller.region}:{caller.account}:{kind}/{name}"


def _tags(arn: str, backend) -> dict[str, str]:
    tags = backend.tags.get(arn.rpartition("/")[2], {})
    return {f"{prefix}:ResourceTag/{key}": value for key, value in tags.items() for prefix in ("aws", "ec2")}
