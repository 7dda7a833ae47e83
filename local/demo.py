"""Opens endpoints of the guarded account, as the console and as Terraform would, and shows what happens."""

import json
import signal
import sys
import time

import stack

signal.signal(signal.SIGINT, signal.SIG_DFL)
CONSOLE = "console.ec2.amazonaws.com"
TERRAFORM = "APN/1.0 HashiCorp/1.0 Terraform/1.9.8 (+https://www.terraform.io) terraform-provider-aws/5.70.0"


def title(text: str) -> None:
    print(f"\n\033[1m{text}\033[0m" if sys.stdout.isatty() else f"\n== {text}")


def show(name: str, document: str) -> None:
    print(f"   {name}:")
    policy = json.loads(document)
    for statement in policy["Statement"]:
        line = json.dumps(statement)
        print("     " + (line if len(line) <= 160 else line[:157] + "..."))


def repair(what: str, call, endpoint_id: str | None = None) -> str:
    title(what)
    stack.forget_calls()
    began = time.time()
    endpoint_id = call() or endpoint_id
    told = stack.notice(queue, endpoint_id)
    print(f"   endpoint {endpoint_id}, {told['endpoint']['service']}")
    show("policy before", told["tighten"]["before"])
    print(f"   proof: {told['tighten']['proof']['sentence']}")
    after = stack.client("ec2").describe_vpc_endpoints(VpcEndpointIds=[endpoint_id])["VpcEndpoints"][0]
    show("policy after, as EC2 shows it", after["PolicyDocument"])
    print("   what the function called:")
    steps = [call for call in stack.calls() if call["function"]]
    for step in steps:
        print(f"     {step['at'] - int(began * 1000):5d} ms  {step['service']} {step['action']}"
              + (f", {step['error']}" if step["error"] else ""))
    print("   the notice:")
    for line in told["text"].splitlines():
        print("     | " + (line if len(line) <= 150 else line[:147] + "..."))
    return endpoint_id


began = time.time()
print("deploying template.yaml and target/function.zip with sam deploy, mode enforce ...")
stack.deploy("Mode=enforce", f"OrganizationId={stack.ORGANIZATION}")
print(f"   done in {time.time() - began:.1f} s")
queue = stack.subscribe(stack.outputs()["NoticesTopic"])
stack.control("clock", {"delayFactor": 0.02})

ec2 = stack.client("ec2")
vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
table = ec2.create_route_table(VpcId=vpc)["RouteTable"]["RouteTableId"]
subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.0.1.0/24")["Subnet"]["SubnetId"]
console, terraform = stack.client("ec2", CONSOLE), stack.client("ec2", TERRAFORM)

repair("1. Somebody creates a gateway endpoint for S3 in the console, without a policy (cold start)",
       lambda: console.create_vpc_endpoint(
           VpcId=vpc, ServiceName=f"com.amazonaws.{stack.REGION}.s3", RouteTableIds=[table])["VpcEndpoint"]["VpcEndpointId"])

title("2. An interface endpoint for KMS is created, and tightened")
kms = console.create_vpc_endpoint(
    VpcId=vpc, ServiceName=f"com.amazonaws.{stack.REGION}.kms", VpcEndpointType="Interface",
    SubnetIds=[subnet])["VpcEndpoint"]["VpcEndpointId"]
print(f"   {stack.notice(queue, kms)['text'].splitlines()[0]}")


def reset() -> None:
    terraform.modify_vpc_endpoint(VpcEndpointId=kms, ResetPolicy=True)


repair("3. Terraform resets the policy of that endpoint to full access; its notice comes two minutes after the one before,"
       " which are two seconds here", reset, kms)
other = ec2.create_route_table(VpcId=vpc)["RouteTable"]["RouteTableId"]
repair("4. A gateway endpoint for DynamoDB is created, now that the function is warm",
       lambda: console.create_vpc_endpoint(
           VpcId=vpc, ServiceName=f"com.amazonaws.{stack.REGION}.dynamodb", RouteTableIds=[other])["VpcEndpoint"]["VpcEndpointId"])
print(f"\nAll endpoints are inside their ceilings. {time.time() - began:.0f} s; nothing is left running.")
