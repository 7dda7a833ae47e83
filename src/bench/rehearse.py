"""A rehearsal of synthetic network activity events, a third of them redacted, through many endpoints at once: time, memory,
and whether it counts as an evaluator does that was written apart from the product's. Nothing of the synthetic records comes
from a real account."""

import argparse
import gzip
import itertools
import json
import os
import random
import shutil
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
WORK = ROOT / "target/rehearse"
OWN, MEMBER, STRANGER = "111122223333", "222233334444", "777788889999"
ORGANIZATION, ELSEWHERE = "o-a1b2c3d4e5", "o-zzzzzzzzzz"
FULL = {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}
# Service, type, calls by their name in CloudTrail and in policies, and a resource of an account.
SERVICES = [
    ("s3", "Gateway", [("GetObject", "s3:GetObject"), ("PutObject", "s3:PutObject"), ("HeadObject", "s3:GetObject")],
     lambda owner: f"arn:aws:s3:::bucket-of-{owner}/key"),
    ("dynamodb", "Gateway", [("GetItem", "dynamodb:GetItem"), ("PutItem", "dynamodb:PutItem")],
     lambda owner: f"arn:aws:dynamodb:us-east-1:{owner}:table/orders"),
    ("kms", "Interface", [("Decrypt", "kms:Decrypt"), ("GenerateDataKey", "kms:GenerateDataKey")],
     lambda owner: f"arn:aws:kms:us-east-1:{owner}:key/0a1b2c3d"),
    ("sqs", "Interface", [("SendMessage", "sqs:SendMessage"), ("ReceiveMessage", "sqs:ReceiveMessage")],
     lambda owner: f"arn:aws:sqs:us-east-1:{owner}:orders"),
    ("secretsmanager", "Interface", [("GetSecretValue", "secretsmanager:GetSecretValue")],
     lambda owner: f"arn:aws:secretsmanager:us-east-1:{owner}:secret:db-a1b2c3"),
]
# Buckets of AWS, from which anybody may read, and where anybody may write answers of CloudFormation.
AWS_OBJECTS = ["arn:aws:s3:::amazonlinux-2-repos-us-east-1/core/mirror.list",
               "arn:aws:s3:::cloudformation-custom-resource-response-useast1/answer"]
POLICIES = [
    [FULL],
    [FULL],
    [FULL, {"Effect": "Deny", "Principal": "*", "Action": ["s3:PutObject", "dynamodb:PutItem", "sqs:SendMessage"],
            "Resource": "*"}],
    [{**FULL, "Condition": {"StringEquals": {"aws:PrincipalAccount": [OWN, STRANGER]}}}],
    [{**FULL, "Condition": {"StringNotEquals": {"aws:ResourceAccount": MEMBER}}}],
]
ORGANIZATIONS = {OWN: [ORGANIZATION], MEMBER: [ORGANIZATION], STRANGER: [None, ELSEWHERE]}
ALL_OWNERS = [(OWN, ORGANIZATION), (MEMBER, ORGANIZATION), (STRANGER, None), (STRANGER, ELSEWHERE)]


