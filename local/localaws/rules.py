"""From an EventBridge rule to its function: the function's own policy must let the rule in, and takes the asynchronous path.
A topic of another account is reached with the target's role, if role and topic let it.

What cannot be delivered goes to the target's dead-letter queue at once: a missing function or permission is the only
failure that can happen here, and EventBridge does not retry either.
"""

import json
import logging
from contextvars import ContextVar

from ministack.core.iam_evaluator import EvalContext, _gather_role_policies, evaluate, evaluate_resource_policy
from ministack.core.responses import get_account_id, get_region
from ministack.services import eventbridge, lambda_svc, sns, sqs

from localaws import messages

_log = logging.getLogger(__name__)
_delivery: ContextVar[tuple[dict, dict]] = ContextVar("delivery")


def patch() -> None:
    invoke_target = eventbridge._invoke_target

    def invoke_target_known(target, event, rule, view=None):
        _delivery.set((target, rule))
        invoke_target(target, event, rule, view)

    eventbridge._invoke_target = invoke_target_known
    eventbridge._dispatch_to_lambda = _to_function
    is_own = eventbridge._target_matches_request_scope
    eventbridge._target_matches_request_scope = lambda spec: is_own(spec) or _reaches(_delivery.get()[0])


def _to_function(arn: str, payload: str) -> None:
    target, rule = _delivery.get()
    func, config, name = lambda_svc._get_func_record_for_ref(arn)
    whole = lambda_svc._functions.get(name)  # which has the policy, and the settings of its versions and aliases
    if not func:
        _dead_letter(target, rule, payload, "NO_RESOURCE", f"Function not found: {arn}")
    elif not _is_let_in(whole, arn, rule):
        _dead_letter(target, rule, payload, "NO_PERMISSIONS",
                     f"User: events.amazonaws.com is not authorized to perform: lambda:InvokeFunction on resource: {arn}")
    else:
        _, qualifier = lambda_svc._lambda_function_name_and_qualifier_from_arn(arn)
        configs = whole.get("event_invoke_configs") or {}
        record = lambda_svc._execution_record_for_config(func, config)
        if qualifier:
            record["event_invoke_configs"] = {config["Version"]: configs.get(qualifier)}
        lambda_svc.invoke_async_with_retry(record, json.loads(payload))


def _is_let_in(func: dict, arn: str, rule: dict) -> bool:
    context = EvalContext(
        principal_arn="events.amazonaws.com", principal_type="Service", principal_account="",
        action="lambda:InvokeFunction", resource_arn=arn, region=get_region(),
        service_context={"aws:sourcearn": rule["Arn"], "aws:sourceaccount": get_account_id()})
    return evaluate_resource_policy(func["policy"], context, service="events.amazonaws.com").decision == "Allow"


def _reaches(target: dict) -> bool:
    account, role = get_account_id(), target.get("RoleArn", "").rpartition("/")[2]
    topic = sns._topic_by_arn_any_scope(target["Arn"])
    if not role or not topic or f":{get_region()}:" not in target["Arn"]:
        return False
    context = EvalContext(
        principal_arn=f"arn:aws:sts::{account}:assumed-role/{role}/events", principal_type="AssumedRole",
        principal_account=account, action="sns:Publish", resource_arn=target["Arn"], region=get_region(), service_context={})
    return (evaluate(context, _gather_role_policies(role, account)).decision == "Allow"
            and evaluate_resource_policy(topic["attributes"]["Policy"], context).decision == "Allow")


def _dead_letter(target: dict, rule: dict, payload: str, code: str, message: str) -> None:
    queue = (target.get("DeadLetterConfig") or {}).get("Arn")
    if queue is None:
        _log.error("rule %s: an event is lost: %s", rule["Name"], message)
    elif not sqs.queue_policy_allows(queue, "events.amazonaws.com", rule["Arn"], get_account_id()):
        _log.error("rule %s: an event is lost: %s does not let the rule in", rule["Name"], queue)
    else:
        messages.send(queue, payload, {
            "RULE_ARN": rule["Arn"], "TARGET_ARN": target["Arn"], "ERROR_CODE": code, "ERROR_MESSAGE": message})
