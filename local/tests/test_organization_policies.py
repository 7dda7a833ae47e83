"""Who may touch the guard, by the organization's service control policy, as ministack's evaluator judges it."""

import json

import package_org
import pytest
from ministack.core.iam_evaluator import EvalContext, evaluate, parse_policy_document

ROLE = "arn:aws:iam::111122223333:role/"
HERE = "us-east-1:111122223333"
SOMEBODY, STACKSETS, DEPLOYER = f"{ROLE}Administrator", f"{ROLE}stacksets-exec-0a1b2c", f"{ROLE}DEPLOYER-ROLE"
GUARD = f"{ROLE}vpce-guard-sweep-us-east-1"
FUNCTION = f"arn:aws:lambda:{HERE}:function:StackSet-vpce-guard-0a1b-CreateVpcEndpointFuncti-4x5y"
SWEEP = f"arn:aws:lambda:{HERE}:function:vpce-guard-SweepFunction-4x5y"
DENIED = f"arn:aws:lambda:{HERE}:function:StackSet-vpce-guard-0a1b-DeniedCallFunction-4x5y"
TABLE = f"arn:aws:dynamodb:{HERE}:table/StackSet-vpce-guard-0a1b-Ledger-4x5y"
TOPIC = f"arn:aws:sns:{HERE}:vpce-guard-Notices-4x5y"
SUBSCRIPTION = f"{TOPIC}:0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9"
QUEUE = f"arn:aws:sqs:{HERE}:vpce-guard-FollowUpQueue-4x5y"
SCHEDULE = f"arn:aws:scheduler:{HERE}:schedule/default/vpce-guard-CreateVpcEndpointDaily-4x5y"
RULE = f"arn:aws:events:{HERE}:rule/vpce-guard-CreateVpcEndpointFunctionCall-4x5y"
JOURNAL = f"arn:aws:logs:{HERE}:log-group:vpce-guard-Journal-4x5y"
ALARM = f"arn:aws:cloudwatch:{HERE}:alarm:vpce-guard-EventsFailed-4x5y"
STACK = f"arn:aws:cloudformation:{HERE}:stack/StackSet-vpce-guard-0a1b/4x5y"
PERIMETER = f"arn:aws:ssm:{HERE}:parameter/vpce-guard/perimeter"
TRAIL = f"arn:aws:cloudtrail:{HERE}:trail/all"


@pytest.fixture(scope="module")
def text() -> str:
    return (package_org.DOCUMENTS / "service-control-policy.json").read_text()


def denied(text: str, principal: str, action: str, resource: str, **context: str) -> bool:
    asked = EvalContext(principal_arn=principal, principal_type="AssumedRole", principal_account="111122223333",
                        action=action, resource_arn=resource, region="us-east-1",
                        service_context={name.replace("_", ":").lower(): value for name, value in context.items()})
    return evaluate(asked, [parse_policy_document(text)]).decision == "Deny"


def test_itFits(text):
    assert len(json.dumps(json.loads(text), separators=(",", ":"))) <= 10240


@pytest.mark.parametrize("action, resource", [
    ("lambda:UpdateFunctionCode", FUNCTION), ("lambda:UpdateFunctionConfiguration", SWEEP),
    ("lambda:DeleteFunction", SWEEP), ("lambda:PutFunctionConcurrency", FUNCTION), ("lambda:AddPermission", FUNCTION),
    ("lambda:DeleteFunctionCodeSigningConfig", FUNCTION), ("lambda:InvokeFunction", FUNCTION),
    ("lambda:InvokeFunction", DENIED), ("iam:PassRole", GUARD), ("iam:PutRolePolicy", GUARD), ("iam:AttachRolePolicy", GUARD),
    ("iam:UpdateAssumeRolePolicy", GUARD), ("iam:DeleteRole", GUARD), ("iam:DeleteRolePermissionsBoundary", GUARD),
    ("lambda:CreateAlias", FUNCTION), ("lambda:UpdateAlias", FUNCTION), ("lambda:DeleteAlias", f"{FUNCTION}:live"),
    ("scheduler:UpdateSchedule", SCHEDULE), ("scheduler:DeleteSchedule", SCHEDULE),
    ("events:DisableRule", RULE), ("events:PutRule", RULE), ("events:PutTargets", RULE), ("events:RemoveTargets", RULE),
    ("dynamodb:DeleteTable", TABLE), ("dynamodb:PutItem", TABLE), ("dynamodb:UpdateTable", TABLE),
    ("dynamodb:UpdateContinuousBackups", TABLE), ("dynamodb:PutResourcePolicy", TABLE), ("dynamodb:PartiQLUpdate", TABLE),
    ("sns:Publish", TOPIC), ("sns:SetTopicAttributes", TOPIC), ("sns:DeleteTopic", TOPIC),
    # AWS lists no resource for these two, and SNS judges them by the topic, as its refusals say.
    ("sns:SetSubscriptionAttributes", TOPIC), ("sns:Unsubscribe", TOPIC), ("sns:Unsubscribe", SUBSCRIPTION),
    ("sqs:SendMessage", QUEUE), ("sqs:PurgeQueue", QUEUE), ("sqs:SetQueueAttributes", QUEUE),
    ("logs:DeleteLogGroup", JOURNAL), ("logs:PutRetentionPolicy", JOURNAL), ("logs:DeleteSubscriptionFilter", JOURNAL),
    ("logs:PutLogEvents", f"{JOURNAL}:log-stream:journal"), ("logs:AssociateKmsKey", JOURNAL),
    ("cloudwatch:DeleteAlarms", ALARM), ("cloudwatch:DisableAlarmActions", ALARM),
    ("cloudformation:UpdateStack", STACK), ("cloudformation:DeleteStack", STACK),
    ("ssm:PutParameter", PERIMETER), ("ssm:DeleteParameter", PERIMETER), ("ssm:DeleteParameters", PERIMETER),
    ("cloudtrail:StopLogging", TRAIL), ("cloudtrail:PutEventSelectors", TRAIL),
])
def test_onlyDeployersChangeTheGuard(text, action, resource):
    assert denied(text, SOMEBODY, action, resource)
    assert not denied(text, STACKSETS, action, resource)
    assert not denied(text, DEPLOYER, action, resource)


