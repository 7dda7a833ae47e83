"""Warm events against canned answers over TLS: the guard's beside Cloud Custodian's, in turns, and how much of the guard's
time is its own code, by a profile: what is left are the calls that it makes."""

import argparse
import json
import os
import statistics
import subprocess
import sys
from collections import Counter
from pathlib import Path

import cold
from trial import variants
from trial.aws import Aws

PERIOD = 1  # milliseconds between samples
TELLING = ("vpceguard.flow.Telling.", "vpceguard.flow.Trail.", "vpceguard.aws.ledger.DynamoLedger.", "vpceguard.aws.LogsJournal.",
           "vpceguard.aws.SnsNotices.")
SETTINGS = f"""<?xml version="1.0" encoding="UTF-8"?>
<configuration version="2.0"><event name="jdk.ExecutionSample">
<setting name="enabled">true</setting><setting name="period">{PERIOD} ms</setting></event></configuration>"""


def event(variant, aws: Aws) -> float:
    """Milliseconds of one more event."""
    aws.reset()
    began = variant.again()
    took = 1000 * (variant.answered() - began)
    if sorted(aws.calls) != sorted(variant.expected):
        raise SystemExit(f"expected the calls {variant.expected}, not {aws.calls}")
    return took


def started(variant, aws: Aws, warm: int):
    aws.reset()
    aws.forget()
    running = variant.start(aws, None)
    variant.answered()
    for _ in range(warm):
        event(variant, aws)
    return running


def owner(stack: str) -> str:
    """Whose code a sample is in: the SDK's, if it is anywhere above the guard's, else the guard's, by what it is there for:
    to judge and repair (the event and the policy are read, assessed, tightened, proved), or to tell (records, journal, notice)."""
    inner = [line.strip().split("(")[0] for line in stack.splitlines() if "(" in line]
    for frame in inner:
        if frame.startswith(("software.amazon.", "sun.security.", "java.net.")):
            return "calls"
        if frame.startswith("vpceguard."):
            return ("tell" if any(other.startswith(TELLING) for other in inner)
                    else "calls" if frame.startswith("vpceguard.aws.") else "repair")
    return "runtime"


def recorder(running, command: str, *arguments: str) -> None:
    subprocess.run([Path(os.environ["JDK25"], "bin/jcmd"), str(running.pid), command, *arguments], check=True, stdout=subprocess.DEVNULL)


def profile(recording: Path) -> Counter:
    """Samples of the thread that deals with events, by whose code they are in."""
    shown = subprocess.run([Path(os.environ["JDK25"], "bin/jfr"), "print", "--events", "jdk.ExecutionSample", "--stack-depth", "64",
                            recording], capture_output=True, text=True, check=True).stdout
    return Counter(owner(sample) for sample in shown.split("jdk.ExecutionSample {")[1:] if "handleRequest" in sample)


def main() -> None:
    parser = argparse.ArgumentParser(prog="./bench again", description=__doc__)
    parser.add_argument("--events", type=int, default=200)
    parser.add_argument("--warm", type=int, default=300, help="events before the first that counts; of Custodian's, a tenth")
    options = parser.parse_args()

    def work(scratch: Path, aws: Aws) -> dict:
        guard, custodian = variants.zipped(scratch), variants.custodian(scratch)
        both = [started(guard, aws, options.warm), started(custodian, aws, options.warm // 10)]
        ours, theirs = [], []
        for _ in range(options.events):
            ours.append(event(guard, aws))
            theirs.append(event(custodian, aws))
        for each in both:
            each.kill()

        recording = scratch / "guard.jfr"
        profiled = variants.zipped(scratch)
        Path(scratch, "samples.jfc").write_text(SETTINGS)
        running = started(profiled, aws, options.warm)
        recorder(running, "JFR.start", f"filename={recording}", f"settings={scratch}/samples.jfc")
        in_profile = [event(profiled, aws) for _ in range(options.events)]
        recorder(running, "JFR.dump", f"filename={recording}")
        running.kill()
        samples = profile(recording)
        repair, tell = (samples[kind] * PERIOD / options.events for kind in ("repair", "tell"))
        # Of the same process: another minute may be half as fast.
        calls_ms = statistics.mean(in_profile) - repair - tell
        return {"guardMs": round(statistics.median(ours), 2), "custodianMs": round(statistics.median(theirs), 2),
                "ratio": round(statistics.median(a / b for a, b in zip(ours, theirs)), 3),
                "calls": {"guard": len(guard.expected), "custodian": len(custodian.expected)},
                "repairMs": round(repair, 2), "repairOverCalls": round(repair / calls_ms, 3),
                "tellMs": round(tell, 2), "ownOverCalls": round((repair + tell) / calls_ms, 3),
                "samples": dict(samples.most_common())}

    figures = cold.in_scratch(work)
    print(json.dumps({"bench": "again", "events": options.events, **figures}))
    print(f"an event {figures['guardMs']} ms, of it {figures['repairMs']} ms to judge and repair and {figures['tellMs']} ms to tell; "
          f"Custodian's {figures['custodianMs']} ms", file=sys.stderr)


if __name__ == "__main__":
    main()
