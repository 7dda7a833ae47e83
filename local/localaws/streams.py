"""PutLogEvents is judged on the log stream that it names, as AWS does; ministack's evaluator sees only the group."""

import json

from ministack.core import iam_actions


def patch() -> None:
    resource_arn = iam_actions.extract_resource_arn

    def with_stream(service, method, path, headers, body, *more):
        arn = resource_arn(service, method, path, headers, body, *more)
        if service == "logs" and headers.get("x-amz-target", "").endswith(".PutLogEvents"):
            return f"{arn}:log-stream:{json.loads(body)['logStreamName']}"
        return arn

    iam_actions.extract_resource_arn = with_stream
