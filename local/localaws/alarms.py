"""An alarm's action reaches a topic of another account, if the topic's policy lets CloudWatch in."""

from contextvars import ContextVar

from ministack.core.iam_evaluator import EvalContext, evaluate_resource_policy
from ministack.core.responses import get_account_id, get_region
from ministack.services import cloudwatch, sns

from localaws import principals

_alarm: ContextVar[str] = ContextVar("alarm")


def patch() -> None:
    dispatch = cloudwatch._dispatch_alarm_actions
    is_own = cloudwatch._is_sns_action_arn

    def dispatch_known(alarm, old_state, new_state, reason):
        _alarm.set(alarm["AlarmArn"])
        dispatch(alarm, old_state, new_state, reason)

    cloudwatch._dispatch_alarm_actions = dispatch_known
    cloudwatch._is_sns_action_arn = lambda action: is_own(action) or _reaches(action)


def _reaches(action: str) -> bool:
    topic = sns._topic_by_arn_any_scope(action)
    if not topic or f":{get_region()}:" not in action:
        return False
    context = EvalContext(
        principal_arn="cloudwatch.amazonaws.com", principal_type="Service", principal_account="", action="sns:Publish",
        resource_arn=action, region=get_region(),
        service_context={"aws:sourcearn": _alarm.get(), "aws:sourceaccount": get_account_id(),
                         "aws:sourceorgid": principals.organization()})
    return evaluate_resource_policy(topic["attributes"]["Policy"], context,
                                    service="cloudwatch.amazonaws.com").decision == "Allow"
