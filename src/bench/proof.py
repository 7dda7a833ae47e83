"""Containment and tightening, warm, by JMH: each question's own median, over the questions of a corpus, beside a
fixed calibration loop; the first question in a fresh JVM; how often each way of tightening is taken."""

import argparse
import json
import os
import statistics
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
# Passes over the corpus: to warm up, and measured.
CORPORA = {"real": (15, 11), "s3": (30, 15), "random": (40, 11), "near-miss": (40, 11), "assess": (5, 5),
           "tighten": (4, 5)}
FIRST = [f"src/test/resources/policies/{name}.json" for name in ("s3-own-buckets", "s3-image-layers")]


def run(*command: str, **environment: str) -> str:
    return subprocess.run(command, cwd=ROOT, env=os.environ | environment, stdout=subprocess.PIPE, text=True,
                          check=True).stdout


def compiled() -> list[str]:
    """The java command with the class path of the tests and the benchmarks."""
    jdk = run("bash", "-c", ". local/find-jdk25 && echo $JDK25").strip()
    run("./mvnw", "-B", "-ntp", "-q", "-Pbench", "-Dspotless.check.skip", "test-compile", "dependency:build-classpath",
        "-Dmdep.outputFile=target/bench.classpath", JAVA_HOME=jdk)
    libraries = (ROOT / "target/bench.classpath").read_text()
    # JMH still uses sun.misc.Unsafe, and the JVM says so at length.
    return [f"{jdk}/bin/java", "--sun-misc-unsafe-memory-access=allow",
            "-cp", f"target/test-classes:target/classes:{libraries}"]


def distribution(java: list[str], corpus: str, warmups: int, passes: int) -> dict:
    print(f"{corpus} ...", file=sys.stderr)
    out = run(*java, "org.openjdk.jmh.Main", "ProofBenchmark", "-p", f"name={corpus}", "-f", "1", "-t", "1",
              "-wi", str(warmups), "-i", str(passes), "-foe", "true")
    return json.loads(next(line for line in out.splitlines() if line.startswith("figures ")).removeprefix("figures "))


def first(java: list[str]) -> dict[str, float]:
    """The first question in a fresh JVM, in ms: from directories of classes, and from one jar with an AOT cache."""
    jar, cache = "target/first.jar", "target/first.aot"
    name = "vpceguard.bench.FirstQuestion"
    run(f"{Path(java[0]).parent}/jar", "--create", "--file", jar, "-C", "target/classes", ".",
        "-C", "target/test-classes", "vpceguard/bench")
    one = [java[0], "-XX:+UseSerialGC", "-cp", f"{jar}:{(ROOT / 'target/bench.classpath').read_text()}"]
    subprocess.run([*one, f"-XX:AOTCacheOutput={cache}", name, *FIRST], cwd=ROOT, check=True, capture_output=True)
    cached = [*one, f"-XX:AOTCache={cache}", "-XX:AOTMode=on", name]

    def median(*command: str) -> float:
        return statistics.median(float(run(*command, *FIRST).split()[0]) for _ in range(5))

    return {"plain": median(*java, name), "aotCache": median(*cached)}


def solver(java: list[str]) -> dict | None:
    """Z3's median beside the procedure's on the same pairs, where the solved pairs are."""
    pairs = [ROOT / "../shared/data/containment" / f"{name}.jsonl" for name in ("random", "near-miss")]
    if not all(file.exists() for file in pairs):
        return None
    return json.loads(run(*java, "--enable-native-access=ALL-UNNAMED", "vpceguard.policy.proof.SolverRatio",
                          *map(str, pairs)))


def main() -> None:
    parser = argparse.ArgumentParser(prog="./bench proof", description=__doc__)
    parser.add_argument("--corpus", choices=CORPORA, action="append", help="only this one; may be said again")
    only = parser.parse_args().corpus or CORPORA
    java = compiled()
    figures = {corpus: distribution(java, corpus, *CORPORA[corpus]) for corpus in only}
    for corpus, found in figures.items():
        print(f"{corpus:10} n {found['questions']:5}  median {found['medianMicros']:7} µs  p90 {found['p90Micros']:7}"
              f"  p99 {found['p99Micros']:8}  max {found['maxMicros']:8}  raw p99 {found['rawP99Micros']:8}"
              f"  calibration {found['calibrationMicros']} µs, median is {found['medianInCalibrations']} of it")
    print(json.dumps({"bench": "proof", "corpora": figures,
                      "firstQuestionMs": first(java), "solver": solver(java),
                      "tightened": json.loads(run(*java, "vpceguard.bench.SmallestChange"))}))


if __name__ == "__main__":
    main()
