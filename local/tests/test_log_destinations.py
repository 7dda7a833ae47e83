"""Who may copy a log group into another account: a destination that is open to an organization wants a role."""

import json

import pytest

from localaws_process import LocalAws, refusal

MEMBER, SECURITY = "111122223333", "999988887777"
DESTINATION = f"arn:aws:logs:us-east-1:{SECURITY}:destination:journals"


def trust(account: str = MEMBER, service: str = "logs.amazonaws.com") -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": [{
        "Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole",
        "Condition": {"StringEquals": {"aws:SourceAccount": account}}}]})


@pytest.fixture(scope="module")
def aws():
    with LocalAws() as running:
        running.client("logs", MEMBER).create_log_group(logGroupName="journal")
        yield running


def let_in(aws: LocalAws, principal, condition: dict) -> None:
    logs = aws.client("logs", SECURITY)
    logs.put_destination(destinationName="journals", targetArn=f"arn:aws:kinesis:us-east-1:{SECURITY}:stream/journals",
                         roleArn=f"arn:aws:iam::{SECURITY}:role/taker")
    logs.put_destination_policy(destinationName="journals", accessPolicy=json.dumps({
        "Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": principal, "Condition": condition,
                                                "Action": "logs:PutSubscriptionFilter", "Resource": DESTINATION}]}))


def let_the_organization_in(aws: LocalAws) -> None:
    let_in(aws, "*", {"StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}})


def subscription(**more) -> dict:
    return {"logGroupName": "journal", "filterName": "copy", "filterPattern": "", "destinationArn": DESTINATION, **more}


def role(aws: LocalAws, name: str, trusted: str, group: str = "journal") -> dict:
    iam = aws.client("iam", MEMBER)
    iam.create_role(RoleName=name, AssumeRolePolicyDocument=trusted)
    iam.put_role_policy(RoleName=name, PolicyName="copies", PolicyDocument=json.dumps({
        "Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "logs:PutLogEvents",
                                                "Resource": f"arn:aws:logs:us-east-1:{MEMBER}:log-group:{group}:*"}]}))
    return {"roleArn": f"arn:aws:iam::{MEMBER}:role/{name}"}


def test_anOrganizationsDestinationWantsARole(aws):
    let_the_organization_in(aws)
    code, message = refusal(aws.client("logs", MEMBER).put_subscription_filter, **subscription())
    assert code == "InvalidParameterException"
    assert message.endswith("against destination with Organization access policy")
    aws.client("logs", MEMBER).put_subscription_filter(**subscription(**role(aws, "sound", trust())))


@pytest.mark.parametrize("name, trusted, group", [
    ("of-another-account", trust(account="444455556666"), "journal"),
    ("of-another-service", trust(service="lambda.amazonaws.com"), "journal"), ("of-another-group", trust(), "orders")])
def test_theRoleIsLogssAndMayWriteOfTheGroup(aws, name, trusted, group):
    let_the_organization_in(aws)
    wanted = subscription(**role(aws, name, trusted, group))
    code, _ = refusal(aws.client("logs", MEMBER).put_subscription_filter, **wanted)
    assert code == "InvalidParameterException"


def test_aDestinationThatNamesTheAccountWantsNone(aws):
    let_in(aws, {"AWS": MEMBER}, {})
    aws.client("logs", MEMBER).put_subscription_filter(**subscription())
