"""Endpoint policies as EC2 takes, keeps and shows them."""

import json

from moto.ec2.exceptions import EC2ClientError

from localaws.ec2 import kinds
from localaws.ec2.catalogue import Service

_LONGEST = 20_480
_FULL_ACCESS = {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}
_MEMBERS = {"Effect": ("Effect",), "Principal": ("Principal", "NotPrincipal"), "Action": ("Action", "NotAction"),
            "Resource": ("Resource", "NotResource")}


def default(kind: str) -> str | None:
    """Full access: on one line and with a Version for gateways, pretty-printed and without one for interfaces."""
    if "policy" not in kinds.of(kind).has:
        return None
    version = {"Version": "2008-10-17"} if kind == "Gateway" else {}
    return shown({**version, "Statement": [_FULL_ACCESS]}, kind)


def accepted(text: str, kind: str, service: Service) -> str:
    """What EC2 keeps of a policy that was sent; it keeps the meaning and not the white space."""
    if len(text) > _LONGEST:
        raise EC2ClientError("InvalidPolicyDocument", f"The Policy Document exceeds {_LONGEST} characters.")
    policy = _parsed(text)
    if not service.policy_supported and not _is_full_access(policy):
        raise EC2ClientError("InvalidParameter",
                             f"Service {service.name} only supports the full-access endpoint policy.")
    return shown(policy, kind)


def _parsed(text: str) -> dict:
    try:
        policy = json.loads(text)
    except ValueError as problem:
        line, column = getattr(problem, "lineno", 1), getattr(problem, "colno", 1)
        raise _invalid(f"Syntax error at position ({line},{column})") from problem
    statements = policy.get("Statement") if isinstance(policy, dict) else None
    statements = [statements] if isinstance(statements, dict) else statements
    if not isinstance(statements, list) or not all(isinstance(statement, dict) for statement in statements):
        raise _invalid("Syntax error at position (1,1)")
    for statement in statements:
        for member, spellings in _MEMBERS.items():
            if not any(spelling in statement for spelling in spellings):
                raise _invalid(f"Missing required field {member}")
        if statement["Effect"] not in ("Allow", "Deny"):
            raise _invalid("Invalid effect")
    return policy


def _invalid(reason: str) -> EC2ClientError:
    return EC2ClientError("InvalidPolicyDocument", f"The Policy Document is not valid. {reason}")


def _is_full_access(policy: dict) -> bool:
    statements = policy["Statement"]
    statements = [statements] if isinstance(statements, dict) else statements
    return [{key: value for key, value in statement.items() if key != "Sid"} for statement in statements] == [_FULL_ACCESS]


def shown(policy: dict, kind: str) -> str:
    """A policy as EC2 writes it."""
    if kind == "Gateway":
        return json.dumps(policy, separators=(",", ":"), ensure_ascii=False)
    return json.dumps(policy, indent=2, sort_keys=True, ensure_ascii=False)
