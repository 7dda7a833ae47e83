"""Security Hub's imports: what it takes, what it refuses as AWS does, and who may import."""

import pytest
from botocore.exceptions import ClientError

FINDING = {
    "SchemaVersion": "2018-10-08",
    "Id": "arn:aws:ec2:us-east-1:111122223333:vpc-endpoint/vpce-1/policy-full-access",
    "ProductArn": "arn:aws:securityhub:us-east-1:111122223333:product/111122223333/default",
    "GeneratorId": "vpce-guard/policy-full-access",
    "AwsAccountId": "111122223333",
    "CreatedAt": "2026-11-24T06:00:00Z",
    "UpdatedAt": "2026-11-24T06:00:00Z",
    "Title": "one",
    "Description": "one",
    "Resources": [{"Type": "Other", "Id": "vpce-1"}],
}


def test_theLastImportOfAnIdIsTheFinding(aws):
    hub = aws.client("securityhub")
    assert hub.batch_import_findings(Findings=[FINDING])["SuccessCount"] == 1
    assert hub.batch_import_findings(Findings=[FINDING | {"Title": "two"}])["FailedCount"] == 0
    assert [finding["Title"] for finding in hub.get_findings()["Findings"]] == ["two"]


@pytest.mark.parametrize("wrong", [{"Title": "x" * 257}, {"AwsAccountId": "222233334444"}])
def test_whatIsWrongIsNamedWithStatus200(aws, wrong):
    answer = aws.client("securityhub").batch_import_findings(Findings=[FINDING | {"Id": "other"} | wrong])
    assert (answer["FailedCount"], answer["FailedFindings"][0]["Id"]) == (1, "other")


def test_moreThanAHundredAreRefused(aws):
    with pytest.raises(ClientError, match="1 to 100"):
        aws.client("securityhub").batch_import_findings(Findings=[FINDING] * 101)
