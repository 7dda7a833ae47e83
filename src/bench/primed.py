"""The first event after a snapshot (SnapStart): the hooks run as Lambda runs them, then the event comes. Beside it the same
without hooks (with the JVM's options that Lambda gives a function with snapshots, and with those that the template adds),
with canned answers alone, and with the SDK's own warm-up. Lambda's restore itself cannot be measured here."""

import argparse
import json
import os
import re
import statistics
import subprocess
import sys
from pathlib import Path

import cold
from trial import variants
from trial.aws import Aws

# Lambda compiles to the highest level where a snapshot is taken.
LAMBDA_FLAGS = [flag for flag in variants.LAMBDA_FLAGS if "TieredStopAtLevel" not in flag]
OURS = re.search("JAVA_TOOL_OPTIONS: !If .HasSnapshots, '([^']+)'", Path(variants.ROOT, "template.yaml").read_text())[1].split()
WITHOUT_DESCRIBE = ("vpceguard/aws/priming/Connections.java", """
package vpceguard.aws.priming;
public final class Connections {
    public static void tryOnce(software.amazon.awssdk.services.ec2.Ec2Client ec2) {}
}""")
BY_THE_SDK = ("vpceguard/lambda/Priming.java", """
package vpceguard.lambda;
import software.amazon.awssdk.core.ClientType;
import software.amazon.awssdk.core.warmup.SdkWarmUpProvider;
final class Priming {
    static String run(java.util.Map<String, String> environment, vpceguard.aws.Services services) {
        java.util.ServiceLoader.load(SdkWarmUpProvider.class).forEach(each -> each.warmUpClient(ClientType.SYNC));
        return "";
    }
}""")


def compiled(scratch: Path, name: str, class_path: list[str], *sources: tuple[str, str]) -> str:
    """A directory with classes that stand in for the package's."""
    where = scratch / name
    for path, text in sources:
        file = where / "src" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    subprocess.run([Path(os.environ["JDK25"], "bin/javac"), "-nowarn", "-proc:none", "-d", where / "classes", "-cp", ":".join(class_path),
                    *(where / "src" / path for path, _ in sources)], check=True, stderr=subprocess.DEVNULL)
    return str(where / "classes")


def first(function: variants.Function, aws: Aws, hooks: bool) -> float:
    """Milliseconds from event to answer."""
    aws.reset()
    aws.forget()
    running = function.start(aws, None, at_once=False,
                             AWS_LAMBDA_INITIALIZATION_TYPE="snap-start" if hooks else "on-demand")
    function.initialized()
    aws.reset()
    began = function.again(variants.EVENT)
    took = 1000 * (function.answered() - began)
    running.kill()
    if sorted(aws.calls) != sorted(function.expected):
        raise SystemExit(f"expected the calls {function.expected}, not {aws.calls}")
    return took


def main() -> None:
    parser = argparse.ArgumentParser(prog="./bench primed", description=__doc__)
    parser.add_argument("--rounds", type=int, default=9)
    options = parser.parse_args()

    def work(scratch: Path, aws: Aws) -> dict:
        target = variants.ROOT / "target"
        zipped = variants.zipped(scratch)
        package = zipped.class_path[:2]
        full = [str(next(target.glob("vpce-guard-*-function.jar"))), f"{target}/shrink/lib/*"]
        canned = compiled(scratch, "canned", full, WITHOUT_DESCRIBE)
        by_sdk = compiled(scratch, "sdk", full, WITHOUT_DESCRIBE, BY_THE_SDK)

        def function(flags: list[str], *class_path: str) -> variants.Function:
            return variants.Function(scratch, target / "ric", list(class_path), "java", [*LAMBDA_FLAGS, *flags])

        tried = {"unprimed": (function([], *package), False), "unprimedWithOptions": (function(OURS, *package), False),
                 "primed": (function(OURS, *package), True), "cannedOnly": (function(OURS, canned, *package), True),
                 "sdkWarmUp": (function([], by_sdk, *full), True), "sdkUnprimed": (function([], *full), False)}
        took = {name: [] for name in tried}
        for _ in range(options.rounds):
            for name, (each, hooks) in tried.items():
                took[name].append(first(each, aws, hooks))

        def ratio(name: str, other: str) -> float:
            return round(statistics.median(a / b for a, b in zip(took[name], took[other])), 3)

        compared = {"unprimedWithOptions": ("unprimed",), "primed": ("unprimed", "unprimedWithOptions"),
                    "cannedOnly": ("unprimed", "unprimedWithOptions"), "sdkWarmUp": ("sdkUnprimed",)}
        return {name: {"ms": round(statistics.median(times), 1)} | {f"to{other[0].upper()}{other[1:]}": ratio(name, other)
                                                                    for other in compared.get(name, ())}
                for name, times in took.items()}

    figures = cold.in_scratch(work)
    for name, figure in figures.items():
        print(f"{name}: {figure}", file=sys.stderr)
    print(json.dumps({"bench": "primed", "rounds": options.rounds, **figures}))


if __name__ == "__main__":
    main()