def endpoints(count: int) -> list[dict]:
    return [{"VpcEndpointId": f"vpce-{index:017x}", "VpcEndpointType": SERVICES[index % len(SERVICES)][1], "State": "available",
             "VpcId": "vpc-0123456789abcdef0", "ServiceName": f"com.amazonaws.us-east-1.{SERVICES[index % len(SERVICES)][0]}",
             "PolicyDocument": json.dumps({"Version": "2012-10-17", "Statement": POLICIES[index // 5 % len(POLICIES)]})}
            for index in range(count)]


def identity(kind: str, account: str) -> dict:
    match kind:
        case "role":
            return {"type": "AssumedRole", "principalId": "AROAEXAMPLE:i-0a", "arn": f"arn:aws:sts::{account}:assumed-role/app/i-0a",
                    "accountId": account, "sessionContext": {"sessionIssuer": {
                        "type": "Role", "arn": f"arn:aws:iam::{account}:role/app", "accountId": account, "userName": "app"}}}
        case "user":
            return {"type": "IAMUser", "arn": f"arn:aws:iam::{account}:user/u", "accountId": account, "userName": "u"}
        case "account":
            return {"type": "AWSAccount", "principalId": "AROAEXAMPLE:i-0a", "accountId": account}
        case "service":
            return {"type": "AWSService", "invokedBy": "logs.amazonaws.com"}
        case "anonymous":
            return {"type": "AWSAccount", "principalId": "", "accountId": "ANONYMOUS_PRINCIPAL"}


def worlds(kind: str, account: str, action: str, resource: str, owner: str | None) -> list[dict]:
    """Every request that a record may stand for. Without an owner the record says nothing of the resource."""
    owners = ALL_OWNERS if owner is None else [(owner, organization) for organization in ORGANIZATIONS[owner]]
    resources = [resource] if owner else [resource, *AWS_OBJECTS] if action.startswith("s3:") else [resource]
    match kind:
        case "role":
            callers = [("AWS", f"arn:aws:sts::{account}:assumed-role/app/i-0a", account, f"arn:aws:iam::{account}:role/app", "false")]
        case "user":
            callers = [("AWS", f"arn:aws:iam::{account}:user/u", account, f"arn:aws:iam::{account}:user/u", "false")]
        case "account":
            callers = [("AWS", f"arn:aws:iam::{account}:user/{name}", account, f"arn:aws:iam::{account}:user/{name}", "false")
                       for name in ("a", "b")]
        case "service":
            callers = [("Service", "logs.amazonaws.com", some, None, "true") for some in ("333344445555", STRANGER)]
        case "anonymous":
            callers = [("Anonymous", "", "anonymous", None, None)]
    found = []
    for (sort, caller, principal, arn, service), (owning, organization), one in itertools.product(callers, owners, resources):
        for own in ORGANIZATIONS.get(principal, [None]) if sort == "AWS" else [None]:
            context = {"aws:PrincipalAccount": principal, "aws:PrincipalArn": arn, "aws:PrincipalIsAWSService": service,
                       "aws:PrincipalOrgID": own, "aws:ResourceAccount": owning, "aws:ResourceOrgID": organization}
            found.append({"kind": sort, "caller": caller, "action": action, "resource": one,
                          "context": {key: value for key, value in context.items() if value}})
    return found


def kinds(all_endpoints: list[dict]) -> list[tuple[dict, dict]]:
    """A record without its time and id, and what it may stand for; every third one redacted."""
    found = []
    for index, endpoint in enumerate(all_endpoints):
        service, _, calls, resource_of = SERVICES[index % len(SERVICES)]
        callers = [("role", OWN), ("user", OWN), ("role", MEMBER), ("role", STRANGER), ("service", "")]
        callers += [("anonymous", "")] if service == "s3" else []
        for (kind, account), owner, (name, action), redacted in itertools.product(
                callers, (OWN, MEMBER, STRANGER), calls, (False, False, True)):
            resource = resource_of(owner)
            shown = "account" if redacted and account in (MEMBER, STRANGER) else kind
            denied = kind == "user" and owner == STRANGER and redacted
            record = {"eventVersion": "1.11", "userIdentity": identity(shown, account), "eventTime": "@TIME@",
                      "eventSource": f"{service}.amazonaws.com", "eventName": name, "awsRegion": "us-east-1",
                      "sourceIPAddress": "10.0.141.54", "requestID": "QAJEXAMPLE", "eventID": "@ID@", "eventType": "AwsVpceEvent",
                      "recipientAccountId": OWN, "sharedEventID": "735fbea7-a934-43f7-a926-355589c59007",
                      "vpcEndpointId": endpoint["VpcEndpointId"], "vpcEndpointAccountId": OWN, "eventCategory": "NetworkActivity"}
            if not redacted:
                record["resources"] = [{"ARN": resource, "accountId": owner}]
            if denied:
                record |= {"errorCode": "VpceAccessDenied", "errorMessage": "The request was denied due to a VPC endpoint policy"}
            found.append((record, {
                "endpoint": endpoint["VpcEndpointId"], "wasDenied": denied,
                "requests": worlds(shown, account, action, resource, None if redacted else owner)}))
    return found


def write(records: int, count: int, seed: int) -> None:
    shutil.rmtree(WORK, ignore_errors=True)
    (WORK / "logs").mkdir(parents=True)
    made = endpoints(count)
    (WORK / "endpoints.json").write_text(json.dumps({"VpcEndpoints": made}))
    (WORK / "members.json").write_text(json.dumps({"Accounts": [{"Id": OWN}, {"Id": MEMBER}]}))
    (WORK / "perimeter.json").write_text(json.dumps({
        "organizations": [ORGANIZATION], "accounts": [OWN], "controls": {"policy-beyond-trusted-resources": "remediate"}}))
    known = kinds(made)
    texts = [json.dumps(record, separators=(",", ":")) for record, _ in known]
    plain = [index for index, (record, _) in enumerate(known) if "resources" in record]
    redacted = [index for index, (record, _) in enumerate(known) if "resources" not in record]
    drawn, counts = random.Random(seed), [0] * len(known)
    start = datetime(2026, 10, 1, tzinfo=UTC)
    for file in range(0, records, 10_000):
        parts = []
        for number in range(file, min(file + 10_000, records)):
            chosen = drawn.choice(redacted if number % 3 == 0 else plain)
            counts[chosen] += 1
            at = (start + timedelta(seconds=drawn.randrange(30 * 86_400))).strftime("%Y-%m-%dT%H:%M:%SZ")
            parts.append(texts[chosen].replace("@TIME@", at).replace("@ID@", f"{number:032x}"))
        with gzip.open(WORK / f"logs/{file:09}.json.gz", "wt", compresslevel=1) as out:
            out.write('{"Records":[' + ",".join(parts) + "]}")
    with open(WORK / "kinds.jsonl", "w") as out:
        for (_, kind), many in zip(known, counts):
            if many:
                out.write(json.dumps({**kind, "count": many}) + "\n")


def run(*command: str, **environment: str) -> str:
    return subprocess.run(command, cwd=ROOT, env=os.environ | environment, stdout=subprocess.PIPE, text=True, check=True).stdout


def compiled() -> tuple[str, str]:
    jdk = run("bash", "-c", ". local/find-jdk25 && echo $JDK25").strip()
    run("./mvnw", "-B", "-ntp", "-q", "-Pbench", "-Dspotless.check.skip", "test-compile", "dependency:build-classpath",
        "-Dmdep.outputFile=target/bench.classpath", JAVA_HOME=jdk)
    return f"{jdk}/bin/java", f"target/test-classes:target/classes:{(ROOT / 'target/bench.classpath').read_text()}"


def rehearsed(java: str, classes: str, heap: str) -> tuple[dict, float, float, float]:
    """The product's counts by endpoint, seconds, seconds of processors, and the process's largest size in MB."""
    began = time.time()
    process = subprocess.Popen(
        [java, f"-Xmx{heap}", "-XX:+UseSerialGC", "-cp", classes, "vpceguard.cli.Main", "rehearse", "--json",
         f"--perimeter={WORK}/perimeter.json", f"--endpoints={WORK}/endpoints.json", f"--members={WORK}/members.json",
         f"--account={OWN}", str(WORK / "logs")], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    out = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status) not in (0, 1, 3):
        sys.exit(f"rehearse ended with {os.waitstatus_to_exitcode(status)}")
    return json.loads(out), time.time() - began, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main() -> None:
    parser = argparse.ArgumentParser(prog="./bench rehearse", description=__doc__)
    parser.add_argument("--records", type=int, default=1_000_000)
    parser.add_argument("--endpoints", type=int, default=50)
    parser.add_argument("--heap", default="256m", help="the JVM's -Xmx")
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    java, classes = compiled()
    print(f"writing {chosen.records} records ...", file=sys.stderr)
    write(chosen.records, chosen.endpoints, chosen.seed)
    print("rehearsing ...", file=sys.stderr)
    told, seconds, processors, size = rehearsed(java, classes, chosen.heap)
    expected = json.loads(run(java, "-cp", classes, "vpceguard.bench.RehearsalOracle", str(WORK / "perimeter.json"),
                              str(WORK / "endpoints.json"), str(WORK / "kinds.jsonl")))
    found = {one["endpoint"]: {name: one["rehearsal"][name] for name in next(iter(expected.values()))}
             for one in told["endpoints"] if "rehearsal" in one}
    differing = {id: (expected.get(id), found.get(id)) for id in expected | found if expected.get(id) != found.get(id)}
    for id, (should, does) in itertools.islice(differing.items(), 10):
        print(f"{id}: expected {should}, found {does}", file=sys.stderr)
    total = {name: sum(one[name] for one in found.values()) for name in next(iter(expected.values()))}
    print(f"{total['calls']} records in {seconds:.1f} s, {processors:.1f} s of processors, heap {chosen.heap}, process {size:.0f} MB")
    print(json.dumps({"bench": "rehearse", "records": chosen.records, "endpoints": len(found), "seconds": round(seconds, 1),
                      "processorSeconds": round(processors, 1),
                      "heap": chosen.heap, "processMb": round(size), "counts": total, "endpointsThatDiffer": len(differing)}))
    sys.exit(bool(differing))


if __name__ == "__main__":
    main()
