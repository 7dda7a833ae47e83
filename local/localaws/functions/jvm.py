"""Functions of a java runtime run their deployed package in a JVM, on AWS's own Runtime Interface Client.

ministack has a Runtime API for custom runtimes, with a pool of workers, their logs and time-outs. A Java function is
given to it as a custom runtime whose bootstrap starts the client, in an environment with Lambda's variables alone.
"""

import os
import platform
import threading
import zipfile
from pathlib import Path

from ministack.core import lambda_runtime
from ministack.services import lambda_svc

from localaws import authorization, faked, settings
from localaws.functions.credentials import caller_for, credentials

_BOOTSTRAP = """#!/bin/sh
exec "{java}" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED \\
  -Dcom.amazonaws.services.lambda.runtime.api.client.runtimeapi.NativeClient.JNI="{native}" \\
  -cp "$LAMBDA_TASK_ROOT:$LAMBDA_TASK_ROOT/lib/*:{ric}/*" com.amazonaws.services.lambda.runtime.api.client.AWSLambda "$_HANDLER"
"""

def patch() -> None:
    unpacked = lambda_svc._provided_runtime_code_dir
    worker_class = lambda_runtime._worker_class_for
    dispatch = lambda_svc._execute_function_dispatch

    def unpacked_with_bootstrap(code_zip: bytes) -> str:
        directory = unpacked(code_zip)
        bootstrap = Path(directory, "bootstrap")
        with lambda_svc._provided_code_lock:  # nothing starts while a file of it is written
            if not bootstrap.exists():
                client = _runtime_client()
                bootstrap.write_text(_BOOTSTRAP.format(
                    java=os.environ["LOCALAWS_JAVA"], ric=client, native=_native_client(client)))
                bootstrap.chmod(0o755)
        return directory

    def checked(func, config, event, request_id, started):
        result = dispatch(func, config, event, request_id, started)
        body = result.get("body")
        faked.check_text(body.get("body") if isinstance(body, dict) else body, config["FunctionName"])
        return result

    lambda_svc._provided_runtime_code_dir = unpacked_with_bootstrap
    lambda_runtime._worker_class_for = (
        lambda config: lambda_runtime.ProvidedWorker if _is_java(config) else worker_class(config))
    lambda_svc._execute_function_docker = (
        lambda func, event, request_id: lambda_svc._execute_function_provided_warm(func, event, request_id))
    lambda_svc._execute_function_dispatch = checked
    lambda_svc._provided_worker_env = environment
    lambda_runtime.kill_workers = _ended(lambda_runtime.kill_workers)


def environment(config: dict, code_directory: str, port: int) -> dict[str, str]:
    """What a function finds in its environment: nothing of this process, and no way to AWS but to here."""
    logging, name = config.get("LoggingConfig") or {}, config["FunctionName"]
    _ask_for_log(config, logging.get("LogGroup") or f"/aws/lambda/{name}")
    return {
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "LANG": "en_US.UTF-8",
        "TZ": ":UTC",
        "_HANDLER": config["Handler"],
        "LAMBDA_TASK_ROOT": code_directory,
        "AWS_LAMBDA_RUNTIME_API": f"{settings.HERE}:{port}",
        "AWS_EXECUTION_ENV": f"AWS_Lambda_{config['Runtime']}",
        "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
        "AWS_LAMBDA_FUNCTION_NAME": name,
        "AWS_LAMBDA_FUNCTION_VERSION": config["Version"],
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(config["MemorySize"]),
        "AWS_LAMBDA_LOG_GROUP_NAME": logging.get("LogGroup") or f"/aws/lambda/{name}",
        "AWS_LAMBDA_LOG_STREAM_NAME": f"{name}[{config['Version']}]{port}",
        "AWS_LAMBDA_LOG_FORMAT": logging.get("LogFormat", "Text"),
        "AWS_REGION": settings.options.region,
        "AWS_DEFAULT_REGION": settings.options.region,
        **lambda_svc._runtime_env_vars(config),
        **credentials(config, port),
        "AWS_ENDPOINT_URL": settings.url,
        "AWS_EC2_METADATA_DISABLED": "true",
    }


def _ask_for_log(config: dict, group: str) -> None:
    """Lambda writes the log with the function's role; here it is written all the same, and `GET /_local/rights` tells."""
    account, region = config["FunctionArn"].split(":")[4], config["FunctionArn"].split(":")[3]
    for action in ("logs:CreateLogStream", "logs:PutLogEvents"):
        authorization.denied(caller_for(config), action, f"arn:aws:logs:{region}:{account}:log-group:{group}:log-stream:new")


def _ended(kill_workers):
    """Lambda lets an instance finish what it runs, where a function's configuration changes or another instance crashes."""
    def finish(worker) -> None:
        with worker._lock:
            kill_workers([worker])

    def ended(workers) -> None:
        given = [worker for worker in workers if worker is not None]
        running = [worker for worker in given if worker._lock.locked()]
        kill_workers([worker for worker in given if worker not in running])
        for worker in running:
            threading.Thread(target=finish, args=(worker,), daemon=True).start()

    return ended


def kill(instance: int) -> None:
    """End the JVM whose Runtime API has that port, as a crash would."""
    for workers in list(lambda_runtime._workers.values()):
        for worker in workers:
            if worker._server and worker._server.server_address[1] == instance:
                worker._proc.kill()


def _native_client(directory: Path) -> str:
    """The client's native library. Each JVM would unpack it to one path in /tmp, under the feet of the others."""
    name = f"jni/libaws-lambda-jni.linux-{platform.machine().replace('aarch64', 'aarch_64')}.so"
    unpacked = Path(os.environ["TMPDIR"], name)
    if not unpacked.exists():
        with zipfile.ZipFile(*directory.glob("aws-lambda-java-runtime-interface-client-*.jar")) as client:
            client.extract(name, os.environ["TMPDIR"])
    return str(unpacked)


def _is_java(config: dict) -> bool:
    return str(config.get("Runtime", "")).startswith("java")


def _runtime_client() -> Path:
    directory = Path(os.environ["VPCEGUARD_RIC"]).resolve()
    if not any(directory.glob("aws-lambda-java-runtime-interface-client-*.jar")):
        raise RuntimeError(f"no runtime interface client in {directory}: package the project first, or set VPCEGUARD_RIC")
    return directory
