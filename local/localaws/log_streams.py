"""Calls to CloudWatch Logs are judged on a log stream's ARN; one that names no stream, on the ARN with an empty name.
FilterLogEvents answers in pages of 10,000 events or 1 MB. Streams of a group that is not Lambda's own bear the function's name.

ministack judges them on the group's ARN, which no policy that works on AWS would match, leaves out what the first page
does not hold, and names no function.
"""

import json
import threading

from ministack.core import iam_actions
from ministack.services import cloudwatch_logs as logs
from ministack.services import lambda_svc

_MOST_EVENTS, _MOST_BYTES = 10_000, 1 << 20


def _filter_log_events(data: dict):
    group = logs._log_groups.get(logs._resolve_log_group_name(data))
    if group is None:
        return _first_page(data)
    matches = logs._compile_filter_pattern(data.get("filterPattern", ""))
    streams = {name: group["streams"][name] for name in data.get("logStreamNames") or group["streams"] if name in group["streams"]}
    found = [{**event, "logStreamName": name} for name, stream in streams.items() for event in stream["events"]
             if data.get("startTime", 0) <= event["timestamp"] <= data.get("endTime", event["timestamp"])
             and matches(event["message"])]
    found.sort(key=lambda event: event["timestamp"])
    begin = end = int(data.get("nextToken", 0))
    size = 0
    while end < len(found) and end - begin < min(data.get("limit", _MOST_EVENTS), _MOST_EVENTS) and size < _MOST_BYTES:
        size += len(found[end]["message"])
        end += 1
    more = {"nextToken": str(end)} if end < len(found) else {}
    return logs.json_response({"events": found[begin:end], "searchedLogStreams": [], **more})


_first_page = logs._filter_log_events
_write_log = lambda_svc._emit_lambda_logs
_writing = threading.Lock()  # one at a time, so that what is new is its stream


def _write_named_log(func: dict, *more, **named) -> None:
    config = func.get("config") or func
    group = (config.get("LoggingConfig") or {}).get("LogGroup")
    with _writing:
        streams = (logs._log_groups.get(group) or {"streams": {}})["streams"]
        before = set(streams)
        _write_log(func, *more, **named)
        for name in set(streams) - before:
            streams[name.replace("[", f"{config['FunctionName']}[", 1)] = streams.pop(name)


def patch() -> None:
    logs._filter_log_events = _filter_log_events
    lambda_svc._emit_lambda_logs = _write_named_log
    extract = iam_actions.extract_resource_arn

    def with_stream(service, method, path, headers, body, *rest):
        arn = extract(service, method, path, headers, body, *rest)
        if service != "logs" or ":log-group:" not in arn or "Tag" in headers.get("x-amz-target", ""):
            return arn
        return f"{arn.removesuffix(':*')}:log-stream:{json.loads(body).get('logStreamName', '')}"

    iam_actions.extract_resource_arn = with_stream
