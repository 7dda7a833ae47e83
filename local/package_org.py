"""Writes what service-managed StackSets need into a directory: they refuse macros, so the member's template is expanded.

The expansion is SAM's own. All that differs from template.yaml is where the package lies: in the security account's
bucket of the same Region.
"""

import hashlib
import json
import os
import shutil
import sys
from pathlib import Path

from samtranslator.translator.transform import transform
from samtranslator.yaml_helper import yaml_parse

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = ROOT / "src/main/organization"
PACKAGE = ROOT / "target/function.zip"
LARGEST = 1024 * 1024  # what CloudFormation takes from S3


class NoManagedPolicies:
    """The template names no policy of AWS's."""

    def load(self) -> dict:
        return {}


def member(key: str) -> dict:
    """template.yaml without macros, its package under that name in the security account's bucket."""
    template = yaml_parse((ROOT / "template.yaml").read_text())
    for resource in template["Resources"].values():
        if resource["Type"] == "AWS::Serverless::Function":
            resource["Properties"]["CodeUri"] = {
                "Bucket": {"Fn::Sub": "${PackagesName}-packages-${AWS::Region}"}, "Key": key}
    template["Parameters"]["PackagesName"] = {
        "Type": "String", "Description": "What the names of the security account's buckets begin with."}
    os.environ["AWS_DEFAULT_REGION"] = "us-east-1"  # asked for, and seen nowhere in the result
    expanded = json.loads(json.dumps(transform(template, {}, NoManagedPolicies())))
    expanded.pop("Transform", None)
    return expanded


def package_key(package: Path) -> str:
    """The name tells the content, so that a new package is a change of the template."""
    return f"vpce-guard-{hashlib.sha256(package.read_bytes()).hexdigest()[:16]}.zip"


def main(arguments: list[str]) -> int:
    if len(arguments) != 1 or arguments[0].startswith("-"):
        print("usage: vpce-guard package-org DIRECTORY", file=sys.stderr)
        return 2
    directory = Path(arguments[0])
    key = package_key(PACKAGE)
    text = json.dumps(member(key), indent=1) + "\n"
    if len(text) > LARGEST:
        print(f"the template has {len(text)} characters, and CloudFormation takes {LARGEST}", file=sys.stderr)
        return 1
    try:
        directory.mkdir(parents=True, exist_ok=True)
        (directory / "member.json").write_text(text)
        for document in sorted(DOCUMENTS.iterdir()):
            shutil.copy(document, directory)
        shutil.copy(PACKAGE, directory / key)
    except OSError as fault:
        print(f"vpce-guard: nothing can be written to {json.dumps(str(directory))}, {str(fault.strerror).lower()}; "
              "expected a directory, or the name of one that can be made", file=sys.stderr)
        return 2
    print("\n".join(sorted(str(path) for path in directory.iterdir())))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
