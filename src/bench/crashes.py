"""Histories on the local AWS, each as often as functions make calls in it, twice: at each call once the function is
killed before it, and once after it took effect. What is left once Lambda tried again and at most one sweep ran?"""

import argparse
import json
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from started import local_aws

OPEN = json.dumps({"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}]})
DOCUMENT = {"network": {"regions": ["us-east-1"]},
            "controls": {"policy-beyond-trusted-resources": "remediate", "security-group-not-approved": "remediate",
                         "service-not-approved": "quarantine"},
            "budgets": {"networkPerAccountPerHour": 1000}}
QUIET, LATE = 20, 20
# Longer than the lease of whoever was killed, as in the template.
VISIBILITY = 200


@dataclass(frozen=True)
class History:
    """An endpoint at rest, what is done to it, and whether what it shows in the end is right."""
    prepare: Callable[[], str]
    act: Callable[[str], None]
    is_right: Callable[[dict], bool]
    is_heard_late: bool = False


class Account:
    """A network with a stack in `enforce`."""

    def __init__(self, stack) -> None:
        self.stack, self.ec2, self.functions = stack, stack.client("ec2"), stack.client("lambda")
        self.vpc = self.ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
        self.subnet = self.ec2.create_subnet(VpcId=self.vpc, CidrBlock="10.0.1.0/24")["Subnet"]["SubnetId"]
        self.approved, self.strange = (self.ec2.create_security_group(
            VpcId=self.vpc, GroupName=name, Description=name)["GroupId"] for name in ("approved", "strange"))
        document = DOCUMENT | {"organizations": [stack.ORGANIZATION],
                               "network": DOCUMENT["network"] | {"securityGroups": [self.approved]}}
        s3 = stack.client("s3")
        s3.create_bucket(Bucket="perimeters")
        s3.put_object(Bucket="perimeters", Key="perimeter.json", Body=json.dumps(document).encode())
        stack.deploy("Mode=enforce", f"OrganizationId={stack.ORGANIZATION}",
                     "PerimeterDocument=s3://perimeters/perimeter.json")
        self.outputs = stack.outputs()
        self.notices = stack.subscribe(self.outputs["NoticesTopic"])
        self.causes: dict[str, str] = {}
        stack.control("clock", {"delayFactor": 0.02})
        # The clock scales no visibility time-out: a message whose function was killed would be away for its minutes.
        self.sqs = stack.client("sqs")
        self.follow_ups = self.sqs.list_queues(QueueNamePrefix="vpce-guard-FollowUpQueue")["QueueUrls"][0]
        self.sqs.set_queue_attributes(QueueUrl=self.follow_ups, Attributes={"VisibilityTimeout": str(VISIBILITY)})
        # A kill would take along what came in the same batch.
        for mapping in self.functions.list_event_source_mappings()["EventSourceMappings"]:
            self.functions.update_event_source_mapping(UUID=mapping["UUID"], BatchSize=1)

    def rest(self, seconds: float) -> None:
        """Waits until nothing was called for so long, and no message is on its way or out of sight; not for the event of
        a killed function's own call, which comes back until a sweep has taken up the record."""
        counts = [f"ApproximateNumberOfMessages{which}" for which in ("", "NotVisible", "Delayed")]
        until, waiting = time.monotonic() + VISIBILITY + 60, True
        while waiting and time.monotonic() < until:
            self.stack.quiet(seconds, until)
            attributes = self.sqs.get_queue_attributes(QueueUrl=self.follow_ups, AttributeNames=counts)
            waiting = any(int(attributes["Attributes"][count]) for count in counts)

    def create(self, name: str, region: str = "", **members) -> str:
        if region:
            members["ServiceRegion"] = region
        return self.ec2.create_vpc_endpoint(
            VpcId=self.vpc, ServiceName=f"com.amazonaws.{region or self.stack.REGION}.{name}",
            VpcEndpointType="Interface", SubnetIds=[self.subnet], SecurityGroupIds=[self.approved],
            **members)["VpcEndpoint"]["VpcEndpointId"]

    def compliant(self) -> str:
        return self.create("sns", PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*", "Condition": {"StringEquals": {
                "aws:PrincipalOrgID": self.stack.ORGANIZATION, "aws:ResourceOrgID": self.stack.ORGANIZATION}}}]}))

    def unheard(self, **members) -> str:
        """Made just now; its event comes late enough for faults to be put in its way."""
        self.stack.control("deliveries", {"delay": [LATE / 0.02] * 2, "seed": 1})
        try:
            return self.create(**members)
        finally:
            self.stack.control("deliveries", {})

    def undo(self, endpoint: str) -> None:
        """As a person does who asks again if nobody answers."""
        asked = {"schema": "vpceguard/intervention/1", "action": "undo", "endpoint": endpoint, "hours": 72,
                 "record": self.causes[endpoint], "reason": "a test", "by": "ann"}
        for _ in range(3):
            answer = self.functions.invoke(FunctionName=self.outputs["UndoFunctionName"],
                                           Payload=json.dumps(asked).encode())
            if "FunctionError" not in answer:
                return

    def histories(self) -> dict[str, History]:
        modify = self.ec2.modify_vpc_endpoint
        return {
            "created open": History(lambda: self.unheard(name="kms"), lambda id_: None, inside, is_heard_late=True),
            "policy opened": History(self.compliant, lambda id_: modify(VpcEndpointId=id_, PolicyDocument=OPEN), inside),
            "policy reset": History(self.compliant, lambda id_: modify(VpcEndpointId=id_, ResetPolicy=True), inside),
            "group added": History(self.compliant, lambda id_: modify(
                VpcEndpointId=id_, AddSecurityGroupIds=[self.strange]), self.has_approved_group),
            "quarantined": History(lambda: self.unheard(name="kms", region="us-west-2"), lambda id_: None,
                                   lambda shown: "Allow" not in shown["PolicyDocument"], is_heard_late=True),
            "undone": History(lambda: self.create("kms"), self.undo, lambda shown: not inside(shown)),
        }

    def has_approved_group(self, shown: dict) -> bool:
        return [group["GroupId"] for group in shown["Groups"]] == [self.approved]

    def told(self) -> dict[str, dict[str, str]]:
        """What was told since, the last result of each cause, by endpoint."""
        told: dict[str, dict[str, str]] = {}
        for notice in self.stack.drain(self.notices):
            about = notice["unmapped"]
            if "record" in about:
                told.setdefault(about["endpoint"]["id"], {})[about["record"]["cause"]] = about["result"]
        return told

    def play(self, history: History, faults: list[dict]) -> list["End"]:
        """The history on as many endpoints at once as there are faults."""
        ids = [history.prepare() for _ in faults]
        if not history.is_heard_late:
            self.rest(QUIET)
        self.causes = {id_: cause for id_, causes in self.told().items() for cause in causes}
        self.stack.control("faults", [fault | {"function": "*", "endpoint": id_} for fault, id_ in zip(faults, ids)])
        with ThreadPoolExecutor(8) as people:
            list(people.map(history.act, ids))
        self.rest(LATE + QUIET if history.is_heard_late else QUIET)
        struck = self.stack.faults()
        self.stack.clear_faults()
        told, alone = self.told(), self.at_rest(history, ids)
        if len(alone) < len(ids):
            self.stack.an_hour_later(self.outputs["LedgerTable"])
            self.functions.invoke(FunctionName=self.outputs["SweepFunctionName"], Payload=b"{}")
            self.rest(QUIET)
            for id_, causes in self.told().items():
                told.setdefault(id_, {}).update(causes)
        rested = self.at_rest(history, ids)
        return [End(fault["matched"], bool(fault["fired"]), id_ in alone, id_ in rested, told.get(id_, {}))
                for fault, id_ in zip(struck, ids)]

    def at_rest(self, history: History, ids: list[str]) -> set[str]:
        """Those that show what is right, without a record that is open."""
        shown = self.ec2.describe_vpc_endpoints(VpcEndpointIds=ids)["VpcEndpoints"]
        still = {mark["endpoint"]["S"] for mark in self.stack.unfinished(self.outputs["LedgerTable"])}
        return {one["VpcEndpointId"] for one in shown if history.is_right(one)} - still


