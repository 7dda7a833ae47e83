"""What a condition sees: aws:PrincipalArn of a role's session is the role, and ministack's evaluator takes the session.

Every account here is in the one organization, which aws:PrincipalOrgID names. A call over loopback counts as one by TLS, and what
a service calls for itself as an AWS service's.
"""

from ministack.core import iam_evaluator
from ministack.services import iam

from localaws import settings
from localaws.caller import CURRENT


def patch() -> None:
    resolve = iam_evaluator._resolve_condition_key

    def resolve_as_aws(key: str, context):
        match key.lower():
            case "aws:principalarn":
                return _role(_session(context.principal_arn))
            case "aws:principalisawsservice":
                return str(context.principal_type == "Service").lower()
            case "aws:securetransport":
                return "true"
        return resolve(key, context)

    iam_evaluator._resolve_condition_key = resolve_as_aws
    iam_evaluator._principal_org_id = lambda account: organization()


def organization() -> str | None:
    chosen = settings.options.organization
    return chosen if chosen.startswith("o-") else None


def _session(arn: str) -> str:
    """The caller's session, where S3 names the account of a caller who does not own the bucket."""
    caller = CURRENT.get(None)
    return caller.session["Arn"] if arn.endswith(":root") and caller and caller.session else arn


def _role(arn: str) -> str:
    if ":assumed-role/" not in arn:
        return arn
    account, name = arn.split(":")[4], arn.split("/")[1]
    role = iam._roles.get_scoped(account, None, name)
    return role["Arn"] if role else f"arn:aws:iam::{account}:role/{name}"
