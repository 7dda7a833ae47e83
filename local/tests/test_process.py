"""The process as a whole: its organizations, its end, and what it does about a made-up answer."""

import subprocess
import sys

import pytest
from botocore.exceptions import ClientError

from localaws_process import LOCAL, LocalAws


@pytest.mark.parametrize("chosen, code", [("none", "AWSOrganizationsNotInUseException"), ("denied", "AccessDeniedException")])
def test_theOrganizationIsAsChosen(chosen, code):
    with LocalAws("--organization", chosen) as aws, pytest.raises(ClientError) as refused:
        aws.client("organizations").describe_organization()
    assert refused.value.response["Error"]["Code"] == code
    assert aws.process.returncode == 0


def test_healthTellsTheOptions(aws):
    assert aws.local("GET", "health") == {"status": "ok", "url": aws.url, "account": "111122223333",
                                          "region": "us-east-1", "auth": False, "organization": "o-a1b2c3d4e5"}


def test_aMadeUpAnswerEndsTheProcess():
    code = "from localaws import faked; faked.check_text('Mock response - java25 not supported', 'a function')"
    ended = subprocess.run([sys.executable, "-c", code], cwd=LOCAL, capture_output=True, text=True)
    assert ended.returncode == 3
    assert "faked answer" in ended.stderr
