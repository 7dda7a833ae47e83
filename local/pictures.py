"""Makes the pictures of docs/pictures in a run on the local AWS: the report of an account in which nothing is deployed, and
the notice of a repair as a phone shows it. Needs Chromium.

usage: local/with-aws --auth -- local/.venv/bin/python local/pictures.py"""

import html
import json
import os
import subprocess
import tempfile
from pathlib import Path

import stack

ROOT = Path(__file__).parent.parent
PICTURES = ROOT / "docs/pictures"
TRUSTED = json.dumps({"Version": "2012-10-17", "Statement": [{
    "Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*",
    "Condition": {"StringEquals": {"aws:PrincipalOrgID": stack.ORGANIZATION, "aws:ResourceOrgID": stack.ORGANIZATION}}}]})
CALLERS = TRUSTED.replace(f', "aws:ResourceOrgID": "{stack.ORGANIZATION}"', "")
ACCOUNT = {"payments": {"s3": None, "dynamodb": TRUSTED, "kms": TRUSTED, "sts": None, "logs": CALLERS},
           "analytics": {"s3": CALLERS, "kms": None, "secretsmanager": TRUSTED, "athena": None},
           "shared": {"sts": TRUSTED, "ssm": TRUSTED, "ec2": TRUSTED, "s3": TRUSTED}}
ec2 = stack.client("ec2", "console.ec2.amazonaws.com")


def tagged(kind: str, name: str) -> list[dict]:
    return [{"ResourceType": kind, "Tags": [{"Key": "Name", "Value": name}]}]


def network(number: int, name: str) -> dict:
    vpc = ec2.create_vpc(CidrBlock=f"10.{number}.0.0/16", TagSpecifications=tagged("vpc", name))["Vpc"]["VpcId"]
    group = ec2.create_security_group(GroupName="endpoints", Description="endpoints", VpcId=vpc)["GroupId"]
    return {"VpcId": vpc, "SecurityGroupIds": [group],
            "SubnetIds": [ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.{number}.1.0/24")["Subnet"]["SubnetId"]]}


def create(inside: dict, name: str, service: str, policy: str | None) -> str:
    about = {"VpcId": inside["VpcId"], "ServiceName": f"com.amazonaws.{stack.REGION}.{service}",
             "TagSpecifications": tagged("vpc-endpoint", name)}
    if policy:
        about["PolicyDocument"] = policy
    if service in ("s3", "dynamodb"):
        about["RouteTableIds"] = [ec2.create_route_table(VpcId=inside["VpcId"])["RouteTable"]["RouteTableId"]]
    else:
        about |= {"VpcEndpointType": "Interface", "SubnetIds": inside["SubnetIds"], "PrivateDnsEnabled": True,
                  "SecurityGroupIds": inside["SecurityGroupIds"]}
    return ec2.create_vpc_endpoint(**about)["VpcEndpoint"]["VpcEndpointId"]


def picture(name: str, page: str, width: int, height: int) -> None:
    subprocess.run(["chromium", "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
                    "--force-device-scale-factor=1", f"--window-size={width},{height}", "--virtual-time-budget=2000",
                    f"--screenshot={PICTURES / name}", page], check=True, capture_output=True)


def main() -> None:
    PICTURES.mkdir(exist_ok=True)
    vpcs = {name: network(number, name) for number, name in enumerate(ACCOUNT)}
    ids = {f"{vpc}-{service}": create(vpcs[vpc], f"{vpc}-{service}", service, policy)
           for vpc, services in ACCOUNT.items() for service, policy in services.items()}
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "report.html")
        environment = os.environ | {"AWS_ENDPOINT_URL": stack.URL, "AWS_ACCESS_KEY_ID": "test",
                                    "AWS_SECRET_ACCESS_KEY": "test", "AWS_REGION": stack.REGION}
        subprocess.run([ROOT / "vpce-guard", "sweep", f"--report={report}"], env=environment, stdout=subprocess.DEVNULL)
        picture("report.png", f"file://{report}", 1280, 960)
        # In a frame that is taller than the report, which then does not scroll to the endpoint.
        opened = Path(folder, "opened.html")
        opened.write_text("<html style='overflow:clip'><body style='margin:0;overflow:clip'><iframe style='border:0;margin-top:-1060px' width=1280 height=5000"
                          f" src='report.html#{ids['payments-s3']}'>")
        picture("report-endpoint.png", f"file://{opened}", 1280, 1150)

        stack.deploy("Mode=enforce", f"OrganizationId={stack.ORGANIZATION}")
        queue = stack.subscribe(stack.outputs()["NoticesTopic"])
        text = stack.notice(queue, create(network(9, "reports"), "reports-s3", "s3", None), 60)["text"]
        page = Path(folder, "notice.html")
        page.write_text("<meta charset=utf-8><meta name=viewport content='width=device-width'><body style='margin:0'>"
                        "<pre style='white-space:pre-wrap;overflow-wrap:anywhere;font:12px/1.4 monospace;padding:12px'>"
                        + html.escape(text))
        picture("notice.png", f"file://{page}", 500, 1490)


main()
