"""Two builds of one commit give the same jar and the same package, byte by byte.

Each in a checkout of its own, at paths of different lengths; Maven's cache of libraries is shared. Where this directory
is that commit unchanged, what was built here is one of the two.
"""

import argparse
import hashlib
import json
import os
import subprocess
import tempfile
import time
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUILT = ("vpce-guard-0.1.0.jar", "vpce-guard-0.1.0-function.jar", "function.zip", "bom.json")


def artifacts(where: Path) -> dict[str, bytes]:
    return {name: (where / "target" / name).read_bytes() for name in BUILT if (where / "target" / name).exists()}


def built(commit: str, where: Path) -> dict[str, bytes]:
    subprocess.run(["git", "-C", ROOT, "worktree", "add", "--quiet", "--detach", where, commit], check=True)
    try:
        subprocess.run(["./mvnw", "-B", "-ntp", "-q", "package", "-Dmaven.test.skip", "-Dspotless.check.skip"], cwd=where,
                       env={**os.environ, "JAVA_HOME": os.environ["JDK25"]}, check=True)
        return artifacts(where)
    finally:
        subprocess.run(["git", "-C", ROOT, "worktree", "remove", "--force", where], check=True)


def is_here(commit: str) -> bool:
    """Whether all that is built from is here as in the commit; `local/build` has just seen that it is built."""
    def git(*command: str) -> str:
        return subprocess.run(["git", "-C", ROOT, *command], stdout=subprocess.PIPE, text=True, check=True).stdout

    return (git("rev-parse", f"{commit}^{{commit}}") == git("rev-parse", "HEAD^{commit}")
            and not git("status", "--porcelain", "--", "pom.xml", "mvnw", ".mvn", "src"))


def differences(name: str, one: bytes, other: bytes, scratch: Path) -> list[str]:
    """What differs within an archive, for whoever must find out why."""
    if one == other:
        return []
    if not name.endswith((".jar", ".zip")):
        return [name]
    parts = []
    for number, content in enumerate((one, other)):
        path = scratch / f"{number}.zip"
        path.write_bytes(content)
        with zipfile.ZipFile(path) as archive:
            parts.append({entry.filename: (entry.CRC, entry.date_time, entry.external_attr) for entry in archive.infolist()})
    return [f"{name}!{entry}" for entry in sorted(parts[0].keys() | parts[1].keys())
            if parts[0].get(entry) != parts[1].get(entry)] or [f"{name}: order or extra fields"]


def main() -> None:
    parser = argparse.ArgumentParser(prog="./bench reproducible", description=__doc__)
    parser.add_argument("--commit", default="HEAD")
    commit = parser.parse_args().commit
    find = f'. "{ROOT}/local/find-jdk25" && echo "$JDK25"'
    os.environ["JDK25"] = subprocess.run(["bash", "-c", find], capture_output=True, text=True, check=True).stdout.strip()
    began = time.time()
    with tempfile.TemporaryDirectory() as scratch:
        one = artifacts(ROOT) if is_here(commit) else built(commit, Path(scratch, "a"))
        other = built(commit, Path(scratch, "another-one"))
        different = [line for name in sorted(one | other)
                     for line in differences(name, one.get(name, b""), other.get(name, b""), Path(scratch))]
    print("\n".join(different) or "both builds gave the same bytes")
    print(json.dumps({"seconds": round(time.time() - began), "different": len(different),
                      "sha256": {name: hashlib.sha256(content).hexdigest() for name, content in one.items()}}))
    raise SystemExit(bool(different))


if __name__ == "__main__":
    main()
