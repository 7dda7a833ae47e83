"""Random histories of an account through the production classes, on fakes of their ports; what breaks a rule is printed
as the shortest history that still does."""

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent


def run(*command: str, **environment: str) -> str:
    return subprocess.run(command, cwd=ROOT, env=os.environ | environment, stdout=subprocess.PIPE, text=True,
                          check=True).stdout


def main() -> None:
    parser = argparse.ArgumentParser(prog="./bench histories", description=__doc__)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1, help="of the first one; the others follow")
    asked = parser.parse_args()
    jdk = run("bash", "-c", ". local/find-jdk25 && echo $JDK25").strip()
    run("./mvnw", "-B", "-ntp", "-q", "-Pbench", "-Dspotless.check.skip", "test-compile", "dependency:build-classpath",
        "-Dmdep.outputFile=target/bench.classpath", JAVA_HOME=jdk)
    libraries = (ROOT / "target/bench.classpath").read_text()
    figures = json.loads(run(f"{jdk}/bin/java", "-cp", f"target/test-classes:target/classes:{libraries}",
                             "vpceguard.flow.Histories", str(asked.count), str(asked.seed)).splitlines()[-1])
    print(json.dumps({"bench": "histories", **figures}))
    sys.exit(figures["broken"] > 0)


if __name__ == "__main__":
    main()
