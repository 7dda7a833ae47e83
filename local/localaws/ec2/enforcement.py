"""Whether an endpoint's policy lets a call through: the IAM user guide's evaluation logic, as far as endpoint policies use
it here. What it does not know it refuses to judge."""

import re

_OPERATORS = {
    "StringEquals": lambda pattern, value: pattern == value,
    "StringEqualsIgnoreCase": lambda pattern, value: pattern.lower() == value.lower(),
    "StringLike": lambda pattern, value: _glob(pattern).fullmatch(value) is not None,
    "ArnEquals": lambda pattern, value: _glob(pattern).fullmatch(value) is not None,
    "ArnLike": lambda pattern, value: _glob(pattern).fullmatch(value) is not None,
    "Bool": lambda pattern, value: pattern.lower() == value.lower(),
}


def allows(policy: dict, caller: str, action: str, resource: str, context: dict[str, str]) -> bool:
    """A Deny wins; without an Allow nothing passes. Keys of the context are in lower case; one that is not there is absent."""
    matching = [statement["Effect"] for statement in _list(policy["Statement"])
                if _matches(statement, caller, action, resource, context)]
    return "Allow" in matching and "Deny" not in matching


def _matches(statement: dict, caller: str, action: str, resource: str, context: dict[str, str]) -> bool:
    return (_element(statement, "Principal", lambda named: _is_caller(named, caller))
            and _element(statement, "Action", lambda named: _any(named, action.lower(), lower=True))
            and _element(statement, "Resource", lambda named: _any(named, resource))
            and all(_holds(operator, key, patterns, context)
                    for operator, lines in statement.get("Condition", {}).items() for key, patterns in lines.items()))


def _element(statement: dict, name: str, holds) -> bool:
    return holds(statement[name]) if name in statement else not holds(statement[f"Not{name}"])


def _is_caller(named, caller: str) -> bool:
    if named == "*":
        return True
    listed = _list(named.get("AWS", [])) if isinstance(named, dict) else []
    account = caller.split(":")[4] if caller.startswith("arn:") else ""
    return any(one in ("*", caller, account) or (one.endswith(":root") and one.split(":")[4] == account) for one in listed)


def _any(patterns, text: str, lower: bool = False) -> bool:
    return any(_glob(pattern.lower() if lower else pattern).fullmatch(text) for pattern in _list(patterns))


def _holds(operator: str, key: str, patterns, context: dict[str, str]) -> bool:
    value = context.get(key.lower())
    if operator == "Null":
        return any((pattern == "true") == (value is None) for pattern in _list(patterns))
    name, if_exists = operator.removesuffix("IfExists"), operator.endswith("IfExists")
    negated = "Not" in name
    test = _OPERATORS.get(name.replace("Not", ""))
    if test is None:
        raise NotImplementedError(f"the local AWS does not judge by {operator}")
    if value is None:
        return negated or if_exists
    return negated != any(test(str(pattern), value) for pattern in _list(patterns))


def _glob(pattern: str) -> re.Pattern:
    return re.compile("".join({"*": ".*", "?": "."}.get(char, re.escape(char)) for char in pattern), re.DOTALL)


def _list(value) -> list:
    return value if isinstance(value, list) else [value]
