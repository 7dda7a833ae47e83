"""SQS's DelaySeconds, of a message or of its queue: refused beyond fifteen minutes, and scaled by the clock."""

from ministack.services import sqs

from localaws import clock

_LONGEST = 900


def patch() -> None:
    send, queue_delay = sqs._act_send_message, sqs.queue_delay

    def send_delayed(data: dict, url: str) -> dict:
        _check(data.get("DelaySeconds"))
        answer = send(data, url)
        for message in sqs._get_q(data.get("QueueUrl", url))["messages"][-1:]:
            if message["id"] == answer["MessageId"]:
                message["visible_at"] = message["sent_at"] + clock.scaled(message["visible_at"] - message["sent_at"])
        return answer

    sqs._act_send_message = sqs._HANDLERS["SendMessage"] = send_delayed
    sqs.queue_delay = lambda queue: clock.scaled(queue_delay(queue))


def _check(seconds: object) -> None:
    if seconds is not None and not 0 <= int(seconds) <= _LONGEST:
        raise sqs._Err("InvalidParameterValue", f"Value {seconds} for parameter DelaySeconds is invalid. "
                                                f"Reason: DelaySeconds must be >= 0 and <= {_LONGEST}.")
