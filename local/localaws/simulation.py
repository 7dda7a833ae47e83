"""IAM's simulator, with the context that its caller gives: ministack judges without any."""

from contextvars import ContextVar

from ministack.core import iam_evaluator
from ministack.services import iam

_context: ContextVar[dict[str, str]] = ContextVar("context", default={})


def patch() -> None:
    simulate, context = iam._simulate_principal_policy, iam_evaluator.EvalContext

    def simulate_in_context(parameters: dict):
        _context.set(_entries(parameters))
        try:
            return simulate(parameters)
        finally:
            _context.set({})

    class InContext(context):
        def __init__(self, *positional, **members) -> None:
            super().__init__(*positional, **members)
            self.service_context = {**_context.get(), **self.service_context}

    iam_evaluator.EvalContext = InContext
    iam._simulate_principal_policy = iam._IAM_HANDLERS["SimulatePrincipalPolicy"] = simulate_in_context


def _entries(parameters: dict) -> dict[str, str]:
    entries, number = {}, 1
    while name := iam._p(parameters, f"ContextEntries.member.{number}.ContextKeyName"):
        entries[name.lower()] = iam._p(parameters, f"ContextEntries.member.{number}.ContextKeyValues.member.1")
        number += 1
    return entries
