"""What does not depend on the machine, against the bounds in src/bench/bounds.json: calls for each kind of event, the size of
the package, and the classes that are loaded at the end of a first event."""

import argparse
import json
import sys
from pathlib import Path

import cold
from trial import variants
from trial.aws import OPEN, ORGANIZATION, Aws

BOUNDS = Path(__file__).parent / "bounds.json"
COMPLIANT = json.dumps({"Version": "2012-10-17", "Statement": [{
    "Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*",
    "Condition": {"StringEquals": {"aws:PrincipalOrgID": ORGANIZATION, "aws:ResourceOrgID": ORGANIZATION}}}]})


def counted(scratch: Path, aws: Aws, target: Path = variants.ROOT / "target") -> dict:
    """Each kind of event once, on one instance of the packaged function; the first comes again to another one."""
    function = variants.zipped(scratch, target)
    aws.forget()
    aws.reset()
    running = function.start(aws, None)
    function.answered()
    calls = {"firstOfAnInstance": len(aws.calls)}
    classes = running.classes()
    repaired, compliant = (variants.EVENT | {"detail": variants.EVENT["detail"] | {"eventID": f"0a0a0a0a-0000-4000-a000-{number:012}"}}
                           for number in (1, 2))
    for name, event, policy, result in (
            ("repaired", repaired, OPEN, "CHANGED"),
            ("redelivered", repaired, None, "DUPLICATE"),
            ("compliant", compliant, COMPLIANT, "COMPLIANT"),
            ("own", variants.event("own-modify"), OPEN, "OWN"),
            ("failed", variants.event("failed-unauthorized"), OPEN, "IGNORED"),
            ("ofAnotherAccount", variants.event("other-account"), OPEN, "IGNORED")):
        aws.reset(policy or aws.policy)
        function.again(event)
        function.answered(result)
        calls[name] = len(aws.calls)
    running.kill()
    aws.reset()
    running = function.start(aws, None)
    function.answered("DUPLICATE")
    calls["redeliveredToAnotherInstance"] = len(aws.calls)
    running.kill()
    return {"packageBytes": (target / "function.zip").stat().st_size, "classesAtFirstEvent": classes, "calls": calls}


def beyond(figures: dict, bounds: dict, path: str = "") -> list[str]:
    """What is more than its bound, or has none."""
    return [line for name, figure in figures.items() for line in (
        beyond(figure, bounds[name], f"{path}{name}.") if isinstance(figure, dict)
        else [f"{path}{name} is {figure}, and may be {bounds[name]}"] if figure > bounds[name] else [])]


def main() -> None:
    argparse.ArgumentParser(prog="./bench count", description=__doc__).parse_args()
    figures = cold.in_scratch(counted)
    faults = beyond(figures, json.loads(BOUNDS.read_text()))
    print("\n".join(faults) or "all within the bounds", file=sys.stderr)
    print(json.dumps({"bench": "count", **figures}))
    sys.exit(bool(faults))


if __name__ == "__main__":
    main()
