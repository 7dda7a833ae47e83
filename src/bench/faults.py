"""Seeds faults of faults.toml into a copy of the source, one at a time, and runs the test that is to catch each."""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tomllib
import xml.etree.ElementTree as xml
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
SOURCE = ROOT / "src/main/java/vpceguard/policy"
WORK = ROOT / "target/faults"
JDK = Path(subprocess.run(["bash", "-c", ". local/find-jdk25; echo $JDK25"], cwd=ROOT, stdout=subprocess.PIPE, text=True,
                          check=True).stdout.strip())
PATIENCE_SECONDS = 120


def compiled() -> str:
    """The class path of main and test classes, compiled."""
    listed = WORK / "class-path"
    subprocess.run(["./mvnw", "-B", "-ntp", "-q", "-Pfaults", "-Dspotless.check.skip", "test-compile",
                    "dependency:build-classpath", f"-Dmdep.outputFile={listed}"], cwd=ROOT, env={**os.environ, "JAVA_HOME": str(JDK)}, check=True)
    return os.pathsep.join([str(ROOT / "target/test-classes"), str(ROOT / "target/classes"), listed.read_text()])


def failing(class_path: str, tests: list[str], reports: Path) -> list[str]:
    """The names of the tests that fail, in the order in which they ran."""
    run = subprocess.run(
        [JDK / "bin/java", "-XX:TieredStopAtLevel=1", "-cp", class_path, "org.junit.platform.console.ConsoleLauncher",
         "execute", "--disable-banner", "--details=none", f"--reports-dir={reports}",
         *(f"--select-class=vpceguard.policy.{test}" for test in tests)],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=PATIENCE_SECONDS)
    report = reports / "TEST-junit-jupiter.xml"
    if run.returncode not in (0, 1) or not report.exists():
        raise RuntimeError(run.stdout)
    cases = list(xml.parse(report).getroot().iter("testcase"))
    if not cases:
        raise RuntimeError(f"no test ran: {tests}")
    return [f"{case.get('classname').rpartition('.')[2]}.{case.get('name').partition('(')[0]}"
            for case in cases if case.find("failure") is not None or case.find("error") is not None]


def outcome(number: int, fault: dict[str, str], class_path: str) -> str:
    """`caught …`, `survived`, or why the fault could not be seeded."""
    source = SOURCE / fault["file"]
    text = source.read_text()
    if text.count(fault["before"]) != 1:
        return f"no longer applies: its text stands {text.count(fault['before'])} times in {fault['file']}"
    place = WORK / str(number)
    copy = place / source.name
    place.mkdir(parents=True)
    copy.write_text(text.replace(fault["before"], fault["after"]))
    javac = subprocess.run([JDK / "bin/javac", "-J-XX:TieredStopAtLevel=1", "-nowarn", "-proc:none", "-d", place, "-cp", class_path, copy],
                           stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if javac.returncode:
        return "does not compile: " + javac.stdout.splitlines()[0]
    try:
        failed = failing(str(place) + os.pathsep + class_path, [fault["test"]], place / "reports")
    except subprocess.TimeoutExpired:
        return f"caught, as {fault['test']} does not end in {PATIENCE_SECONDS} s"
    except RuntimeError as broken:
        return f"not run: {broken}"
    return f"caught by {failed[0]}" + (f" and {len(failed) - 1} more" if failed[1:] else "") if failed else "survived"


def main() -> None:
    argparse.ArgumentParser(prog="./bench faults", description=__doc__).parse_args()
    shutil.rmtree(WORK, ignore_errors=True)
    WORK.mkdir(parents=True)
    faults = tomllib.loads(Path(__file__).with_suffix(".toml").read_text())["fault"]
    class_path = compiled()
    without = failing(class_path, sorted({fault["test"] for fault in faults}), WORK / "none")
    if without:
        sys.exit(f"tests fail without any fault: {', '.join(without)}")
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        outcomes = []
        for fault, found in zip(faults, threads.map(lambda seeded: outcome(*seeded, class_path), enumerate(faults))):
            print(f"{fault['name']}: {found}", flush=True)
            outcomes.append(found)
    caught = sum(found.startswith("caught") for found in outcomes)
    print(json.dumps({"bench": "faults", "faults": len(faults), "caught": caught}))
    sys.exit(caught != len(faults))


if __name__ == "__main__":
    main()
