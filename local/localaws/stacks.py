"""CloudFormation: what ministack's provisioners leave out of the resources that a stack of ours has.

A type that would be recorded and not made ends the process: a stack that is complete in name only must not pass.
"""

from ministack.services import lambda_svc
from ministack.services.cloudformation import provisioners, stacks

from localaws import faked, saved_queries
from localaws.ec2 import stack_endpoints
from localaws.functions import mappings

_HANDLERS = provisioners._RESOURCE_HANDLERS


def patch() -> None:
    _after("AWS::Lambda::Function", _function_limits)
    _before("AWS::CloudWatch::Alarm", _first_metric)
    _before("AWS::Lambda::EventSourceMapping", mappings.checked)
    _HANDLERS["AWS::EC2::VPCEndpoint"] = stack_endpoints.HANDLER
    _HANDLERS["AWS::Logs::QueryDefinition"] = saved_queries.HANDLER
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


def _function_limits(name: str, props: dict) -> None:
    func = lambda_svc._functions[name]
    reserved = props.get("ReservedConcurrentExecutions")
    func["concurrency"] = None if reserved is None else int(reserved)
    func["config"]["DeadLetterConfig"] = props.get("DeadLetterConfig") or {}


def _first_metric(props: dict) -> dict:
    """An alarm on an expression watches the expression's first metric here: it exists, and adds up nothing."""
    if not props.get("Metrics"):
        return props
    stat = next(metric["MetricStat"] for metric in props["Metrics"] if "MetricStat" in metric)
    return {**{key: value for key, value in props.items() if key != "Metrics"}, **stat["Metric"],
            "Period": stat["Period"], "Statistic": stat["Stat"]}
