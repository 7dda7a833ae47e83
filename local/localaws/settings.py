"""The options of this process, and the emulators' environment that follows from them.

ministack and moto read the environment while they are imported, so `apply` comes before either.
"""

import os
import tempfile

from localaws.options import Options

HERE = "127.0.0.1"
options: Options
url: str


def apply(chosen: Options, port: int) -> None:
    global options, url
    options, url = chosen, f"http://{HERE}:{port}"
    for name in ("AWS_PROFILE", "AWS_SESSION_TOKEN", "MINISTACK_HOST", "LOCALSTACK_HOSTNAME", "DOCKER_HOST"):
        os.environ.pop(name, None)
    os.environ.update({
        "GATEWAY_PORT": str(port),
        "BIND_HOST": HERE,
        "MINISTACK_HOST": HERE,
        "AWS_ENDPOINT_URL": url,
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "MINISTACK_ACCOUNT_ID": chosen.account,
        "MINISTACK_REGION": chosen.region,
        "MOTO_ACCOUNT_ID": chosen.account,
        "AUTH": str(chosen.auth).lower(),
        "IOT_MTLS_ENABLED": "0",
        "SFTP_ENABLED": "0",
        "S3_PERSIST": "0",
        "LOG_LEVEL": os.environ.get("LOG_LEVEL", "WARNING"),
        "TMPDIR": tempfile.mkdtemp(prefix="localaws-"),
    })
    tempfile.tempdir = None
