"""Security Hub, as far as a stack tells it something: BatchImportFindings, checked as AWS checks, and GetFindings."""

import json

from localaws import authorization
from localaws.caller import Caller
from localaws.request import Reply, Request

_REQUIRED = ("SchemaVersion", "Id", "ProductArn", "GeneratorId", "AwsAccountId", "CreatedAt", "UpdatedAt", "Title",
             "Description", "Resources")
_LONGEST = {"Id": 512, "GeneratorId": 512, "Title": 256, "Description": 1024}
_FINDINGS: dict[str, dict] = {}


def answer(request: Request, caller: Caller) -> Reply:
    body = json.loads(request.body or b"{}")
    if (request.method, request.path) == ("POST", "/findings"):
        return _json(200, {"Findings": list(_FINDINGS.values())})
    if (request.method, request.path) != ("POST", "/findings/import"):
        return _json(400, {"Code": "UnsupportedOperation", "Message": f"the local AWS has no {request.path}"})
    findings = body.get("Findings") or []
    if not 1 <= len(findings) <= 100:
        return _json(400, {"Code": "InvalidInputException", "Message": "expected 1 to 100 findings"})
    for product in {finding.get("ProductArn", "") for finding in findings}:
        if denied := authorization.denied(caller, "securityhub:BatchImportFindings", product):
            return _json(403, {"Code": "AccessDeniedException", "Message": denied})
    failed = []
    for finding in findings:
        if fault := _fault(finding, caller):
            failed.append({"Id": finding.get("Id", ""), "ErrorCode": "InvalidInput", "ErrorMessage": fault})
        else:
            _FINDINGS[finding["Id"]] = finding
    return _json(200, {"FailedCount": len(failed), "SuccessCount": len(findings) - len(failed), "FailedFindings": failed})


def _fault(finding: dict, caller: Caller) -> str | None:
    missing = [name for name in _REQUIRED if not finding.get(name)]
    if missing:
        return f"missing: {', '.join(missing)}"
    if finding["AwsAccountId"] != caller.account:
        return "the default product is the caller's own account's"
    long = [name for name, most in _LONGEST.items() if len(finding[name]) > most]
    if long:
        return f"too long: {', '.join(long)}"
    if any(not resource.get("Type") or not resource.get("Id") for resource in finding["Resources"]):
        return "a resource needs Type and Id"
    return None


def _json(status: int, body: dict) -> Reply:
    return Reply(status, {"content-type": "application/json"}, json.dumps(body).encode())
