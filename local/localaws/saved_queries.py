"""CloudFormation's saved questions to Logs Insights: checked and kept, since there is no Logs Insights here."""

from uuid import uuid4

from ministack.services import cloudwatch_logs

_QUERIES: dict[str, dict] = {}


def _checked(props: dict) -> dict:
    if not props.get("Name") or not props.get("QueryString"):
        raise ValueError("AWS::Logs::QueryDefinition needs Name and QueryString")
    for group in props.get("LogGroupNames") or []:
        if group not in cloudwatch_logs._log_groups:
            raise ValueError(f"AWS::Logs::QueryDefinition names no log group: {group}")
    return props


def _create(logical_id: str, props: dict, stack_name: str) -> tuple[str, dict]:
    query = str(uuid4())
    _QUERIES[query] = _checked(props)
    return query, {"QueryDefinitionId": query}


def _update(physical_id: str, old: dict, new: dict, *more, **named) -> tuple[str, dict]:
    _QUERIES[physical_id] = _checked(new)
    return physical_id, {"QueryDefinitionId": physical_id}


def _delete(physical_id: str, props: dict) -> None:
    _QUERIES.pop(physical_id, None)


HANDLER = {"create": _create, "update": _update, "delete": _delete}
