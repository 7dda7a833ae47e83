"""The temporary key of a function: a session of its role, so that what it does is judged and recorded as the role's."""

import hashlib

from ministack.core import lambda_runtime
from ministack.services import iam, sts

from localaws.caller import Caller, remember_instance


def patch() -> None:
    lambda_runtime.execution_credentials = credentials


def caller_for(config: dict) -> Caller:
    """Lambda itself, which reads and sends for a function with the function's role."""
    region = config["FunctionArn"].split(":")[3]
    return Caller(credentials(config)["AWS_ACCESS_KEY_ID"], region, "lambda.amazonaws.com", "lambda.amazonaws.com")


def credentials(config: dict, instance: int = 0) -> dict[str, str]:
    """The key of one instance of the function, which is known by the port of its Runtime API."""
    function, role_name = config["FunctionName"], config["Role"].rsplit("/", 1)[-1]
    account = config["FunctionArn"].split(":")[4]
    role = iam._roles.get_scoped(account, None, role_name) or {}
    digest = hashlib.sha256(f"{config['FunctionArn']} {config['Role']} {instance}".encode()).hexdigest()
    key, secret, token = f"ASIA{digest[:16].upper()}", digest[16:56], digest
    if key not in sts._sessions:
        sts.register_session(key, {
            "Arn": f"arn:aws:sts::{account}:assumed-role/{role_name}/{function}",
            "AccountId": account,
            "UserId": f"{role.get('RoleId', '')}:{function}",
            "SecretAccessKey": secret,
            "SessionToken": token,
        })
        remember_instance(key, function, instance)
    return {"AWS_ACCESS_KEY_ID": key, "AWS_SECRET_ACCESS_KEY": secret, "AWS_SESSION_TOKEN": token}
