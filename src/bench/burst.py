"""A burst of changes on the local AWS, with events twice and out of order and with failing calls: what is left once a
sweep has run."""

import argparse
import json
import random
import sys
import time

from started import local_aws

OPEN = json.dumps({"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}]})
QUIET = 12


def endpoints_of(stack, count: int) -> list[str]:
    ec2 = stack.client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    ids = []
    for _ in range(count):
        table = ec2.create_route_table(VpcId=vpc)["RouteTable"]["RouteTableId"]
        ids.append(ec2.create_vpc_endpoint(
            VpcId=vpc, ServiceName=f"com.amazonaws.{stack.REGION}.dynamodb", RouteTableIds=[table],
            PolicyDocument=OPEN)["VpcEndpoint"]["VpcEndpointId"])
    return ids


def measure(stack, events: int, count: int, seed: int) -> dict:
    stack.deploy("Mode=enforce", f"OrganizationId={stack.ORGANIZATION}")
    outputs = stack.outputs()
    notices = stack.subscribe(outputs["NoticesTopic"])
    stack.control("clock", {"delayFactor": 0.02})
    ids = endpoints_of(stack, count)
    stack.quiet(QUIET)
    stack.drain(notices)
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
    stack.quiet(QUIET)
    whole = time.monotonic() - began - QUIET
    calls = [call for call in stack.calls() if call["function"]]
    stack.control("deliveries", {})
    stack.clear_faults()

    told_before = stack.drain(notices)
    failed = stack.drain(outputs["FailedQueueUrl"])
    undelivered = stack.drain(outputs["UndeliveredQueueUrl"])
    stack.an_hour_later(outputs["LedgerTable"])
    stack.client("lambda").invoke(FunctionName=outputs["SweepFunctionName"], Payload=b"{}")
    stack.quiet(QUIET)

    shown = ec2.describe_vpc_endpoints(VpcEndpointIds=ids)["VpcEndpoints"]
    told = told_before + stack.drain(notices)
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
    print(f"a local AWS, sam deploy, {asked.events} events over {asked.endpoints} endpoints ...", file=sys.stderr)
    with local_aws("--auth") as stack:
        figures = measure(stack, asked.events, asked.endpoints, asked.seed)
    print(json.dumps({"bench": "burst", **figures}))
    sys.exit(figures["inside"] < figures["endpoints"] or figures["failedThatDoNotBelong"] > 0
             or figures["undelivered"] > 0)


if __name__ == "__main__":
    main()
