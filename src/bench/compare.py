"""Which of two commits moved: both are built in checkouts of their own, their calls, sizes and classes are counted, and their
first events are measured in turns. A time has moved if three quarters of the pairs say so, by three percent or more."""

import argparse
import json
import os
import statistics
import subprocess
import sys
from pathlib import Path

import cold
import count
from trial import variants
from trial.process import Trial

ROOT = Path(__file__).resolve().parents[2]
LEAST = 0.03


def built(commit: str) -> Path:
    """The `target` of the commit's package; built once, and kept under target/compare."""
    name = subprocess.run(["git", "-C", ROOT, "rev-parse", "--verify", f"{commit}^{{commit}}"], capture_output=True, text=True,
                          check=True).stdout.strip()
    where = ROOT / "target/compare" / name
    if not Path(where, "target/function.zip").exists():
        print(f"building {name[:12]} ({commit}) ...", file=sys.stderr)
        subprocess.run(["git", "-C", ROOT, "worktree", "prune"], check=True)
        if not where.exists():
            subprocess.run(["git", "-C", ROOT, "worktree", "add", "--quiet", "--detach", where, name], check=True)
        subprocess.run(["./mvnw", "-B", "-ntp", "-q", "package", "-Dmaven.test.skip", "-Dspotless.check.skip"], cwd=where,
                       env={**os.environ, "JAVA_HOME": cold.jdk()}, check=True, stdout=sys.stderr)
    return where / "target"


def moved(one: list[Trial], other: list[Trial], figure: str) -> dict:
    """The ratio of the second commit to the first, and whether that is more than noise."""
    ratios = [getattr(b, figure) / getattr(a, figure) for a, b in zip(one, other)]
    low, middle, high = statistics.quantiles(ratios, n=4)
    return {"ratio": round(middle, 3), "quartiles": [round(low, 3), round(high, 3)],
            "moved": "slower" if low > 1 and middle > 1 + LEAST else "faster" if high < 1 and middle < 1 - LEAST else "no"}


def flat(figures: dict, path: str = "") -> dict[str, int]:
    return {name: value for key, figure in figures.items()
            for name, value in (flat(figure, f"{path}{key}.") if isinstance(figure, dict) else {f"{path}{key}": figure}).items()}


def main() -> None:
    parser = argparse.ArgumentParser(prog="./bench compare", description=__doc__)
    parser.add_argument("commits", nargs=2, metavar="COMMIT")
    parser.add_argument("--rounds", type=int, default=15)
    options = parser.parse_args()
    targets = [built(commit) for commit in options.commits]

    def work(scratch: Path, aws) -> dict:
        counts = []
        for target in targets:
            aws.forget()
            counts.append(flat(count.counted(scratch, aws, target)))
        both = {commit: variants.zipped(scratch, target, f"zip-{number}")
                for number, (commit, target) in enumerate(zip("AB", targets))}
        trials = cold.measured(both, aws, options.rounds, None)
        return {"counted": {name: [counts[0][name], counts[1].get(name)] for name in counts[0]},
                "different": [name for name in counts[0] if counts[0][name] != counts[1].get(name)],
                **{figure: moved(trials["A"], trials["B"], figure) for figure in Trial._fields}}

    figures = cold.in_scratch(work)
    print(f"counted differently: {', '.join(figures['different']) or 'nothing'}", file=sys.stderr)
    for figure in Trial._fields:
        print(f"{figure}: {figures[figure]}", file=sys.stderr)
    print(json.dumps({"bench": "compare", "commits": options.commits, "rounds": options.rounds, **figures}))


if __name__ == "__main__":
    main()