@dataclass(frozen=True)
class End:
    """What became of a history: calls, whether its function was killed, whether all was right without a sweep and with
    one, and what people were told."""
    calls: int
    is_killed: bool
    is_right_alone: bool
    is_right: bool
    told: dict[str, str]

    @property
    def is_good(self) -> bool:
        """A reader who knows causes has one notice."""
        return self.is_right and len(self.told) == 1


def inside(shown: dict) -> bool:
    return "aws:PrincipalOrgID" in shown["PolicyDocument"]


def main() -> None:
    parser = argparse.ArgumentParser(prog="./bench crashes", description=__doc__)
    parser.add_argument("--only", help="one history of this name")
    only = parser.parse_args().only
    figures = {}
    with local_aws("--auth") as stack:
        account = Account(stack)
        for name, history in account.histories().items():
            if only not in (None, name):
                continue
            calls = account.play(history, [{"nth": 0, "delay": 0}])[0].calls
            cases = [{"nth": number + 1, "crash": True, "after": after}
                     for number in range(calls) for after in (False, True)]
            ends = account.play(history, cases)
            for case, end in zip(cases, ends):
                if not end.is_good:
                    print(f"{name}, killed {'after' if case['after'] else 'before'} call {case['nth']}: {end}",
                          file=sys.stderr)
            figures[name] = {"calls": calls, "crashes": sum(end.is_killed for end in ends),
                             "good": sum(end.is_good for end in ends if end.is_killed),
                             "withoutSweep": sum(end.is_right_alone for end in ends if end.is_killed)}
            print(name, json.dumps(figures[name]), file=sys.stderr)
    crashes, good = (sum(one[what] for one in figures.values()) for what in ("crashes", "good"))
    print(json.dumps({"bench": "crashes", "crashes": crashes, "good": good, "histories": figures}))
    sys.exit(good < crashes)


if __name__ == "__main__":
    main()
