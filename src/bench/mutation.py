"""Mutates the policy language and the proof with PIT, one group of classes after the other, and tells what the tests
that name them did not notice. Only quick tests are asked: no corpora, no solver, no hostile texts."""

import argparse
import json
import os
import shutil
import subprocess
import sys
import xml.etree.ElementTree as xml
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
WORK = ROOT / "target/pit"
PROOF = "vpceguard.policy.proof."
SMT = "vpceguard.policy.smt."
GROUPS = {
    "language": ["vpceguard.policy.*"],
    "repair": [PROOF + name + "*" for name in (
        "Bound", "Certificate", "Complement", "Inclusions", "Intersection", "KnownInside", "Literal", "Meet",
        "Part", "PatternOrder", "Proof", "Rest", "Term", "Tightening")],
    "decide": [PROOF + name + "*" for name in (
        "Asked", "Axiom", "ConditionSides", "Containment", "Cover", "Dimension", "Drawing", "Mentions", "Possible",
        "Readings", "Search", "Side", "Space")],
    "texts": [PROOF + name + "*" for name in ("Alphabet", "Representatives", "Shape", "Texts", "Walk")],
    "smt": [SMT + "*"]}
# The other tests of the proof do not look at these classes, or ask a hundred questions for each mutant.
TESTS = {"language": "vpceguard.policy.*Test", "texts": f"{PROOF}TextsTest,{PROOF}ContainmentTest", "smt": SMT + "SmtTest"}
SLOW = ["*HostilePolicyTest", "*Agreement*", "*ReferenceEvaluatorTest", "*SolvedPairsTest", "*LiveSolverTest", "*NearMissesTest"]


def mutants(group: str, jdk: str) -> list[xml.Element]:
    """What became of each mutant."""
    language = group == "language"
    print(f"{group} ...", file=sys.stderr)
    subprocess.run(
        ["./mvnw", "-B", "-ntp", "-Pmutation", "org.pitest:pitest-maven:mutationCoverage", "-DmutationThreshold=0",
         "-DtargetClasses=" + ",".join(GROUPS[group]),
         "-DexcludedClasses=" + (f"{PROOF}*,{SMT}*" if language else "none"),
         "-DtargetTests=" + TESTS.get(group, PROOF + "*Test"),
         "-DexcludedTestClasses=" + ",".join([*SLOW, *([PROOF + "*", SMT + "*"] if language else [])]),
         f"-Dthreads={os.cpu_count()}", "-DtimeoutConstant=3000", "-DoutputFormats=XML",
         f"-DreportsDirectory={WORK / group}"],
        cwd=ROOT, env=os.environ | {"JAVA_HOME": jdk}, stdout=subprocess.DEVNULL, check=True)
    return list(xml.parse(WORK / group / "mutations.xml").getroot())


def in_no_group() -> list[str]:
    """Classes of the proof that no group names."""
    named = tuple(pattern.removesuffix("*") for group in GROUPS if group != "language" for pattern in GROUPS[group])
    sources = (ROOT / "src/main/java/vpceguard/policy/proof").glob("[A-Z]*.java")
    return sorted(source.stem for source in sources if not (PROOF + source.stem).startswith(named))


def main() -> None:
    if in_no_group():
        sys.exit(f"classes in no group: {', '.join(in_no_group())}")
    parser = argparse.ArgumentParser(prog="./bench mutation", description=__doc__)
    parser.add_argument("--group", choices=GROUPS, action="append", help="only this one; may be said again")
    only = parser.parse_args().group or list(GROUPS)
    shutil.rmtree(WORK, ignore_errors=True)
    jdk = subprocess.run(["bash", "-c", ". local/find-jdk25 && echo $JDK25"], cwd=ROOT, stdout=subprocess.PIPE,
                         text=True, check=True).stdout.strip()
    subprocess.run(["./mvnw", "-B", "-ntp", "-q", "-Dspotless.check.skip", "test-compile"], cwd=ROOT,
                   env=os.environ | {"JAVA_HOME": jdk}, check=True)
    figures = {}
    for group in only:
        found = mutants(group, jdk)
        for mutant in (mutant for mutant in found if mutant.get("detected") != "true"):
            place = f"{mutant.findtext('sourceFile')}:{mutant.findtext('lineNumber')}"
            print(f"{place} {mutant.findtext('mutatedMethod')}: {mutant.findtext('description')}"
                  f" ({mutant.get('status').lower().replace('_', ' ')})", flush=True)
        killed = sum(mutant.get("detected") == "true" for mutant in found)
        figures[group] = {"mutants": len(found), "killed": killed}
    total = sum(group["mutants"] for group in figures.values())
    print(json.dumps({"bench": "mutation", "groups": figures,
                      "killedPercent": round(100 * sum(group["killed"] for group in figures.values()) / total, 1)}))


if __name__ == "__main__":
    main()
