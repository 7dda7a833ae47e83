"""The Region in a request's credential scope: some services are one for all of a partition, and refuse what is signed for
another Region than their own."""

from moto.utilities.utils import get_partition

from localaws.faults import errors
from localaws.request import Reply, Request

# AWS General Reference, "Service endpoints"; in other partitions each Region is asked for its own.
_HOMES = {"iam": {"aws": "us-east-1", "aws-cn": "cn-north-1", "aws-us-gov": "us-gov-west-1"},
          "organizations": {"aws": "us-east-1", "aws-cn": "cn-northwest-1", "aws-us-gov": "us-gov-west-1"}}


def refusal(request: Request) -> Reply | None:
    """The answer to what is signed for a wrong Region; nothing, if it is signed well."""
    home = _HOMES.get(request.service, {}).get(get_partition(request.region))
    if home in (None, request.region):
        return None
    code, status = ("InvalidSignatureException", 400) if "x-amz-target" in request.headers else ("SignatureDoesNotMatch", 403)
    message = f"Credential should be scoped to a valid region, not '{request.region}'."
    return errors.reply(request, {"code": code, "status": status, "message": message})
