"""What may befall an event on its way to the bus: it is lost, doubled, late, or overtaken by the next one."""

import random

from localaws import clock

_CHANCES = {"drop", "duplicate", "reorder"}
_LATEST = 30 * 60
_wanted: dict = {}
_random = random.Random(0)
_befallen: list[dict] = []


def change(wanted: dict) -> tuple[int, dict]:
    """Take what is wanted from now on, `{}` for nothing; the same seed makes the same choices for the same events."""
    global _wanted, _random
    low, high = wanted.get("delay", [0, 0])
    if set(wanted) - _CHANCES - {"delay", "seed"} or not all(0 <= wanted.get(chance, 0) <= 1 for chance in _CHANCES):
        return 400, {"error": f"expected chances {', '.join(sorted(_CHANCES))} from 0 to 1, delay, seed"}
    if not 0 <= low <= high <= _LATEST:
        return 400, {"error": f"expected a delay of two numbers from 0 to {_LATEST}, the smaller first"}
    _wanted, _random = wanted, random.Random(wanted.get("seed", 0))
    _befallen.clear()
    return 200, wanted


def told() -> list[dict]:
    return list(_befallen)


def of(envelope: dict) -> tuple[list[float], bool]:
    """How many seconds from now each copy of the event comes, and whether the next event overtakes it."""
    dropped, doubled, overtaken = (_random.random() < _wanted.get(chance, 0) for chance in ("drop", "duplicate", "reorder"))
    low, high = _wanted.get("delay", [0, 0])
    delays = [clock.scaled(_random.uniform(low, high)) for _ in range(2)]
    copies = 0 if dropped else 2 if doubled else 1
    _befallen.append({"eventID": envelope["detail"]["eventID"], "eventName": envelope["detail"]["eventName"],
                      "delays": delays[:copies], "overtaken": overtaken})
    return delays[:copies], overtaken
