"""The pages of a Describe call."""

from moto.core.responses import BaseResponse
from moto.ec2.exceptions import EC2ClientError

_MOST = 1000


def page(call: BaseResponse, found: list, least: int = 1) -> tuple[list, str | None]:
    """The page that the call asks for, and the token of the next one."""
    size, token = call._get_int_param("MaxResults"), call._get_param("NextToken") or "0"
    if size is not None and size < least:
        raise EC2ClientError("InvalidParameterValue", f"Value ( {size} ) for parameter maxResults is invalid. "
                                                      f"Expecting a value greater than or equal to {least}.")
    if not token.isdigit():
        raise EC2ClientError("InvalidPaginationToken", "The specified pagination token is not valid or is expired.")
    start = int(token)
    end = start + min(size or _MOST, _MOST)
    return found[start:end], str(end) if end < len(found) else None
