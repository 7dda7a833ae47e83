"""From a queue to its function: an event source mapping reads, gathers a batch, invokes, and deletes what succeeded.

All is done with the function's role. What failed is left alone: it comes back when its visibility time-out is over.
ministack keeps the mappings and the thread that polls; reading and judging a batch are here.
"""

import time

from ministack.core.concurrency import esm_wake
from ministack.core.responses import request_scope
from ministack.services import lambda_svc, sqs

from localaws import authorization, keys, onloop
from localaws.functions import batch_response
from localaws.functions.credentials import caller_for

_POLL = 0.1
_AT_ONCE = 10  # messages that one call reads or deletes
_gathered: dict[str, tuple[float, list[dict]]] = {}


def patch() -> None:
    wait = esm_wake.wait
    esm_wake.wait = lambda timeout: wait(min(timeout, _POLL))
    lambda_svc._poll_sqs = _poll


def _poll() -> bool:
    """True if a mapping got messages, so that the next look comes at once."""
    got = False
    if onloop.has_ended():
        return got
    for account, region, mapping in lambda_svc._iter_all_esms():
        if mapping["EventSourceArn"].split(":")[2] == "sqs" and mapping["Enabled"]:
            with request_scope(account, region):
                got |= _poll_mapping(mapping)
    return got


def _poll_mapping(mapping: dict) -> bool:
    func, config = lambda_svc._get_func_record_for_qualifier(mapping["FunctionName"], mapping["Qualifier"])
    queue = sqs._queue_by_arn(mapping["EventSourceArn"])
    if not func or not queue:
        return False
    if lambda_svc._esm_inflight.get(mapping["UUID"], 0) >= lambda_svc._sqs_esm_concurrency(mapping, func, config, queue):
        return False
    since, records = _gathered.pop(mapping["UUID"], (time.monotonic(), []))
    size = int(mapping["BatchSize"])
    found = _received(mapping, config, queue, min(_AT_ONCE, size - len(records)))
    records += found
    window_over = time.monotonic() - since >= int(mapping["MaximumBatchingWindowInSeconds"])
    if len(records) == size or records and window_over:
        lambda_svc._dispatch_esm_batch(mapping["UUID"], _run, mapping, func, config, queue, records)
    elif records:
        _gathered[mapping["UUID"]] = since, records
    return bool(found)


def _received(mapping: dict, config: dict, queue: dict, most: int) -> list[dict]:
    if not _may(mapping, config, "sqs:ReceiveMessage"):
        return []
    answer = onloop.run(sqs._act_receive_message, {
        "MaxNumberOfMessages": most, "WaitTimeSeconds": 0, "AttributeNames": ["All"], "MessageAttributeNames": ["All"],
    }, queue["url"])
    records = [_record(message, mapping["EventSourceArn"]) for message in answer.get("Messages", [])]
    wanted = lambda_svc._apply_filter_criteria(records, mapping)
    _delete(mapping, config, queue, [record for record in records if record not in wanted])
    return wanted


def _record(message: dict, queue_arn: str) -> dict:
    attributes = message.get("MessageAttributes", {})
    record = {
        "messageId": message["MessageId"],
        "receiptHandle": message["ReceiptHandle"],
        "body": message["Body"],
        "attributes": message["Attributes"],
        "messageAttributes": lambda_svc._sqs_message_attributes_to_camel_case(attributes),
        "md5OfBody": message["MD5OfBody"],
        "eventSource": "aws:sqs",
        "eventSourceARN": queue_arn,
        "awsRegion": queue_arn.split(":")[3],
    }
    return record | ({"md5OfMessageAttributes": message["MD5OfMessageAttributes"]} if attributes else {})


def _run(mapping: dict, func: dict, config: dict, queue: dict, records: list[dict]) -> None:
    visible_again = time.monotonic() + int(queue["attributes"]["VisibilityTimeout"])
    result = lambda_svc._execute_function(func, {"Records": records})
    while result.get("throttle") and time.monotonic() < visible_again:
        time.sleep(_POLL)
        result = lambda_svc._execute_function(func, {"Records": records})
    ids = {record["messageId"] for record in records}
    if result.get("error"):
        failed = ids
    elif "ReportBatchItemFailures" in mapping["FunctionResponseTypes"]:
        failed = batch_response.failed(result["body"], ids)
    else:
        failed = set()
    mapping["LastProcessingResult"] = "PROBLEM: Function call failed" if failed == ids else "OK"
    _delete(mapping, config, queue, [record for record in records if record["messageId"] not in failed])


def _delete(mapping: dict, config: dict, queue: dict, records: list[dict]) -> None:
    if records and _may(mapping, config, "sqs:DeleteMessage"):
        for start in range(0, len(records), _AT_ONCE):
            entries = [{"Id": str(number), "ReceiptHandle": record["receiptHandle"]}
                       for number, record in enumerate(records[start:start + _AT_ONCE])]
            onloop.run(sqs._act_delete_message_batch, {"Entries": entries}, queue["url"])


def _may(mapping: dict, config: dict, action: str) -> bool:
    caller, arn = caller_for(config), mapping["EventSourceArn"]
    denied = authorization.denied(caller, action, arn) or keys.denied(caller, "sqs", action.partition(":")[2], arn)
    if denied is None:
        return True
    mapping["LastProcessingResult"] = f"PROBLEM: the function's role may not call {action}"
    return False
