"""The programs that are compared, each as a command that deals with one event and says so."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import time
import zipfile
from datetime import UTC, datetime
from pathlib import Path

from trial.aws import ORGANIZATION, Aws
from trial.process import Quota, Running
from trial.runtime import RuntimeApi

ROOT = Path(__file__).resolve().parents[3]


def event(name: str) -> dict:
    """One of the sample events, as of now."""
    sample = json.loads(Path(ROOT, f"events/{name}.json").read_text())
    return sample | {"detail": sample["detail"] | {"eventTime": f"{datetime.now(UTC):%FT%TZ}"}}


EVENT = event("create-gateway-s3-console")
HANDLER = "vpceguard.lambda.CreateVpcEndpointHandler"

# Lambda's own for Java 25 and a function of 1024 MB: level one only, the serial collector, a heap of what is left.
LAMBDA_FLAGS = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:InitialHeapSize=16m", "-XX:MaxHeapSize=891289k",
                "-Djava.net.preferIPv4Stack=true", "--enable-native-access=ALL-UNNAMED"]


class Function:
    """The guard's function under AWS's Runtime Interface Client."""
    tightens = True
    expected = ["DescribeVpcEndpoints", "TransactWriteItems", "ModifyVpcEndpoint", "DescribeVpcEndpoints", "Publish",
                "TransactWriteItems", "PutLogEvents"]

    def __init__(self, scratch: Path, ric: Path, class_path: list[str], http_client: str, flags: list[str] = LAMBDA_FLAGS):
        """@param ric: directory of the Runtime Interface Client's jars"""
        self._http_client, self._scratch, self.flags = http_client, scratch, flags
        self.class_path = [*class_path, *map(str, sorted(ric.glob("*.jar")))]
        native = f"jni/libaws-lambda-jni.linux-{platform.machine().replace('aarch64', 'aarch_64')}.so"
        if not Path(scratch, native).exists():
            with zipfile.ZipFile(*ric.glob("aws-lambda-java-runtime-interface-client-*.jar")) as client:
                client.extract(native, scratch)
        self._native = Path(scratch, native)

    def start(self, aws: Aws, quota: Quota | None, at_once: bool = True, **environment: str) -> Running:
        """@param at_once: whether its first event waits for it"""
        self._api = RuntimeApi()
        environment = {
            **aws.environment, **common(), "AWS_LAMBDA_RUNTIME_API": self._api.address, "AWS_LAMBDA_FUNCTION_NAME": "guard",
            "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST", "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "1024", "_HANDLER": HANDLER,
            "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand", "AWS_EXECUTION_ENV": "AWS_Lambda_java25",
            "MODE": "enforce", "ORGANIZATION_ID": ORGANIZATION, "ACCOUNT_ID": "111122223333", "PARTITION": "aws",
            "STACK_NAME": "vpce-guard", "ROLE_ARNS": "arn:aws:iam::111122223333:role/vpce-guard-remediator", "TABLE": "ledger",
            "RETENTION_DAYS": "400", "TOPIC_ARN": "arn:aws:sns:us-east-1:111122223333:notices", "JOURNAL_GROUP": "journal",
            "JOURNAL_STREAM": "journal", "FOLLOW_UP_QUEUE": "https://sqs.us-east-1.amazonaws.com/111122223333/follow-ups",
            "AWS_SDK_UA_APP_ID": "vpce-guard", "HTTP_CLIENT": self._http_client, **environment}
        if at_once:
            self._api.give(EVENT)
        return Running(self.command(), environment, self._scratch / "function.log", quota)

    def initialized(self) -> None:
        if not self._api.ready.wait(60):
            raise SystemExit(f"the function did not start:\n{Path(self._scratch, 'function.log').read_text()[-4000:]}")

    def command(self) -> list[str]:
        trusted = [] if self._http_client == "crt" else [f"-Djavax.net.ssl.trustStore={self._scratch}/cacerts"]
        return [f"{os.environ['JDK25']}/bin/java", *self.flags, *trusted,
                f"-Dcom.amazonaws.services.lambda.runtime.api.client.runtimeapi.NativeClient.JNI={self._native}",
                "-cp", ":".join(self.class_path), "com.amazonaws.services.lambda.runtime.api.client.AWSLambda", HANDLER]

    def answered(self, result: str = "CHANGED") -> float:
        """Waits until the event is dealt with; when that was."""
        kind, body, at = self._api.take()
        if (kind, body) != ("response", json.dumps({"result": result}, separators=(",", ":"))):
            raise SystemExit(f"the function answered {kind} {body}; its log:\n{Path(self._scratch, 'function.log').read_text()[-4000:]}")
        return at

    def again(self, event: dict | None = None) -> float:
        """Another event, if none is given one of the same kind; when it was given."""
        event = event or EVENT | {"detail": EVENT["detail"] | {"eventID": f"{time.time_ns():x}-again"}}
        at = time.perf_counter()
        self._api.give(event)
        return at


