"""CloudFormation: what ministack's provisioners leave out of the resources that a stack of ours has.

A type that would be recorded and not made ends the process: a stack that is complete in name only must not pass.
"""

from ministack.core.responses import get_account_id, get_region, request_scope
from ministack.services import dynamodb, iam, lambda_svc, s3, sns
from ministack.services.cloudformation import provisioners, stacks

from localaws import faked, log_destinations, saved_queries
from localaws.ec2 import stack_endpoints
from localaws.functions import mappings

_HANDLERS = provisioners._RESOURCE_HANDLERS


def patch() -> None:
    _after("AWS::Lambda::Function", _function_limits)
    _after("AWS::IAM::Role", _role_boundary)
    _after("AWS::SNS::Topic", _topic_key)
    _after("AWS::DynamoDB::Table", _table_key)
    _before("AWS::CloudWatch::Alarm", _first_metric)
    _before("AWS::Lambda::EventSourceMapping", lambda props: mappings.checked(_limit_in_numbers(props)))
    _HANDLERS["AWS::EC2::VPCEndpoint"] = stack_endpoints.HANDLER
    _HANDLERS["AWS::Logs::QueryDefinition"] = saved_queries.HANDLER
    _HANDLERS["AWS::Logs::Destination"] = log_destinations.HANDLER
    lambda_svc._fetch_code_from_s3 = _from_any_account(lambda_svc._fetch_code_from_s3)
    provision = provisioners._provision_resource

    def provision_really(resource_type, logical_id, props, stack_name):
        if resource_type not in _HANDLERS and resource_type.startswith("AWS::CloudFormation::"):
            faked.stop(f"CloudFormation would record {logical_id} ({resource_type}) and not make it")
        return provision(resource_type, logical_id, props, stack_name)

    provisioners._provision_resource = provision_really
    stacks._provision_resource = provision_really


def _after(resource_type: str, complete) -> None:
    create, update = _HANDLERS[resource_type]["create"], _HANDLERS[resource_type]["update"]

    def created(logical_id, props, stack_name):
        made = create(logical_id, props, stack_name)
        complete(made[0], props)
        return made

    def updated(physical_id, old, new, stack_name, *more, **named):
        made = update(physical_id, old, new, stack_name, *more, **named)
        complete(made[0], new)
        return made

    _HANDLERS[resource_type] |= {"create": created, "update": updated}


def _before(resource_type: str, adapt) -> None:
    create, update = _HANDLERS[resource_type]["create"], _HANDLERS[resource_type]["update"]
    _HANDLERS[resource_type] |= {
        "create": lambda logical_id, props, stack_name: create(logical_id, adapt(props), stack_name),
        "update": lambda physical_id, old, new, *more, **named: update(physical_id, adapt(old), adapt(new), *more, **named),
    }


def _from_any_account(fetch):
    """A package may lie in another account's bucket, whose policy must let the deploying account read it."""
    def fetched(bucket: str, key: str, version_id: str | None = None) -> bytes | None:
        owner, deployer = s3._bucket_owner_account(bucket), get_account_id()
        if owner in (None, deployer):
            return fetch(bucket, key, version_id)
        if not s3._foreign_bucket_allows(owner, bucket, key, "GET", {}, deployer):
            return None
        with request_scope(owner, get_region()):
            return fetch(bucket, key, version_id)
    return fetched


def _function_limits(name: str, props: dict) -> None:
    func = lambda_svc._functions[name]
    reserved = props.get("ReservedConcurrentExecutions")
    func["concurrency"] = None if reserved is None else int(reserved)
    func["code_signing_config_arn"] = props.get("CodeSigningConfigArn") or ""
    func["config"]["DeadLetterConfig"] = props.get("DeadLetterConfig") or {}


def _limit_in_numbers(props: dict) -> dict:
    """A parameter's value is text, of which CloudFormation makes a number where the property is one."""
    scaling = props.get("ScalingConfig") or {}
    return {**props, "ScalingConfig": {name: int(limit) for name, limit in scaling.items()}}


def _role_boundary(name: str, props: dict) -> None:
    iam._roles[name]["PermissionsBoundary"] = props.get("PermissionsBoundary")


def _topic_key(arn: str, props: dict) -> None:
    if key := props.get("KmsMasterKeyId"):
        sns._topics[arn]["attributes"]["KmsMasterKeyId"] = key


def _table_key(name: str, props: dict) -> None:
    if key := (props.get("SSESpecification") or {}).get("KMSMasterKeyId"):
        dynamodb._tables[name]["SSEDescription"] = {"Status": "ENABLED", "SSEType": "KMS", "KMSMasterKeyArn": key}


def _first_metric(props: dict) -> dict:
    """An alarm on an expression watches the expression's first metric here: it exists, and adds up nothing."""
    if not props.get("Metrics"):
        return props
    stat = next(metric["MetricStat"] for metric in props["Metrics"] if "MetricStat" in metric)
    return {**{key: value for key, value in props.items() if key != "Metrics"}, **stat["Metric"],
            "Period": stat["Period"], "Statistic": stat["Stat"]}
