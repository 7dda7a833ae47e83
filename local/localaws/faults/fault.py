"""One fault: the calls that it is for, which of these it strikes, and what it does to them."""

import random
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

_MATCH = {"service", "action", "function", "endpoint"}
_WHICH = {"nth", "probability", "seed"}
_EFFECTS = {"error", "delay", "cut", "crash"}


@dataclass
class Fault:
    given: dict
    matched: int = 0
    fired: list[dict] = field(default_factory=list)

    def __post_init__(self) -> None:
        """ValueError if it was not given as README.md says."""
        if unknown := set(self.given) - _MATCH - _WHICH - _EFFECTS - {"after"}:
            raise ValueError(f"no members of a fault: {', '.join(sorted(unknown))}")
        if len(set(self.given) & _EFFECTS) != 1:
            raise ValueError(f"a fault has one of {', '.join(sorted(_EFFECTS))}")
        if self.effect == "error" and "code" not in self.given["error"]:
            raise ValueError('an error has at least a code: {"error": {"code": "Throttling", "status": 400}}')
        self._random = random.Random(self.given.get("seed", 0))

    @property
    def effect(self) -> str:
        return next(name for name in _EFFECTS if name in self.given)

    @property
    def after(self) -> bool:
        """Whether the call takes effect before the fault strikes."""
        return self.given.get("after", False)

    def matches(self, call: dict, body: bytes) -> bool:
        return (all(self.given.get(name, call[name]) == call[name] for name in ("service", "action"))
                and self.given.get("endpoint", "").encode() in body
                and self._is_callers(call["function"]))

    def strikes(self) -> bool:
        """Counts a call that matches, and says whether it is one of those that fail."""
        self.matched += 1
        if "nth" in self.given:
            nth = self.given["nth"]
            return self.matched in (nth if isinstance(nth, list) else [nth])
        return self._random.random() < self.given.get("probability", 1)

    def told(self) -> dict:
        return {"fault": self.given, "matched": self.matched, "fired": self.fired}

    def _is_callers(self, function: str | None) -> bool:
        if function is None:
            return "function" not in self.given and self.effect != "crash"
        return fnmatchcase(function, self.given.get("function", "*"))
