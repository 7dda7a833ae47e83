"""The organization's template says what template.yaml says, without macros."""

import copy
import json
import re

import package_org
import pytest
from samtranslator.translator.transform import transform
from samtranslator.yaml_helper import yaml_parse

KEY = "vpce-guard-0123456789abcdef.zip"
NATIVE = re.compile(r"AWS::(?!Serverless)[A-Za-z0-9]+::[A-Za-z0-9]+")


@pytest.fixture(scope="module")
def member() -> dict:
    return package_org.member(KEY)


@pytest.fixture(scope="module")
def expanded(monkeypatch_module) -> dict:
    """template.yaml as `sam deploy` has it expanded, its package uploaded."""
    template = yaml_parse((package_org.ROOT / "template.yaml").read_text())
    for resource in template["Resources"].values():
        if "CodeUri" in resource["Properties"]:
            resource["Properties"]["CodeUri"] = "s3://bucket/key"
    monkeypatch_module.setenv("AWS_DEFAULT_REGION", "eu-central-1")
    return json.loads(json.dumps(transform(template, {}, package_org.NoManagedPolicies())))


@pytest.fixture(scope="module")
def monkeypatch_module():
    with pytest.MonkeyPatch.context() as patch:
        yield patch


def test_itsResourcesAreThoseOfTheTemplate(member, expanded):
    ours = copy.deepcopy(member["Resources"])
    for resource in ours.values():
        if "Code" in resource["Properties"]:
            # A parameter would keep its last value where a deployment gives none.
            assert resource["Properties"]["Code"]["S3Key"] == KEY
            resource["Properties"]["Code"] = {"S3Bucket": "bucket", "S3Key": "key"}
    assert ours == expanded["Resources"]


@pytest.mark.parametrize("section", ["Conditions", "Rules", "Outputs", "Parameters"])
def test_andSoIsAllElse(member, expanded, section):
    ours = {name: value for name, value in member[section].items() if name != "PackagesName"}
    assert ours == expanded[section]


def test_itHasNoMacro(member):
    assert "Transform" not in member and "Fn::Transform" not in json.dumps(member)
    assert all(NATIVE.fullmatch(resource["Type"]) for resource in member["Resources"].values())


def test_itIsForEveryRegionAndAccount(member):
    assert not re.search(r"us-east-1|eu-central-1|[0-9]{12}(?!\})", json.dumps(member["Resources"]))


def test_aNewPackageIsAChangeOfTheTemplate(tmp_path):
    one, other = tmp_path / "one", tmp_path / "other"
    one.write_bytes(b"1")
    other.write_bytes(b"2")
    assert package_org.package_key(one) != package_org.package_key(other)
    assert package_org.package_key(one) == package_org.package_key(one)


@pytest.mark.parametrize("taken", ["file", "file/below"])
def test_whereNothingCanBeWrittenIsSaid(tmp_path, monkeypatch, capsys, taken):
    package = tmp_path / "file"
    package.write_bytes(b"")
    monkeypatch.setattr(package_org, "PACKAGE", package)

    assert package_org.main([str(tmp_path / taken)]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("vpce-guard: nothing can be written to ") and said.err.count("\n") == 1
