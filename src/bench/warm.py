"""Event to tightened policy on the local AWS, warm, with role evaluation off and on; and calls per event at the wire."""

import argparse
import json
import statistics
import sys
import time

from started import local_aws

FULL = {"Version": "2008-10-17",
        "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}]}


def measure(stack, events: int) -> dict:
    stack.deploy("Mode=enforce", f"OrganizationId={stack.ORGANIZATION}")
    ec2 = stack.client("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]

    def created(policy: str) -> list[dict]:
        """The calls of the administrator, who makes a new endpoint, and of the function's pass, once all is quiet. One
        that is opened again and again would use up its budget of repairs."""
        table = ec2.create_route_table(VpcId=vpc)["RouteTable"]["RouteTableId"]
        stack.forget_calls()
        ec2.create_vpc_endpoint(VpcId=vpc, ServiceName=f"com.amazonaws.{stack.REGION}.dynamodb", RouteTableIds=[table],
                                PolicyDocument=policy)
        quiet, seen = 0, 0
        while quiet < 6:
            time.sleep(0.05)
            calls = stack.calls()
            ended = any(call["function"] and call["action"] in ("PutLogEvents", "UpdateItem") for call in calls)
            quiet, seen = (quiet + 1 if ended and len(calls) == seen else 0), len(calls)
        return calls

    for _ in range(5):
        created(json.dumps(FULL))
    tightened, whole, repaired = [], [], []
    for _ in range(events):
        calls = created(json.dumps(FULL))
        # The event of its own change comes to another function, which asks the ledger once.
        ours = [call for call in calls if "CreateVpcEndpointFunction" in (call["function"] or "")]
        actions = [call["action"] for call in ours]
        began = next(call["at"] for call in calls if not call["function"])
        # The function asks for the read-back once EC2 has answered its Modify: then the policy is tightened.
        read_back = next(call["at"] for call, before in zip(ours[1:], ours) if before["action"] == "ModifyVpcEndpoint")
        tightened.append(read_back - began)
        whole.append(ours[actions.index("PutLogEvents")]["at"] - began)
        repaired.append(len(ours))
        if len(ours) > 7:
            print(f"{len(ours)} calls: {' '.join(actions)}", file=sys.stderr)
    # A repaired policy is within the clauses that are written; this one is within those that only notify too.
    policy = json.dumps({"Version": "2012-10-17", "Statement": [{
        "Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*",
        "Condition": {"StringEquals": {"aws:PrincipalOrgID": stack.ORGANIZATION, "aws:ResourceOrgID": stack.ORGANIZATION}}}]})
    compliant = [sum(bool(call["function"]) for call in created(policy)) for _ in range(5)]
    return {"tightenedMs": {"median": statistics.median(tightened), "p99": sorted(tightened)[int(0.99 * events)]},
            "toldAndJournalledMs": {"median": statistics.median(whole)},
            "callsRepaired": {"median": statistics.median(repaired), "max": max(repaired)},
            "callsCompliant": {"median": statistics.median(compliant), "max": max(compliant)}}


def main() -> None:
    parser = argparse.ArgumentParser(prog="./bench warm", description=__doc__)
    parser.add_argument("--events", type=int, default=50)
    events = parser.parse_args().events
    figures = {}
    for name, options in (("roleNotEvaluated", []), ("roleEvaluated", ["--auth"])):
        print(f"{name}: a local AWS, sam deploy, {events} repairs ...", file=sys.stderr)
        with local_aws(*options) as stack:
            figures[name] = measure(stack, events)
    print(json.dumps({"bench": "warm", "events": events, **figures}))


if __name__ == "__main__":
    main()
