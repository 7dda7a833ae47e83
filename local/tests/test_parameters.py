"""What CloudFormation refuses before it changes anything: parameters that the functions would stop at. And what one of them
changes."""

import re

import package_org
import pytest
from ministack.services.cloudformation.engine import (
    _check_rules_section, _evaluate_conditions, _evaluate_rules, _resolve_refs)
from samtranslator.yaml_helper import yaml_parse

DOCUMENT = {"PerimeterDocument": "ssm:/perimeter"}
OF_THE_DOCUMENT = {
    "TrustedAccounts": "444455556666", "ControlLevels": "subnet-not-approved=off", "ApprovedServiceOwners": "444455556666",
    "ApprovedEndpointServices": "com.amazonaws.vpce.us-east-1.vpce-svc-0a", "ApprovedSecurityGroups": "sg-0a",
    "ApprovedSubnets": "subnet-0a", "ApprovedRouteTables": "rtb-0a"}


def deploy(**given: str) -> None:
    template = yaml_parse((package_org.ROOT / "template.yaml").read_text())
    _check_rules_section(template)
    defaults = {name: str(parameter["Default"]) for name, parameter in template["Parameters"].items()}
    _evaluate_rules(template, {name: {"Value": value} for name, value in {**defaults, **given}.items()}, {})


@pytest.mark.parametrize("name", OF_THE_DOCUMENT)
def test_whatTheDocumentSaysNoParameterSays(name):
    with pytest.raises(ValueError, match="write them into the document"):
        deploy(**DOCUMENT, **{name: OF_THE_DOCUMENT[name]})


def test_aRingIsOneOfADocument():
    with pytest.raises(ValueError, match="Ring is one of a perimeter document"):
        deploy(Ring="canary")


def test_aDestinationOfTheJournalIsOneInAnAccount():
    with pytest.raises(ValueError, match="JournalDestination is one in JournalAccount or SecurityAccount"):
        deploy(JournalDestination="vpce-guard-journals")


@pytest.mark.parametrize("security, journals, owner", [
    ("999988887777", "", "999988887777"), ("999988887777", "888877776666", "888877776666"), ("", "888877776666", "888877776666")])
def test_itLiesInTheSecurityAccountIfNoOtherIsGiven(security, journals, owner):
    template = yaml_parse((package_org.ROOT / "template.yaml").read_text())
    given = {"SecurityAccount": security, "JournalAccount": journals, "JournalDestination": "vpce-guard-journals"}
    params = {name: {"Value": str(parameter["Default"])} for name, parameter in template["Parameters"].items()}
    params.update({name: {"Value": value} for name, value in given.items()})
    arn = template["Resources"]["JournalCopy"]["Properties"]["DestinationArn"]
    conditions = _evaluate_conditions(
        {"Conditions": {"HasJournalAccount": template["Conditions"]["HasJournalAccount"]}}, params)
    assert _resolve_refs(arn, {}, params, conditions, {}, "guard", "id") == (
        f"arn:aws:logs:us-east-1:{owner}:destination:vpce-guard-journals")


@pytest.mark.parametrize("name, is_taken, text", [
    ("ControlLevels", True, "subnet-not-approved=off, policy-reset=notify,"), ("ControlLevels", True, "*=notify"), ("ControlLevels", False, "subnet_not_approved=off"),
    ("ApprovedServiceOwners", True, "444455556666,aws-marketplace"), ("ApprovedServiceOwners", False, "44445555666"),
    ("ApprovedEndpointServices", True, OF_THE_DOCUMENT["ApprovedEndpointServices"]), ("ApprovedEndpointServices", False, "s3:*"),
    ("ApprovedSecurityGroups", True, "sg-0123456789abcdef0, sg-01234567"), ("ApprovedSecurityGroups", False, "default"),
    ("ApprovedSubnets", True, "subnet-0123456789abcdef0"), ("ApprovedSubnets", False, "sbnet-0123456789abcdef0"),
    ("ApprovedRouteTables", True, ""), ("ApprovedRouteTables", False, "main")])
def test_whatIsNoIdIsRefusedBeforeAnythingIsChanged(name, is_taken, text):
    template = yaml_parse((package_org.ROOT / "template.yaml").read_text())
    assert bool(re.fullmatch(template["Parameters"][name]["AllowedPattern"], text)) == is_taken


@pytest.mark.parametrize("given", [{}, DOCUMENT, {**DOCUMENT, "Ring": "canary"}, OF_THE_DOCUMENT, {
    "SecurityAccount": "999988887777", "JournalDestination": "vpce-guard-journals"}, {
    "JournalAccount": "888877776666", "JournalDestination": "vpce-guard-journals"}])
def test_whatGoesTogetherIsDeployed(given):
    deploy(**given)


@pytest.mark.parametrize("changed, variable", [("SnapStart", "SNAPSHOTS"), ("Mode", "MODE")])
def test_anotherWordForSnapshotsAndAnotherModeAreAnotherVersion(changed, variable):
    """CloudFormation replaces a version whose description is another one; Lambda publishes one only where the function
    differs from the last one."""
    template = package_org.member("a.zip")
    params = {name: {"Value": value} for name, value in {"SnapStart": "2026-11-28", "Mode": "enforce"}.items()}
    others = {**params, changed: {"Value": "another"}}
    versions = [resource["Properties"] for resource in template["Resources"].values()
                if resource["Type"] == "AWS::Lambda::Version"]
    assert len(versions) == 2
    for version in versions:
        function = template["Resources"][version["FunctionName"]["Ref"]]["Properties"]
        for property in version["Description"], function["Environment"]["Variables"][variable]:
            one, other = (_resolve_refs(property, {}, given, {"HasSnapshots": True}, {}, "guard", "id")
                          for given in (params, others))
            assert one != other


@pytest.mark.parametrize("reserve, scaling", [("", {}), ("2", {"MaximumConcurrency": "2"}), ("1000", {"MaximumConcurrency": "1000"})])
def test_noMoreFollowUpsAreTakenAtOnceThanTheReserveHasRoomFor(reserve, scaling):
    """What is throttled comes back, and after five times counts as failed, though nobody looked at it."""
    template = package_org.member("a.zip")
    params = {"ReservedConcurrency": {"Value": reserve}}
    conditions = _evaluate_conditions({"Conditions": {"HasReserve": template["Conditions"]["HasReserve"]}}, params)
    mapping = template["Resources"]["FollowUpFunctionQueue"]["Properties"]
    assert _resolve_refs(mapping["ScalingConfig"], {}, params, conditions, {}, "guard", "id") == scaling


@pytest.mark.parametrize("reserve", ["1", "0", "1001", "02"])
def test_aReserveThatNoQueueCanKeepToIsRefused(reserve):
    """Lambda takes 2 to 1000 for what it takes at once from a queue."""
    assert not re.fullmatch(package_org.member("a.zip")["Parameters"]["ReservedConcurrency"]["AllowedPattern"], reserve)
