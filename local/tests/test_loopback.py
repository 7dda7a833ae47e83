"""Nothing listens anywhere but on 127.0.0.1."""

import subprocess
import sys

import pytest

from localaws_process import LOCAL

BIND = "import socket; from localaws import loopback; loopback.only(); socket.socket().bind(({address!r}, 0))"


def bind(address: str) -> subprocess.CompletedProcess:
    return subprocess.run([sys.executable, "-c", BIND.format(address=address)], cwd=LOCAL, capture_output=True, text=True)


@pytest.mark.parametrize("address", ["0.0.0.0", "", "localhost", "127.0.0.2"])
def test_otherAddressesAreRefused(address):
    assert "binds 127.0.0.1 alone" in bind(address).stderr


def test_loopbackIsNot():
    assert bind("127.0.0.1").returncode == 0


def test_theOnePortIsOnLoopback(aws):
    listening = subprocess.run(["ss", "-Hltnp"], capture_output=True, text=True)
    mine = [line.split()[3] for line in listening.stdout.splitlines() if f"pid={aws.process.pid}," in line]
    assert mine and all(address.startswith("127.0.0.1:") for address in mine)
