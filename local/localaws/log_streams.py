"""Calls to CloudWatch Logs are judged on a log stream's ARN; one that names no stream, on the ARN with an empty name.

ministack judges them on the group's ARN, which no policy that works on AWS would match.
"""

import json

from ministack.core import iam_actions


def patch() -> None:
    extract = iam_actions.extract_resource_arn

    def with_stream(service, method, path, headers, body, *rest):
        arn = extract(service, method, path, headers, body, *rest)
        if service != "logs" or ":log-group:" not in arn or "Tag" in headers.get("x-amz-target", ""):
            return arn
        return f"{arn.removesuffix(':*')}:log-stream:{json.loads(body).get('logStreamName', '')}"

    iam_actions.extract_resource_arn = with_stream
