"""A local AWS with the test stack deployed by `local/deploy`, once without and once with --auth."""

import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from localaws_process import LocalAws, jdk25

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def stack(tmp_path_factory) -> Path:
    """The test stack's template beside its packaged function."""
    directory = tmp_path_factory.mktemp("stack")
    subprocess.run([f"{jdk25()}/bin/javac", "-d", directory, *HERE.glob("*.java")], check=True)
    with zipfile.ZipFile(directory / "probe.zip", "w") as package:
        for compiled in directory.glob("*.class"):
            package.write(compiled, compiled.name)
    return Path(shutil.copy(HERE / "stack.yaml", directory))


@pytest.fixture(scope="session")
def aws(stack):
    with LocalAws() as running:
        running.deploy(stack)
        yield running


@pytest.fixture(scope="session")
def aws_with_auth(stack):
    with LocalAws("--auth") as running:
        running.deploy(stack)
        yield running


@pytest.fixture
def vpc(aws) -> str:
    return aws.client("ec2").create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
