"""The userIdentity of a record: the IAM user behind a plain key, or the role behind a session's."""

import hashlib
from datetime import UTC, datetime

from ministack.services import iam

from localaws.caller import Caller


def user_identity(caller: Caller) -> dict:
    identity = _assumed_role(caller) if caller.role else _iam_user(caller)
    if caller.invoked_by:
        identity["invokedBy"] = caller.invoked_by
    return identity


def _iam_user(caller: Caller) -> dict:
    key = iam._access_keys.get_scoped(caller.account, None, caller.access_key) or {}
    name = key.get("UserName") or caller.access_key or "anonymous"
    user = iam._users.get_scoped(caller.account, None, name) or {}
    return {
        "type": "IAMUser",
        "principalId": user.get("UserId") or "AIDA" + hashlib.sha256(name.encode()).hexdigest()[:17].upper(),
        "arn": user.get("Arn") or f"arn:aws:iam::{caller.account}:user/{name}",
        "accountId": caller.account,
        "accessKeyId": caller.access_key,
        "userName": name,
    }


def _assumed_role(caller: Caller) -> dict:
    role = caller.role
    since = datetime.fromtimestamp(caller.session["IssuedAt"], UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return {
        "type": "AssumedRole",
        "principalId": f"{role['RoleId']}:{caller.session_name}",
        "arn": caller.session["Arn"],
        "accountId": caller.account,
        "accessKeyId": caller.access_key,
        "sessionContext": {
            "sessionIssuer": {
                "type": "Role",
                "principalId": role["RoleId"],
                "arn": role["Arn"],
                "accountId": caller.account,
                "userName": role["RoleName"],
            },
            "attributes": {"creationDate": since, "mfaAuthenticated": "false"},
        },
    }
