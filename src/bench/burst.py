"""A burst of changes on the local AWS, with events twice and out of order and with failing calls: what is left once a
sweep has run."""

import argparse
import json
import os
import random
import subprocess
import sys
import time
import urllib.request
from datetime import datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
OPEN = json.dumps({"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}]})
QUIET = 12


def quiet() -> None:
    """Waits until nothing was called for some seconds."""
    import stack
    seen, since = -1, time.monotonic()
    while time.monotonic() - since < QUIET:
        count = len(stack.calls())
        seen, since = (seen, since) if count == seen else (count, time.monotonic())
        time.sleep(1)


def drain(queue: str) -> list[dict]:
    import stack
    sqs, all_of_it = stack.client("sqs"), []
    while messages := sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10).get("Messages", []):
        for message in messages:
            sqs.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])
            all_of_it.append(json.loads(message["Body"]))
    return all_of_it


def an_hour_later(table: str) -> None:
    """Moves what is unfinished back in time, as the clock's move would."""
    import stack
    dynamo = stack.client("dynamodb")
    marks = dynamo.query(TableName=table, KeyConditionExpression="pk = :pk",
                         ExpressionAttributeValues={":pk": {"S": "unfinished"}})["Items"]
    for mark in marks:
        at = mark["openedAt"]["S"]
        then = (datetime.fromisoformat(at) - timedelta(hours=1)).isoformat().replace("+00:00", "Z")
        record = {"pk": mark["endpoint"], "sk": {"S": "change#" + mark["cause"]["S"]}}
        text = dynamo.get_item(TableName=table, Key=record)["Item"]["record"]["S"].replace(at, then)
        for key, name, value in ((record, "record", text),
                                 ({"pk": mark["pk"], "sk": mark["sk"]}, "openedAt", then)):
            dynamo.update_item(TableName=table, Key=key, UpdateExpression="SET #name = :value",
                               ExpressionAttributeNames={"#name": name},
                               ExpressionAttributeValues={":value": {"S": value}})
        dynamo.update_item(TableName=table, Key={"pk": {"S": "state"}, "sk": mark["endpoint"]},
                           UpdateExpression="REMOVE lease, leaseUntil")


def endpoints_of(count: int) -> list[str]:
    import stack
    ec2 = stack.client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    ids = []
    for _ in range(count):
        table = ec2.create_route_table(VpcId=vpc)["RouteTable"]["RouteTableId"]
        ids.append(ec2.create_vpc_endpoint(
            VpcId=vpc, ServiceName=f"com.amazonaws.{stack.REGION}.dynamodb", RouteTableIds=[table],
            PolicyDocument=OPEN)["VpcEndpoint"]["VpcEndpointId"])
    return ids


def measure(events: int, count: int, seed: int) -> dict:
    import stack
    stack.deploy("Mode=enforce", f"OrganizationId={stack.ORGANIZATION}")
    outputs = stack.outputs()
    notices = stack.subscribe(outputs["NoticesTopic"])
    stack.control("clock", {"delayFactor": 0.02})
    ids = endpoints_of(count)
    quiet()
    drain(notices)
    stack.forget_calls()

    stack.control("deliveries", {"duplicate": 0.2, "reorder": 0.2, "seed": seed})
    stack.control("faults", [{"function": "*", "probability": 0.1, "seed": seed,
                     "error": {"code": "InternalError", "status": 500}}])
    ec2, chance = stack.client("ec2"), random.Random(seed)
    causes = 0
    began = time.monotonic()
    for number in range(events):
        id_ = ids[chance.randrange(count)] if number >= count else ids[number]
        ec2.modify_vpc_endpoint(VpcEndpointId=id_, PolicyDocument=OPEN)
        causes += 1
    sent = time.monotonic() - began
    quiet()
    whole = time.monotonic() - began - QUIET
    calls = [call for call in stack.calls() if call["function"]]
    stack.control("deliveries", {})
    urllib.request.urlopen(urllib.request.Request(f"{stack.URL}/_local/faults", method="DELETE")).close()

    told_before = drain(notices)
    failed = drain(outputs["FailedQueueUrl"])
    undelivered = drain(outputs["UndeliveredQueueUrl"])
    an_hour_later(outputs["LedgerTable"])
    stack.client("lambda").invoke(FunctionName=outputs["SweepFunctionName"], Payload=b"{}")
    quiet()

    shown = ec2.describe_vpc_endpoints(VpcEndpointIds=ids)["VpcEndpoints"]
    told = told_before + drain(notices)
    details = [notice["unmapped"] for notice in told]
    changed = [one["record"]["cause"] for one in details if one["result"] == "CHANGED"]
    modifies = [call for call in stack.calls() if call["function"] and call["action"] == "ModifyVpcEndpoint"
                and call["status"] == 200]
    not_injected = [message for message in failed if "InternalError" not in json.dumps(message)
                    and "Service: " not in json.dumps(message)]
    return {"events": causes, "endpoints": count, "seed": seed,
            "inside": sum("aws:PrincipalOrgID" in one["PolicyDocument"] for one in shown),
            "repairs": len(modifies), "causesTold": len(set(changed)),
            "sameNoticeTwice": len(changed) - len(set(changed)),
            "failedEvents": len(failed), "failedThatDoNotBelong": len(not_injected), "undelivered": len(undelivered),
            "callsPerEvent": round(len(calls) / causes, 2),
            "secondsToSend": round(sent, 1), "secondsUntilQuiet": round(whole, 1)}


def main() -> None:
    parser = argparse.ArgumentParser(prog="./bench burst", description=__doc__)
    parser.add_argument("--events", type=int, default=500)
    parser.add_argument("--endpoints", type=int, default=50)
    parser.add_argument("--seed", type=int, default=7)
    asked = parser.parse_args()
    if "LOCAL_AWS_URL" in os.environ:
        print(json.dumps(measure(asked.events, asked.endpoints, asked.seed)))
        return
    print(f"a local AWS, sam deploy, {asked.events} events over {asked.endpoints} endpoints ...", file=sys.stderr)
    out = subprocess.run([ROOT / "local/with-aws", "--auth", "--", sys.executable, __file__, "--events",
                          str(asked.events), "--endpoints", str(asked.endpoints), "--seed", str(asked.seed)],
                         stdout=subprocess.PIPE, text=True, check=True).stdout
    figures = json.loads(out.splitlines()[-1])
    print(json.dumps({"bench": "burst", **figures}))
    sys.exit(figures["inside"] < figures["endpoints"] or figures["failedThatDoNotBelong"] > 0
             or figures["undelivered"] > 0)


if __name__ == "__main__":
    main()
