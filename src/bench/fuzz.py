"""Fuzzes the readers, and read → tighten → prove, with Jazzer: one after the other, for so many minutes in all. An
input that fails is kept in target/fuzz, and named. Each run draws others, unless a seed is given: then all have the
same ones, in the same order."""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
WORK = Path("target/fuzz")
PATIENCE_SECONDS = 60
# Comparisons tell the fuzzer words that a reader expects; a repair is drawn from single bytes, which it finds by itself.
TARGETS = {"readers": ("ReadersFuzz", "aTextIsReadOrRefused", ["-max_len=20480"]),
           "repair": ("RepairFuzz", "aRepairIsTheIntersection", ["--trace=cov", "-max_len=400", "-len_control=0"])}


def run(*command: str, **environment: str) -> str:
    return subprocess.run(command, cwd=ROOT, env=os.environ | environment, stdout=subprocess.PIPE, text=True,
                          check=True).stdout


def compiled(seed: int | None) -> list[str]:
    """The java command that fuzzes."""
    jdk = run("bash", "-c", ". local/find-jdk25 && echo $JDK25").strip()
    # Its time says when the classes were complete.
    classpath = ROOT / "target/fuzz.classpath"
    sources = [ROOT / "pom.xml", *(ROOT / "src/main").rglob("*"), *(ROOT / "src/test").rglob("*")]
    if not classpath.exists() or classpath.stat().st_mtime < max(source.stat().st_mtime for source in sources):
        run("./mvnw", "-B", "-ntp", "-q", "-Dspotless.check.skip", "test-compile", "dependency:build-classpath",
            f"-Dmdep.outputFile={classpath}", "-Dmdep.regenerateFile", JAVA_HOME=jdk)
    # Jazzer looks through the whole class path before it starts.
    libraries = [jar for jar in classpath.read_text().split(os.pathsep)
                 if re.search("junit|jazzer|assertj|byte-buddy|opentest4j|apiguardian|jspecify", jar)]
    # The branches that inputs reach choose the next ones. In the product these depend on hash codes that each JVM has
    # its own of, so only those of the drawing itself make all runs alike.
    guide = "vpceguard.**" if seed is None else "vpceguard.fuzz.**"
    return [f"{jdk}/bin/java", "-XX:+EnableDynamicAgentLoading", "-Xshare:off", "-Xmx1g",
            "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow",
            "-cp", os.pathsep.join(["target/test-classes", "target/classes", *libraries]),
            "com.code_intelligence.jazzer.Jazzer", f"--instrumentation_includes={guide}", f"--custom_hook_includes={guide}",
            *([] if seed is None else [f"-seed={seed}", "-keep_seed=1"])]


def fuzzed(java: list[str], name: str, seconds: int) -> dict:
    """Executions, branches reached, the slowest input, and the file of an input that failed."""
    target, method, options = TARGETS[name]
    corpus = WORK / name
    shutil.rmtree(ROOT / corpus, ignore_errors=True)
    (ROOT / corpus).mkdir(parents=True)
    print(f"{name}: {seconds} s ...", flush=True)
    fuzzer = subprocess.Popen(
        [*java, f"--target_class=vpceguard.fuzz.{target}", f"--target_method={method}", f"-max_total_time={seconds}",
         f"-timeout={PATIENCE_SECONDS}", f"-artifact_prefix={WORK}/{name}-", "-print_final_stats=1", *options, str(corpus)],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    said = []
    for line in fuzzer.stdout:
        said.append(line)
        if not re.match("INFO: |#.*(NEW|REDUCE|RELOAD) |stat::|.* # Uses: |#{6}", line):
            print(line, end="", flush=True)
    out = "".join(said)

    def last(pattern: str) -> int:
        return int((re.findall(pattern, out) or ["0"])[-1])

    failed = re.findall("Test unit written to (.+)", out)
    if fuzzer.wait() and not failed:
        sys.exit(f"{name} did not run: exit code {fuzzer.returncode}")
    return {"seconds": seconds, "executions": last(r"number_of_executed_units: (\d+)"), "branches": last(r"cov: (\d+)"),
            "slowestSeconds": last(r"slowest_unit_time_sec: +(\d+)"), "finding": failed[-1] if failed else None}


def main() -> None:
    parser = argparse.ArgumentParser(prog="./bench fuzz", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int)
    parser.add_argument("--target", choices=TARGETS, action="append", help="only this one; may be said again")
    arguments = parser.parse_args()
    only = arguments.target or list(TARGETS)
    java = compiled(arguments.seed)
    figures = {name: fuzzed(java, name, round(60 * arguments.minutes / len(only))) for name in only}
    print(json.dumps({"bench": "fuzz", "targets": figures}))
    sys.exit(any(found["finding"] for found in figures.values()))


if __name__ == "__main__":
    main()
