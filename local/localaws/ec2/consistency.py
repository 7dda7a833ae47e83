"""EC2 is eventually consistent: for a while after a change, Describe shows what was before, or an endpoint that is pending.

Only functions are deceived, and only their looks count, so that a test sees what is and takes no look away.
"""

import time
from copy import copy

from moto.ec2.models.vpcs import VPCEndPoint

MEMBERS = {"staleLooks", "pendingLooks", "pendingSeconds"}
_wanted: dict[str, float] = {}


def change(wanted: dict) -> tuple[int, dict]:
    """Take what is wanted of all endpoints after each change from now on; `{}` for none of it."""
    global _wanted
    if problem := refused(wanted):
        return 400, {"error": problem}
    _wanted = wanted
    return 200, wanted


def refused(wanted: dict) -> str | None:
    if set(wanted) - MEMBERS or any(number < 0 for number in wanted.values()):
        return f"expected numbers for {', '.join(sorted(MEMBERS))}"
    return None


def before(endpoint: VPCEndPoint) -> VPCEndPoint:
    """The endpoint as it is, which no later change touches."""
    kept = copy(endpoint)
    vars(kept).update({name: [*value] for name, value in vars(endpoint).items() if isinstance(value, list)})
    return kept


def changed(endpoint: VPCEndPoint, was: VPCEndPoint | None) -> None:
    """Begin to deceive about an endpoint that was like that, or was not."""
    wanted = {**_wanted, **endpoint.wanted}
    endpoint.was, endpoint.stale_looks = was, wanted.get("staleLooks", 0)
    _pend(endpoint, wanted)


def change_of(endpoint: VPCEndPoint, wanted: dict) -> None:
    """Take what is wanted of one endpoint after its changes; it is pending from now on, too."""
    endpoint.wanted = wanted
    _pend(endpoint, wanted)


def _pend(endpoint: VPCEndPoint, wanted: dict) -> None:
    endpoint.pending_looks = wanted.get("pendingLooks", 0)
    endpoint.pending_until = time.monotonic() + wanted.get("pendingSeconds", 0)


def seen(endpoint: VPCEndPoint) -> VPCEndPoint | None:
    """The endpoint as a function's look shows it; the look counts."""
    if endpoint.stale_looks > 0:
        endpoint.stale_looks -= 1
        return endpoint.was
    if endpoint.state == "available" and (endpoint.pending_looks > 0 or time.monotonic() < endpoint.pending_until):
        endpoint.pending_looks -= 1
        endpoint = copy(endpoint)
        endpoint.state = "pending"
    return endpoint