@pytest.mark.parametrize("partition", ["aws-cn", "aws-us-gov"])
def test_soItIsInEveryPartition(text, partition):
    somebody, deployer, function, trail = (arn.replace("arn:aws:", f"arn:{partition}:")
                                           for arn in (SOMEBODY, DEPLOYER, FUNCTION, TRAIL))
    for action, resource in (("lambda:UpdateFunctionCode", function), ("cloudtrail:StopLogging", trail)):
        assert denied(text, somebody, action, resource)
        assert not denied(text, deployer, action, resource)


@pytest.mark.parametrize("action", ["iam:CreateRole", "iam:UpdateAssumeRolePolicy", "iam:PutRolePolicy", "iam:PassRole"])
@pytest.mark.parametrize("role", [STACKSETS, f"{ROLE}stacksets-exec-mine", DEPLOYER])
def test_nobodyMakesHimselfADeployer(text, role, action):
    assert denied(text, SOMEBODY, action, role)
    assert denied(text, GUARD, action, role)
    assert not denied(text, STACKSETS, action, role)


@pytest.mark.parametrize("action, resource", [
    ("dynamodb:PutItem", TABLE), ("dynamodb:UpdateItem", TABLE), ("dynamodb:DeleteItem", TABLE), ("sns:Publish", TOPIC),
    ("sqs:SendMessage", QUEUE), ("sqs:ReceiveMessage", QUEUE), ("sqs:DeleteMessage", QUEUE),
    ("logs:PutLogEvents", f"{JOURNAL}:log-stream:journal"), ("logs:AssociateKmsKey", JOURNAL),
])
def test_theGuardDoesItsWork(text, action, resource):
    assert not denied(text, GUARD, action, resource)


def test_theGuardsOwnSessionsChangeNothingOfTheGuard(text):
    assert denied(text, GUARD, "lambda:UpdateFunctionCode", FUNCTION)
    assert denied(text, GUARD, "iam:PutRolePolicy", GUARD)
    assert denied(text, GUARD, "events:DisableRule", RULE)


def test_mappingsAreKnownByTheirFunction(text):
    mapping = f"arn:aws:lambda:{HERE}:event-source-mapping:0a1b"
    ours, others = FUNCTION, f"arn:aws:lambda:{HERE}:function:orders"
    assert denied(text, SOMEBODY, "lambda:DeleteEventSourceMapping", mapping, lambda_FunctionArn=ours)
    assert not denied(text, SOMEBODY, "lambda:DeleteEventSourceMapping", mapping, lambda_FunctionArn=others)


@pytest.mark.parametrize("action, resource", [
    ("lambda:UpdateFunctionCode", f"arn:aws:lambda:{HERE}:function:orders"), ("lambda:GetFunction", FUNCTION),
    ("lambda:GetAlias", FUNCTION), ("scheduler:GetSchedule", SCHEDULE),
    ("scheduler:DeleteSchedule", f"arn:aws:scheduler:{HERE}:schedule/default/orders"),
    ("lambda:InvokeFunction", SWEEP), ("dynamodb:GetItem", TABLE), ("sns:Subscribe", TOPIC),
    ("sns:Unsubscribe", f"arn:aws:sns:{HERE}:orders"), ("iam:CreateRole", f"{ROLE}orders"),
    ("cloudformation:DescribeStacks", STACK), ("iam:PassRole", f"{ROLE}orders"), ("ec2:ModifyVpcEndpoint", "*"),
    ("logs:FilterLogEvents", JOURNAL), ("sqs:GetQueueAttributes", QUEUE), ("ssm:GetParameter", PERIMETER),
    ("ssm:PutParameter", f"arn:aws:ssm:{HERE}:parameter/orders"),
])
def test_othersAreNotInTheWay(text, action, resource):
    assert not denied(text, SOMEBODY, action, resource)
