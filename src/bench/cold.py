"""From the start of a process to a repaired event, over TLS with certificates verified: the package, the container image's
files with their cache, the same code with all of its libraries, and Cloud Custodian, which tags and tells. Interleaved;
ratios are medians over the rounds."""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from trial import certificates, variants
from trial.aws import Aws
from trial.process import Quota, Trial

ROOT = Path(__file__).resolve().parents[2]


def tried(variant, aws: Aws, quota: Quota | None) -> tuple[Trial, int | None]:
    """One process and its first event; with the classes it loaded, if it is a JVM."""
    aws.reset()
    aws.forget()
    running = variant.start(aws, quota)
    answered = variant.answered()
    calls, policy = list(aws.calls), aws.policy
    classes = running.classes() if isinstance(variant, variants.Function) and quota is None else None
    trial = running.end(answered)
    if sorted(calls) != sorted(variant.expected):
        raise SystemExit(f"expected the calls {variant.expected}, not {calls}")
    if variant.tightens != ("aws:PrincipalOrgID" in policy):
        raise SystemExit(f"the endpoint's policy is {policy}")
    return trial, classes


def measured(all_of_them: dict[str, object], aws: Aws, rounds: int, quota: Quota | None) -> dict[str, list[Trial]]:
    """The trials of each variant, the first of each is left out: it reads files that nobody read before."""
    trials = {name: [] for name in all_of_them}
    for number in range(rounds + 1):
        names = list(all_of_them)
        for name in names[number % len(names):] + names[:number % len(names)]:
            trial, _ = tried(all_of_them[name], aws, quota)
            if number:
                trials[name].append(trial)
    return trials


def summary(trials: list[Trial]) -> dict[str, float]:
    return {name: round(statistics.median(getattr(trial, name) for trial in trials), 1) for name in Trial._fields} | {
        "wallLeast": round(min(trial.wall for trial in trials), 1)}


def ratio(one: list[Trial], other: list[Trial]) -> dict[str, float]:
    """Of the pairs of one round, in each of the figures."""
    return {name: round(statistics.median(getattr(a, name) / getattr(b, name) for a, b in zip(one, other)), 3)
            for name in Trial._fields}


def jdk() -> str:
    find = f'. "{ROOT}/local/find-jdk25" && echo "$JDK25"'
    return subprocess.run(["bash", "-c", find], capture_output=True, text=True, check=True).stdout.strip()


def in_scratch(work: Callable[[Path, Aws], dict]) -> dict:
    """With certificates and a canned AWS, which are gone afterwards."""
    certificates.in_own_namespace()
    os.environ["JDK25"] = jdk()
    with tempfile.TemporaryDirectory(prefix="vpce-guard-cold-") as directory:
        scratch = Path(directory)
        certificates.make(scratch)
        certificates.trust(scratch)
        return work(scratch, Aws(scratch / "server.pem"))


def main() -> None:
    parser = argparse.ArgumentParser(prog="./bench cold", description=__doc__)
    parser.add_argument("--rounds", type=int, default=11)
    parser.add_argument("--quota", type=float, help="share of one processor, as Lambda gives it: 0.58 for 1024 MB (needs a cgroup)")
    parser.add_argument("--own-heap", action="store_true",
                        help="let JVMs take the heap that they choose on this machine, not what Lambda's 1024 MB leave them")
    options = parser.parse_args()

    def work(scratch: Path, aws: Aws) -> dict:
        compared = {"zip": variants.zipped(scratch), "image": variants.image(scratch), "naive": variants.naive(scratch),
                    "custodian": variants.custodian(scratch)}
        if options.own_heap:
            for function in (each for each in compared.values() if isinstance(each, variants.Function)):
                function.flags = [flag for flag in function.flags if "HeapSize" not in flag]
        quota = Quota(options.quota) if options.quota else None
        try:
            trials = measured(compared, aws, options.rounds, quota)
        finally:
            if quota:
                quota.close()
        return {
            **{name: summary(each) | {"calls": len(compared[name].expected)} for name, each in trials.items()},
            "classes": {name: tried(compared[name], aws, None)[1] for name in ("zip", "image", "naive")},
            **{f"{ours}To{theirs.title()}": ratio(trials[ours], trials[theirs])
               for ours in ("zip", "image") for theirs in ("naive", "custodian")}}

    figures = in_scratch(work)
    for name, figure in figures.items():
        print(f"{name}: {figure}", file=sys.stderr)
    print(json.dumps({"bench": "cold", "rounds": options.rounds, "quota": options.quota, "ownHeap": options.own_heap, **figures}))


if __name__ == "__main__":
    main()
