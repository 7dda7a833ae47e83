"""Which messages of a batch failed, by what the function answered.

https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html: no answer, an empty one and an empty list
are a complete success; what cannot be read, and an identifier that is missing or of no message, a complete failure.
"""


def failed(answer: object, message_ids: set[str]) -> set[str]:
    """The ids of the messages that failed."""
    if answer is None:
        return set()
    if not isinstance(answer, dict):
        return message_ids
    failures = answer.get("batchItemFailures")
    if failures is None:
        return set()
    if not isinstance(failures, list) or not all(isinstance(failure, dict) for failure in failures):
        return message_ids
    named = {failure.get("itemIdentifier") for failure in failures}
    return named if named <= message_ids else message_ids
