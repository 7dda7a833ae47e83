"""The default policy of an SNS topic lets its own account's services publish; it is no grant to the account's roles.

ministack's evaluator takes it for one and would hide a missing sns:Publish.
"""

import json

from ministack.services import sns


def patch() -> None:
    policy_for = sns.topic_policy_for_arn

    def without_default(topic_arn: str) -> tuple[str, str] | None:
        found = policy_for(topic_arn)
        if found is None or not found[0]:
            return found
        policy = json.loads(found[0])
        policy["Statement"] = [statement for statement in policy["Statement"]
                               if statement.get("Sid") != "__default_statement_ID"]
        return json.dumps(policy), found[1]

    sns.topic_policy_for_arn = without_default
