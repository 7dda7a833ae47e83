"""Endpoint services, the prefix of their actions, and their unsigned operations, for the guard's services.json.

Names come from a file that AWS made, `aws ec2 describe-vpc-endpoint-services --query ServiceNames > FILE`, or are those
that the table has. Prefixes that exist come from AWS's service reference, unsigned operations from botocore's models.
"""

import argparse
import functools
import json
import re
import sys
import urllib.error
import urllib.request
from pathlib import Path

import botocore
import botocore.session

TABLE = Path(__file__).parent.parent / "src/main/resources/vpceguard/services.json"
REFERENCE = "https://servicereference.us-east-1.amazonaws.com/"
ROOTS = r"(?:cn\.)?com\.amazonaws|eu\.amazonaws|aws\.api|api\.aws|aws\.sagemaker"
NAME = re.compile(rf"(?:{ROOTS})\.(?:global\.|[a-z]+(?:-[a-z]+)+-\d+\.)?(.+?)(?:\.c-\d+)?(?:\.cn)?")
CUSTOMERS = re.compile(r"(.+\.)?vpce-svc-[0-9a-f]+")
# Names in which the prefix does not stand, or another one does.
PREFIXES = {
    "appconfigdata": "appconfig",
    "aps-workspaces": "aps",
    "arsenal-discovery": "arsenal",
    "cloudcontrolapi": "cloudformation",
    "cloudhsmv2": "cloudhsm",
    "email": "ses",
    "email-smtp": "ses",
    "experiments": "sagemaker",
    "forecastquery": "forecast",
    "mail-manager": "ses",
    "memory-db": "memorydb",
    "monitoring": "cloudwatch",
    "networkflowmonitorreports": "networkflowmonitor",
    "notebook": "sagemaker",
    "partner-app": "sagemaker",
    "pinpoint": "mobiletargeting",
    "pinpoint-sms-voice-v2": "sms-voice",
    "s3-global.accesspoint": "s3",
    "studio": "sagemaker",
    "tagging": "tag",
    "transcribestreaming": "transcribe",
}
# Names of botocore that are not the prefix.
SIGNED_AS = {"awsssoportal": "sso"}


def short_name(name):
    matched = NAME.fullmatch(name)
    if matched is None or CUSTOMERS.fullmatch(name):
        return None
    return re.sub(r"-fips(?=\.|$)", "", matched[1])


def prefix(service, known):
    """The longest prefix that the name begins or ends with, as whole words."""
    if service in PREFIXES:
        return PREFIXES[service]
    fits = [one for one in known if re.search(rf"^{re.escape(one)}(?![a-z0-9])|[.-]{re.escape(one)}$", service)]
    return max(fits, key=lambda one: (len(one), one), default=None)


def referenced(url):
    try:
        with urllib.request.urlopen(url, timeout=30) as answer:
            return {service["service"] for service in json.load(answer)}
    except urllib.error.URLError as error:
        print(f"services: {url} does not answer ({error.reason}); prefixes are those of the table", file=sys.stderr)
        return set()


@functools.cache
def unsigned():
    """Operations that botocore sends without a signature, by prefix."""
    session = botocore.session.get_session()
    found = {}
    for service in session.get_available_services():
        model = session.get_service_model(service)
        signed_as = model.metadata.get("signingName") or model.metadata["endpointPrefix"]
        names = [n for n in model.operation_names if _is_unsigned(model.operation_model(n))]
        if names:
            found.setdefault(SIGNED_AS.get(signed_as, signed_as), set()).update(names)
    return found


def _is_unsigned(operation):
    return operation.auth_type == "none" or "smithy.api#noAuth" in (operation.auth or [])


def table(names, old, known, operations):
    services = {}
    for service in sorted({short_name(name) for name in names} - {None} | set(old)):
        of = prefix(service, known) or old.get(service, {}).get("prefix")
        if of is None:
            print(f"services: no prefix of IAM for {service}; it is left out", file=sys.stderr)
            continue
        services[service] = {"prefix": of}
        if of == service and operations.get(of):
            services[service]["unsigned"] = sorted(operations[of])
    return services


def written(document):
    """One service a line."""
    lines = [f"    {json.dumps(name)}: {json.dumps(facts)}" for name, facts in document["services"].items()]
    head = {key: value for key, value in document.items() if key != "services"}
    return json.dumps(head, indent=2)[:-2] + ',\n  "services": {\n' + ",\n".join(lines) + "\n  }\n}\n"


def main(arguments):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--names", type=Path, help="JSON list of names of endpoint services")
    parser.add_argument("--reference", default=REFERENCE, help="AWS's list of services, %(default)s")
    parser.add_argument("--table", type=Path, default=TABLE, help="the file to write")
    options = parser.parse_args(arguments)
    document = json.loads(TABLE.read_text())
    names = json.loads(options.names.read_text()) if options.names else []
    known = referenced(options.reference) | {facts["prefix"] for facts in document["services"].values()}
    document["unsignedBy"] = f"botocore {botocore.__version__}"
    document["services"] = table(names, document["services"], known, unsigned())
    options.table.write_text(written(document))


if __name__ == "__main__":
    main(sys.argv[1:])
