"""Hands a message from an AWS service to a queue, a topic or a function."""

import json
import logging

from ministack.services import lambda_svc, sns, sqs

from localaws import onloop

_log = logging.getLogger(__name__)


def send(target: str, body: str, attributes: dict[str, str]) -> None:
    match target.split(":")[2]:
        case "sqs":
            _to_queue(target, body, attributes)
        case "sns":
            sns.publish_internal(target, body, "")
        case "lambda":
            func, config, _ = lambda_svc._get_func_record_for_ref(target)
            lambda_svc.invoke_async_with_retry(lambda_svc._execution_record_for_config(func, config), json.loads(body))


def _to_queue(arn: str, body: str, attributes: dict[str, str]) -> None:
    queue = sqs._queue_by_arn(arn)
    if queue is None:
        _log.error("no queue %s: a message is lost", arn)
        return
    onloop.run(sqs._act_send_message, {
        "MessageBody": body,
        "MessageAttributes": {name: {"DataType": "String", "StringValue": value} for name, value in attributes.items()},
    }, queue["url"])
