"""How CloudTrail writes EC2's query requests and XML answers as JSON.

The rules are seen in real records: a list holds objects {"tag": 1, "content": "x"}, or the structure's own members
and its "tag"; a list of one is no list; an empty set is ""; and what looks like a boolean or a number becomes one.
"""

import re
from xml.etree.ElementTree import Element

_LIMIT = 100 * 1024
_PROTOCOL = {"Action", "Version"}


def request_parameters(action: str, form: dict[str, str]) -> dict:
    tree: dict = {}
    for name, value in form.items():
        if name in _PROTOCOL:
            continue
        *parents, last = name.split(".")
        node = tree
        for part in parents:
            node = node.setdefault(part, {})
        node[last] = value
    return {f"{action}Request": _members(tree)}


def response_elements(root: Element) -> dict:
    namespace, _, name = root.tag[1:].partition("}")
    return {name: {"xmlns": namespace.rstrip("/") + "/", **{_local(child): _element(child) for child in root}}}


def within_limit(text: str, member: str, elements: dict) -> dict:
    """The elements, or what stands for them when they are too large to be kept."""
    if len(text) <= _LIMIT:
        return elements
    return {"reason": f"{member} too large", "omitted": "true", "originalSize": str(len(text))}


def _members(node: dict) -> dict:
    return {name: _value(value) for name, value in node.items()}


def _value(node):
    if not isinstance(node, dict):
        return _guess(node)
    if not all(name.isdigit() for name in node):
        return _members(node)
    items = [_item(int(tag), value) for tag, value in sorted(node.items(), key=lambda pair: int(pair[0]))]
    return items[0] if len(items) == 1 else items


def _item(tag: int, value) -> dict:
    if isinstance(value, dict):
        return {**_members(value), "tag": tag}
    return {"tag": tag, "content": _guess(value)}


def _element(element: Element):
    children = list(element)
    if not children:
        return _guess(element.text or "")
    if all(_local(child) == "item" for child in children):
        items = [_element(child) for child in children]
        return {"item": items[0] if len(items) == 1 else items}
    return {_local(child): _element(child) for child in children}


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _guess(text: str):
    if text in ("true", "false"):
        return text == "true"
    return int(text) if re.fullmatch("[0-9]{1,18}", text) else text
