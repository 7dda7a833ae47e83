"""What a role must be allowed besides the read itself, to read an object of S3 or a parameter of Systems Manager.

The key that it is encrypted with, if that is one of the account's own; and listing the bucket, to learn that an object is
not there. ministack asks for neither.
"""

from ministack.core.responses import error_response_json
from ministack.services import kms, s3, ssm

from localaws import authorization
from localaws.caller import CURRENT


def patch() -> None:
    get_object, get_parameter = s3._get_object, ssm._get_parameter

    def get_object_judged(bucket: str, key: str, headers: dict, query_params: dict | None = None) -> tuple:
        answer = get_object(bucket, key, headers, query_params)
        status, shown, body = answer
        denied = (authorization.denied(CURRENT.get(), "s3:ListBucket", f"arn:aws:s3:::{bucket}")
                  if status == 404 and b"<Code>NoSuchKey</Code>" in body
                  else _undecipherable(shown.get("x-amz-server-side-encryption-aws-kms-key-id"), "s3"))
        return s3._error("AccessDenied", denied, 403) if denied else answer

    def get_parameter_judged(data: dict) -> tuple:
        parameter, _ = ssm._select_parameter(data.get("Name"))
        if parameter and data.get("WithDecryption") and (denied := _undecipherable(parameter.get("KeyId"), "ssm")):
            return error_response_json("AccessDeniedException", denied, 400)
        return get_parameter(data)

    s3._get_object, ssm._get_parameter = get_object_judged, get_parameter_judged


def _undecipherable(key_id: str | None, service: str) -> str | None:
    """Why the caller may not use the key; nothing, if it may, or if the key is AWS's own, which all may use."""
    key = kms._resolve_key(key_id)  # AWS's own are not among the keys here
    caller = CURRENT.get()
    via = {"kms:ViaService": f"{service}.{caller.region}.amazonaws.com"}
    return authorization.denied(caller, "kms:Decrypt", key["Arn"], via) if key else None
