"""Random histories on the local AWS, over the wire: people who open, reset, half open and mend policies and change
groups, on as many endpoints; events twice, out of order, late or never; calls that fail, are cut off, or kill the
function. Rules are checked once failed events were brought back and one sweep ran."""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path

from crashes import OPEN, Account
from started import local_aws

ROOT = Path(__file__).parent.parent.parent
SERVICES = ("sns", "kms", "logs", "kinesis-streams", "servicecatalog")
QUIET = 15
EVENTS = {"duplicate": 0.2, "reorder": 0.2, "drop": 0.02, "delay": [0, 200]}
FAULTS = [{"probability": 0.03, "error": {"code": "InternalError", "status": 500}},
          {"probability": 0.02, "crash": True}, {"probability": 0.02, "crash": True, "after": True},
          {"probability": 0.02, "cut": True, "after": True}]


class Histories:
    def __init__(self, account: Account, count: int, seed: int) -> None:
        self.account, self.stack, self.chance = account, account.stack, random.Random(seed)
        self.half = OPEN.replace('"Resource": "*"', '"Resource": "*", "Condition": {"StringEquals": '
                                 f'{{"aws:PrincipalOrgID": "{self.stack.ORGANIZATION}"}}}}')
        self.struck = 0
        self.services = {self.made(name): name for name in self.chance.choices(SERVICES, k=count)}

    def made(self, name: str) -> str:
        policies = [{}, {"PolicyDocument": OPEN}, {"PolicyDocument": self.half}]
        return self.account.create(name, **self.chance.choice(policies))

    def act(self, endpoint: str) -> None:
        mended = self.half.replace("aws:PrincipalOrgID", "aws:PrincipalAccount").replace(
            self.stack.ORGANIZATION, self.stack.ACCOUNT)
        self.account.ec2.modify_vpc_endpoint(VpcEndpointId=endpoint, **self.chance.choice([
            {"PolicyDocument": OPEN}, {"ResetPolicy": True}, {"PolicyDocument": self.half}, {"PolicyDocument": mended},
            {"AddSecurityGroupIds": [self.account.strange]}]))

    def run(self, actions: int, seed: int) -> None:
        self.stack.control("deliveries", EVENTS | {"seed": seed})
        self.stack.control("faults", [fault | {"function": "*", "seed": seed + n} for n, fault in enumerate(FAULTS)])
        for _ in range(actions):
            for endpoint in self.chance.sample(list(self.services), len(self.services)):
                self.act(endpoint)
        self.account.rest(QUIET)
        self.struck = sum(len(fault["fired"]) for fault in self.stack.faults())
        self.stack.control("deliveries", {})
        self.stack.clear_faults()

    def settle(self) -> None:
        """What an operator does, and the sweeps of a day."""
        outputs = self.account.outputs
        guard("redrive", "--stack=vpce-guard", f"--region={self.stack.REGION}", aws=self.stack.URL)
        self.account.rest(QUIET)
        for _ in range(2):
            self.stack.an_hour_later(outputs["LedgerTable"])
            self.account.functions.invoke(FunctionName=outputs["SweepFunctionName"], Payload=b"{}")
            self.account.rest(QUIET)

    def records(self) -> list[dict]:
        dynamo, table = self.stack.client("dynamodb"), self.account.outputs["LedgerTable"]
        items = [item for endpoint in self.services for item in dynamo.query(
            TableName=table, KeyConditionExpression="pk = :pk AND begins_with(sk, :sk)",
            ExpressionAttributeValues={":pk": {"S": endpoint}, ":sk": {"S": "change#"}})["Items"]]
        return [json.loads(item["record"]["S"]) for item in items]


def guard(*arguments: str, aws: str = "", lines: list[dict] | None = None) -> str:
    environment = os.environ | ({"AWS_ENDPOINT_URL": aws, "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}
                                if aws else {})
    text = "".join(json.dumps(line) + "\n" for line in lines or [])
    return subprocess.run([ROOT / "vpce-guard", *arguments], input=text, env=environment, stdout=subprocess.PIPE,
                          text=True, check=not lines).stdout


def not_contained(pairs: list[dict]) -> list[str]:
    """The ids of pairs whose first policy does not lie in the second."""
    answers = [json.loads(line) for line in guard("prove", "--lines", lines=pairs).splitlines()]
    return [answer["id"] for answer in answers if answer.get("answer") != "CONTAINED"]


def ceilings(organization: str) -> dict[str, str]:
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump({"organizations": [organization], "controls": {"policy-beyond-trusted-resources": "remediate"}}, file)
        file.flush()
        return {name: guard("ceiling", name, "--region=us-east-1", "--account=111122223333", f"--perimeter={file.name}")
                for name in SERVICES}


def measure(stack, count: int, actions: int, seed: int) -> dict:
    account = Account(stack)
    histories = Histories(account, count, seed)
    histories.run(actions, seed)
    histories.settle()
    told, records = stack.drain(account.notices), histories.records()
    shown = {one["VpcEndpointId"]: one for one in account.ec2.describe_vpc_endpoints(
        VpcEndpointIds=list(histories.services))["VpcEndpoints"]}

    left = {about["endpoint"]["id"] for about in (notice["unmapped"] for notice in told)
            if about["result"] in ("NOT_CHANGED", "NOT_CONFIRMED", "REFUSED") and "endpoint" in about}
    left |= {line["endpoint"]["id"] for notice in told for line in notice["unmapped"].get("endpoints", [])}
    most = ceilings(stack.ORGANIZATION)
    outside = not_contained([{"id": id_, "a": json.loads(one["PolicyDocument"]), "b": json.loads(most[histories.services[id_]])}
                             for id_, one in shown.items()])
    written = {record["cause"]: record["tighten"] for record in records if "tighten" in record}
    wider = not_contained([{"id": cause, "a": json.loads(change["after"]), "b": json.loads(change["before"])}
                           for cause, change in written.items()])
    strange = [id_ for id_, one in shown.items()
               if account.strange in [group["GroupId"] for group in one["Groups"]]]
    causes = [(about["record"]["cause"], about["result"]) for about in (notice["unmapped"] for notice in told)
              if "record" in about]
    return {"histories": count, "actions": actions * count, "seed": seed, "faults": histories.struck, "records": len(records),
            "outsideAndNotTold": [id_ for id_ in outside if id_ not in left], "outsideAndTold": len(outside),
            "strangeGroupAndNotTold": [id_ for id_ in strange if id_ not in left],
            "wider": wider,
            "withoutBeforeImage": [record["cause"] for record in records if not record.get("endpoint", {}).get("id")],
            "unfinished": len(stack.unfinished(account.outputs["LedgerTable"])),
            "toldWithTwoResults": len(set(causes)) - len({cause for cause, _ in causes}),
            "undelivered": len(stack.drain(account.outputs["UndeliveredQueueUrl"]))}


def main() -> None:
    parser = argparse.ArgumentParser(prog="./bench wire", description=__doc__)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--actions", type=int, default=4, help="of people on each endpoint")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with local_aws("--auth") as stack:
        figures = measure(stack, asked.count, asked.actions, asked.seed)
    print(json.dumps({"bench": "wire", **figures}))
    sys.exit(any(figures[rule] for rule in ("outsideAndNotTold", "strangeGroupAndNotTold", "wider", "withoutBeforeImage",
                                            "unfinished", "undelivered")))


if __name__ == "__main__":
    main()
