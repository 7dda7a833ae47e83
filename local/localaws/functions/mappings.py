"""What Lambda checks before it makes an event source mapping of a queue, in a stack or by a call."""

from ministack.core.responses import error_response_json
from ministack.services import lambda_svc, sqs

from localaws import authorization
from localaws.functions.credentials import caller_for

_WITHOUT_WINDOW = 10


def patch() -> None:
    create = lambda_svc._create_esm

    def create_checked(members: dict):
        try:
            return create(checked(members))
        except ValueError as refusal:
            return error_response_json("InvalidParameterValueException", str(refusal), 400)

    lambda_svc._create_esm = create_checked


def checked(members: dict) -> dict:
    """The members of the mapping as they are; ValueError with Lambda's message, if it would not make it."""
    arn, name = members["EventSourceArn"], members["FunctionName"]
    if arn.split(":")[2] != "sqs":
        return members
    size, window = int(members.get("BatchSize", 10)), int(members.get("MaximumBatchingWindowInSeconds", 0))
    if size > _WITHOUT_WINDOW and not window:
        raise ValueError("Maximum batch window in seconds must be greater than 0 "
                         f"if maximum batch size is greater than {_WITHOUT_WINDOW}")
    queue = sqs._queue_by_arn(arn)
    if queue is None:
        raise ValueError("Error occurred while ReceiveMessage. SQS Error Code: AWS.SimpleQueueService.NonExistentQueue. "
                         "SQS Error Message: The specified queue does not exist for this wsdl version.")
    _, config, _ = lambda_svc._get_func_record_for_ref(name)
    if config is None:
        return members  # refused where the function is looked up
    for action in ("ReceiveMessage", "DeleteMessage", "GetQueueAttributes"):
        if authorization.denied(caller_for(config), f"sqs:{action}", arn):
            raise ValueError(f"The function execution role does not have permissions to call {action} on SQS")
    visibility = int(queue["attributes"]["VisibilityTimeout"])
    if visibility < int(config["Timeout"]):
        raise ValueError(f"Queue visibility timeout: {visibility} seconds is less than Function timeout: "
                         f"{config['Timeout']} seconds")
    return members
