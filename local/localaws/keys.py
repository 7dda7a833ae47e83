"""The key of a topic, a queue or a table, if it is one of the account's own: a function's role must be allowed to use it.

AWS asks for it by way of the service, on top of the call; ministack does not.
"""

from ministack.core.responses import request_scope
from ministack.services import dynamodb, kms, sns, sqs

from localaws import authorization
from localaws.caller import Caller

_ASKED = {("sns", "Publish"): ("kms:GenerateDataKey", "kms:Decrypt"),
          ("sqs", "SendMessage"): ("kms:GenerateDataKey", "kms:Decrypt"),
          ("sqs", "ReceiveMessage"): ("kms:Decrypt",)}


def denied(caller: Caller, service: str, action: str, arn: str | None) -> str | None:
    """Why a function may not make the call for the sake of a key; nothing, if it may or there is none."""
    actions = ("kms:Decrypt",) if service == "dynamodb" else _ASKED.get((service, action))
    if not (caller.function and actions and arn):
        return None
    with request_scope(caller.account, caller.region):
        key = kms._resolve_key(_KEYS[service](arn))  # AWS's own are not among the keys here
    via = {"kms:ViaService": f"{service}.{caller.region}.amazonaws.com"}
    return next(filter(None, (authorization.denied(caller, wanted, key["Arn"], via) for wanted in actions)),
                None) if key else None


def _of_topic(arn: str) -> str | None:
    return (sns._topics.get(arn) or {}).get("attributes", {}).get("KmsMasterKeyId")


def _of_queue(arn: str) -> str | None:
    return (sqs._queue_by_arn(arn) or {}).get("attributes", {}).get("KmsMasterKeyId")


def _of_table(arn: str) -> str | None:
    table = dynamodb._tables.get(arn.rpartition("/")[2]) or {}
    return (table.get("SSEDescription") or {}).get("KMSMasterKeyArn")


_KEYS = {"sns": _of_topic, "sqs": _of_queue, "dynamodb": _of_table}
