"""The faults that are in force, in the order in which they were given; the first that strikes is the one that happens."""

from localaws.faults.fault import Fault

_faults: list[Fault] = []


def add(given: list[dict]) -> tuple[int, list[dict] | dict]:
    try:
        faults = [Fault(fault) for fault in given]
    except ValueError as problem:
        return 400, {"error": str(problem)}
    _faults.extend(faults)
    return 200, told()


def told() -> list[dict]:
    return [fault.told() for fault in _faults]


def clear() -> None:
    _faults.clear()


def striking(call: dict, body: bytes) -> Fault | None:
    """The fault that happens to this call, and a note of it."""
    strikes = [fault for fault in _faults if fault.matches(call, body) and fault.strikes()]
    if not strikes:
        return None
    strikes[0].fired.append({name: call[name] for name in ("at", "service", "action", "function")})
    call["fault"] = f"{strikes[0].effect} {'after' if strikes[0].after else 'before'}"
    return strikes[0]
