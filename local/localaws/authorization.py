"""Whether the caller's identity policies allow a call that ministack does not answer itself.

ministack judges its own services once AUTH is set; for EC2 and Organizations, and for what a service does with a
function's role, its evaluator is asked here.
"""

from ministack.core.iam_evaluator import AuthError, enforce
from ministack.core.responses import request_scope

from localaws import settings
from localaws.caller import Caller

_asked: dict[tuple[str, str, str], bool] = {}


def denied(caller: Caller, action: str, resource: str, context: dict | None = None) -> str | None:
    """AWS's message for a denial, or nothing: the call may go on."""
    message = _judged(caller, action, resource, context) if settings.options.auth else None
    if caller.function:
        _asked[caller.function, action, resource] = message is None
    return message


def asked() -> list[dict]:
    """What was asked of functions' roles here, each question once, with the last answer."""
    return [{"function": function, "action": action, "resource": resource, "allowed": allowed}
            for (function, action, resource), allowed in _asked.items()]


def _judged(caller: Caller, action: str, resource: str, context: dict | None) -> str | None:
    with request_scope(caller.account, caller.region):
        verdict = enforce(caller.access_key, action, action.split(":")[0], caller.region, resource, context or {})
    if verdict is None:
        return None
    if isinstance(verdict, AuthError):
        return verdict.message
    reason = ("with an explicit deny in an identity-based policy" if verdict.decision == "Deny"
              else f"because no identity-based policy allows the {action} action")
    return f"User: {verdict.principal_arn} is not authorized to perform: {action} on resource: {resource} {reason}"