class Custodian:
    """Cloud Custodian, tagging and telling of the same endpoint; it cannot change a policy."""
    tightens = False
    expected = ["DescribeVpcEndpoints", "TagResources", "ListAccountAliases", "Publish"]

    def __init__(self, scratch: Path, bundle: Path):
        self._python, self._bundle, self._work = ROOT / "local/.venv-custodian/bin/python", bundle, scratch / "custodian"
        self._work.mkdir(exist_ok=True)
        here = Path(__file__).parent
        Path(self._work, "config.json").write_text(Path(here, "custodian.json").read_text())
        # Custodian's functions get the bare event's `detail` beside its other members, as EventBridge sends them.
        Path(self._work, "event.json").write_text(json.dumps(EVENT))
        self._script = here / "custodian_event.py"

    def start(self, aws: Aws, quota: Quota | None) -> Running:
        environment = {**aws.environment, **common(), "AWS_CA_BUNDLE": str(self._bundle), "HOME": str(self._work),
                       "AWS_LAMBDA_FUNCTION_NAME": "custodian", "C7N_DEBUG_EVENT": "no"}
        self._running = Running([self._python, "-I", self._script, "event.json", "1000000"], environment,
                                self._work / "log", quota, cwd=self._work, talks=True)
        return self._running

    def answered(self) -> float:
        line = self._running.line()
        if line != "done\n":
            raise SystemExit(f"custodian said {line!r}; see {self._work}/log")
        return time.perf_counter()

    def again(self) -> float:
        at = time.perf_counter()
        self._running.say("next\n")
        return at


def common() -> dict[str, str]:
    return {"PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "en_US.UTF-8", "TZ": ":UTC", "AWS_REGION": "us-east-1",
            "AWS_DEFAULT_REGION": "us-east-1", "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_SESSION_TOKEN": "test", "AWS_EC2_METADATA_DISABLED": "true"}


def zipped(scratch: Path, target: Path = ROOT / "target", name: str = "zip") -> Function:
    """The package as Lambda unpacks it."""
    root = scratch / name
    with zipfile.ZipFile(target / "function.zip") as package:
        package.extractall(root)
    return Function(scratch, target / "ric", [str(root), f"{root}/lib/*"], "crt")


def naive(scratch: Path, target: Path = ROOT / "target") -> Function:
    """The same classes with all of the libraries that they are shrunk from."""
    return Function(scratch, target / "ric", [str(next(target.glob("vpce-guard-*-function.jar"))), f"{target}/shrink/lib/*"], "")


def image(scratch: Path) -> Function:
    """The file tree of the container image with its cache of loaded and linked classes, which the JVM must take."""
    subprocess.run([ROOT / "local/image"], check=True, stdout=sys.stderr)
    return in_image(scratch, ROOT / "target/image", "-XX:AOTCache=", "-XX:AOTMode=on")


def in_image(scratch: Path, task: Path, cache: str, *flags: str) -> Function:
    """@param cache: the option that names the cache, to write it or to use it"""
    return Function(scratch, task / "ric", [f"{task}/lib/vpce-guard.jar"], "crt",
                    [*LAMBDA_FLAGS, "-XX:CompileThresholdScaling=3", f"{cache}{task}/function.aot", *flags])


def custodian(scratch: Path) -> Custodian:
    from trial import certificates
    subprocess.run([ROOT / "local/venv", ".venv-custodian", "requirements-custodian.txt"], check=True)
    bundle = next(Path(ROOT, "local/.venv-custodian/lib").glob("python*/site-packages/botocore/cacert.pem"))
    return Custodian(scratch, certificates.add_root(bundle, scratch))
