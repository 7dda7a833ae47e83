"""A local AWS beside this process, for as long as it is asked for."""

import importlib
import json
import os
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def local_aws(*options: str):
    """The module `stack`, which speaks to it."""
    with tempfile.TemporaryFile("w+") as log:
        aws = subprocess.Popen([Path(__file__).parent / "aws", "--port", "0", "--until-stdin-closes", *options],
                               stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True)
        try:
            ready = aws.stdout.readline()
            if not ready:
                log.seek(0)
                sys.exit(log.read() + "the local AWS did not start")
            os.environ["LOCAL_AWS_URL"] = json.loads(ready)["url"]
            import stack
            yield importlib.reload(stack)
        finally:
            aws.stdin.close()
            aws.wait()
