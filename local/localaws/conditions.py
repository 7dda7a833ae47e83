"""CloudFormation's Conditions: ministack selects there from a list, and leaves Fn::Split and pseudo parameters as they stand."""

from ministack.core.responses import get_account_id, get_region
from ministack.services.cloudformation import changesets, engine, handlers, stacks

_PSEUDO = {"AWS::Region": get_region, "AWS::AccountId": get_account_id}


def patch() -> None:
    evaluate = engine._evaluate_conditions

    def evaluate_split(template: dict, params: dict) -> dict:
        conditions = template.get("Conditions") or {}
        return evaluate({**template, "Conditions": _split(conditions, params)}, params)

    for module in (engine, changesets, handlers, stacks):
        module._evaluate_conditions = evaluate_split


def _split(value, params: dict):
    if isinstance(value, list):
        return [_split(item, params) for item in value]
    if not isinstance(value, dict):
        return value
    if value.get("Ref") in _PSEUDO:
        return _PSEUDO[value["Ref"]]()
    if "Fn::Split" in value:
        delimiter, text = value["Fn::Split"]
        return str(params[text["Ref"]]["Value"] if isinstance(text, dict) else text).split(delimiter)
    return {name: _split(member, params) for name, member in value.items()}
