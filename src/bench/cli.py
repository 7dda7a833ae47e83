"""The command line as whole processes: assess, tighten and ceiling on files, a policy in a pipe, with the AOT cache and
without; and the report of a large account in a browser, if there is one."""

import argparse
import json
import os
import re
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
EXAMPLES = ROOT / "docs/examples"
CACHE = ROOT / "target/command-line.aot"
QUESTIONS = {
    "assess": ["assess", "--service=s3", "--type=gateway", f"--perimeter={EXAMPLES}/perimeter.json", f"{EXAMPLES}/reports.json"],
    "assessInAPipe": ["assess", "--service=s3", "--type=gateway", f"--perimeter={EXAMPLES}/perimeter.json", "-"],
    "tighten": ["tighten", "--type=gateway", f"{EXAMPLES}/reports.json", f"{EXAMPLES}/organization.json"],
    "ceiling": ["ceiling", "s3", "--region=eu-west-1", f"--perimeter={EXAMPLES}/perimeter.json"],
    "help": ["--help"],
}


def milliseconds(arguments: list[str], times: int, first: list[str]) -> dict:
    """Wall-clock time from the start of the launcher to its end, and the processor's time, which neighbours do not
    change as much."""
    taken, worked = [], []
    for _ in range(times):
        with open(EXAMPLES / "reports.json", "rb") as policy:
            before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
            subprocess.run([*first, ROOT / "vpce-guard", *arguments], stdin=policy, stdout=subprocess.DEVNULL,
                           stderr=subprocess.DEVNULL)
            taken.append(1000 * (time.perf_counter() - began))
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        worked.append(1000 * (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime))
    return {"median": round(statistics.median(taken)), "least": round(min(taken)), "cpu": round(statistics.median(worked))}


def report() -> dict:
    """Size and time to open, as the report's own test in the browser measures them."""
    maven = subprocess.run(
        [ROOT / "mvnw", "-B", "-ntp", "verify", "-P", "!format", "-Dtest=NONE", "-Dit.test=ReportPageIT#aThousandEndpointsOpenWithoutAComplaint",
         "-Dsurefire.failIfNoSpecifiedTests=false"], cwd=ROOT, capture_output=True, text=True, env={**os.environ, "JAVA_HOME": jdk()})
    opened = re.search(r"report of 1000 endpoints: ([0-9.]+) ms, ([0-9]+) bytes", maven.stdout)
    return {"openMs": float(opened[1]), "bytes": int(opened[2])} if opened else {"skipped": "no browser here"}


def jdk() -> str:
    return subprocess.run(["bash", "-c", '. local/find-jdk25 && echo "$JDK25"'], cwd=ROOT, capture_output=True, text=True,
                          check=True).stdout.strip()


def main() -> None:
    parser = argparse.ArgumentParser(prog="./bench cli", description=__doc__)
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--report", action="store_true", help="the report in a browser too")
    parser.add_argument("--priority", action="store_true", help="before all others on the machine, for root: chrt -f 10")
    options = parser.parse_args()
    first = ["chrt", "-f", "10"] if options.priority else []
    subprocess.run([ROOT / "vpce-guard", "--version"], stdout=subprocess.DEVNULL, check=True)
    figures = {name: milliseconds(arguments, options.times, first) for name, arguments in QUESTIONS.items()}
    if CACHE.exists():
        aside = CACHE.rename(CACHE.with_suffix(".aside"))
        try:
            figures["assessWithoutCache"] = milliseconds(QUESTIONS["assess"], options.times, first)
        finally:
            aside.rename(CACHE)
    for name, figure in figures.items():
        print(f"{name}: {figure['median']} ms, at least {figure['least']} ms, of the processor {figure['cpu']} ms", file=sys.stderr)
    if options.report:
        figures["report"] = report()
    print(json.dumps({"bench": "cli", "times": options.times, **figures}))


if __name__ == "__main__":
    main()
