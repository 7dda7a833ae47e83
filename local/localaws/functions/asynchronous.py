"""Asynchronous invocation: attempts under one request id, waits between them, and a destination for what fails in all.

Lambda waits a minute before the second attempt and two before the third; here it is `WAIT` each time. A throttled
attempt does not count, as on Lambda; the event's age does.
"""

import os
import threading
import time

from ministack.core.lambda_runtime import _account_region_from_function_config
from ministack.core.responses import new_uuid, request_scope
from ministack.services import lambda_svc

from localaws.functions import destinations
from localaws.functions.destinations import Outcome

WAIT = 0.3
# So many run at once, as under a reserved concurrency; the others stay in Lambda's queue. A JVM's start takes a core.
_PLACES = threading.BoundedSemaphore(max(4, 2 * (os.cpu_count() or 1)))


def patch() -> None:
    lambda_svc.invoke_async_with_retry = invoke


def invoke(func: dict, event: object) -> None:
    threading.Thread(target=_run, args=(func, event), daemon=True).start()


def _run(func: dict, event: object) -> None:
    config = func["config"]
    with request_scope(*_account_region_from_function_config(config)):
        settings = _invoke_config(func, config)
        outcome = _attempts(func, config, event, settings)
        destinations.send(config, settings.get("DestinationConfig") or {}, outcome)


def _attempts(func: dict, config: dict, event: object, settings: dict) -> Outcome:
    request_id, count = new_uuid(), 0
    too_old = time.monotonic() + settings["MaximumEventAgeInSeconds"]
    while True:
        result = _attempt(func, config, event, request_id)
        count += not result.get("throttle")
        if not result.get("error"):
            return Outcome("Success", request_id, count, event, result)
        if count > settings["MaximumRetryAttempts"]:
            return Outcome("RetriesExhausted", request_id, count, event, result)
        if time.monotonic() + WAIT > too_old:
            return Outcome("EventAgeExceeded", request_id, count, event, result)
        time.sleep(WAIT)


def _attempt(func: dict, config: dict, event: object, request_id: str) -> dict:
    """ministack's `_execute_function`, under a request id that stays the same."""
    started = time.time()
    with _PLACES:
        slot, _ = lambda_svc._acquire_execution_slot(func, config)
        if slot is None:
            result = lambda_svc._throttle_response("ReservedFunctionConcurrentInvocationLimitExceeded", "Rate Exceeded")
        else:
            try:
                result = lambda_svc._execute_function_dispatch(func, config, event, request_id, started)
            finally:
                lambda_svc._release_execution_slot(slot)
    lambda_svc._emit_lambda_metrics(config["FunctionName"], duration_ms=(time.time() - started) * 1000,
                                    error=bool(result.get("error")), throttle=bool(result.get("throttle")))
    return result


def _invoke_config(func: dict, config: dict) -> dict:
    configs = func.get("event_invoke_configs") or {}
    chosen = configs.get(config.get("Version", "$LATEST")) or configs.get("") or {}
    return {"MaximumRetryAttempts": 2, "MaximumEventAgeInSeconds": 21600, **chosen}
