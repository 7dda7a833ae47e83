"""CloudWatch Logs' destinations in another account: ministack keeps them, and delivers to functions alone.

A subscription is refused unless the destination is there and its policy lets the subscriber in. One that lets an
organization in wants a role of the subscriber's, which Logs may take and which may write of the log group. What is then
heard goes to the destination's stream of Firehose, packed as Logs packs it.
"""

import base64
import gzip
import json

from ministack.core.iam_evaluator import EvalContext, _gather_role_policies, evaluate, evaluate_resource_policy
from ministack.core.responses import error_response_json, get_account_id, get_region, request_scope
from ministack.services import cloudwatch_logs, firehose, iam

_LOGS = "logs.amazonaws.com"
_DESTINATION = ":destination:"


def _create(logical_id: str, props: dict, stack_name: str) -> tuple[str, dict]:
    name = props["DestinationName"]
    _, _, body = cloudwatch_logs._put_destination({
        "destinationName": name, "targetArn": props["TargetArn"], "roleArn": props["RoleArn"],
        "accessPolicy": props.get("DestinationPolicy", "")})
    return name, {"Arn": json.loads(body)["destination"]["arn"]}


def _update(physical_id: str, old: dict, new: dict, *more, **named) -> tuple[str, dict]:
    return _create(physical_id, new, "")


def _delete(physical_id: str, props: dict) -> None:
    cloudwatch_logs._delete_destination({"destinationName": physical_id})


HANDLER = {"create": _create, "update": _update, "delete": _delete}


def patch() -> None:
    subscribe, fan_out = cloudwatch_logs._put_subscription_filter, cloudwatch_logs._fanout_to_subscription_filters

    def subscribe_if_let_in(data: dict):
        arn = data.get("destinationArn", "")
        if _DESTINATION in arn and (problem := _refusal(arn, data.get("roleArn", ""), data["logGroupName"])):
            return error_response_json("InvalidParameterException", problem, 400)
        return subscribe(data)

    def fan_out_to_streams(group: str, stream: str, events: list[dict]) -> None:
        fan_out(group, stream, events)
        filters = (cloudwatch_logs._log_groups.get(group) or {}).get("subscriptionFilters") or {}
        for one in filters.values():
            if _DESTINATION in one["destinationArn"] and events:
                _deliver(one, stream, events)

    cloudwatch_logs._put_subscription_filter = subscribe_if_let_in
    cloudwatch_logs._fanout_to_subscription_filters = fan_out_to_streams


def _found(arn: str) -> dict | None:
    *_, region, account, _, name = arn.split(":")
    return cloudwatch_logs._destinations.get_scoped(account, region, name)


def _refusal(arn: str, role: str, group: str) -> str | None:
    destination = _found(arn)
    if destination is None or not _lets_in(destination, arn):
        return f"Could not access destination {arn}"
    if "aws:principalorgid" not in destination["accessPolicy"].lower():
        return None
    if not role:
        return ("Role ARN is required when creating subscription filter against destination with Organization "
                "access policy")
    return None if _may_write(role, group) else f"Could not write of {group} with the role {role}"


def _may_write(role_arn: str, group: str) -> bool:
    account, name = get_account_id(), role_arn.rpartition("/")[2]
    arn, role = f"arn:aws:logs:{get_region()}:{account}:log-group:{group}:*", iam._roles.get(name)
    taking = EvalContext(
        principal_arn=_LOGS, principal_type="Service", principal_account="", action="sts:AssumeRole", resource_arn=role_arn,
        region=get_region(), service_context={"aws:sourcearn": arn, "aws:sourceaccount": account})
    writing = EvalContext(
        principal_arn=f"arn:aws:sts::{account}:assumed-role/{name}/logs", principal_type="AssumedRole",
        principal_account=account, action="logs:PutLogEvents", resource_arn=arn, region=get_region())
    return (role is not None
            and evaluate_resource_policy(role["AssumeRolePolicyDocument"], taking, service=_LOGS).decision == "Allow"
            and evaluate(writing, _gather_role_policies(name, account)).decision == "Allow")


def _lets_in(destination: dict, arn: str) -> bool:
    account = get_account_id()
    return evaluate_resource_policy(destination["accessPolicy"], EvalContext(
        principal_arn=f"arn:aws:iam::{account}:root", principal_type="Root", principal_account=account,
        action="logs:PutSubscriptionFilter", resource_arn=arn, region=get_region())).decision == "Allow"


def _deliver(subscription: dict, stream: str, events: list[dict]) -> None:
    destination = _found(subscription["destinationArn"])
    told = {"messageType": "DATA_MESSAGE", "owner": get_account_id(), "logGroup": subscription["logGroupName"],
            "logStream": stream, "subscriptionFilters": [subscription["filterName"]],
            "logEvents": [{"timestamp": event["timestamp"], "message": event["message"]} for event in events]}
    *_, region, owner, target = destination["targetArn"].split(":")
    with request_scope(owner, region):
        firehose._put_record({"DeliveryStreamName": target.removeprefix("deliverystream/"), "Record": {
            "Data": base64.b64encode(gzip.compress(json.dumps(told).encode())).decode()}})
