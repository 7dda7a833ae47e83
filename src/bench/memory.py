"""Which memory size a function should have: the first event of an instance at the share of a processor that Lambda gives with
each size, by a cgroup, and what it costs; and the month of an account by its number of changes. Memory itself is not bounded:
the heap is, as Lambda's flags bound it."""

import argparse
import json
import statistics
import sys
from pathlib import Path

import cold
import scale
from trial import variants
from trial.aws import Aws
from trial.process import Quota

SIZES = (512, 768, 1024, 1536, 1769, 2048)
WHOLE = 1769  # megabytes with which a function has one processor (Lambda developer guide)


def month(changes: int, memory: int, seconds: float) -> float:
    """USD of one account and Region, each change on an instance of its own and one in ten repaired; the rest as
    `./bench scale` has it."""
    scale.STACK.update(memoryGb=memory / 1024, eventSeconds=seconds)
    a_day = changes * 12 / 365
    return round(sum(scale.cost(10, a_day, a_day / 10).values()), 2)


def main() -> None:
    parser = argparse.ArgumentParser(prog="./bench memory", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()

    def work(scratch: Path, aws: Aws) -> dict:
        curve = {}
        for size in SIZES:
            function = variants.zipped(scratch)
            function.flags = [flag for flag in function.flags if "MaxHeapSize" not in flag] + [f"-XX:MaxHeapSize={int(0.85 * size)}m"]
            quota = Quota(size / WHOLE)
            try:
                trials = cold.measured({"zip": function}, aws, options.rounds, quota)["zip"]
            finally:
                quota.close()
            wall = statistics.median(trial.wall for trial in trials)
            curve[size] = {"ms": round(wall), "mib": round(max(trial.rss for trial in trials)),
                           "usdPerMillion": round(size / 1024 * wall / 1000 * scale.PRICES["lambdaGbSecond"] * 1e6, 2)}
            print(f"{size} MB: {curve[size]}", file=sys.stderr)
        chosen = curve[1024]
        return {"curve": curve, "prices": {"lambdaGbSecond": scale.PRICES["lambdaGbSecond"]},
                "usdPerMonth": {changes: month(changes, 1024, chosen["ms"] / 1000) for changes in (10, 1000, 50000)}}

    print(json.dumps({"bench": "memory", "rounds": options.rounds, **cold.in_scratch(work)}))


if __name__ == "__main__":
    main()
