"""Starts the local AWS: one process, one port on 127.0.0.1."""

import json
import os
import shutil
import socket

from localaws import loopback, pinned, settings
from localaws.options import Options


def main() -> None:
    options = Options.parse()
    pinned.check()
    loopback.only()
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((settings.HERE, options.port))
    settings.apply(options, listener.getsockname()[1])

    from localaws import emulators, server  # they import the emulators, which read the settings
    emulators.patch()
    try:
        server.serve(listener, ready=_announce)
    finally:
        shutil.rmtree(os.environ["TMPDIR"], ignore_errors=True)


def _announce() -> None:
    print(json.dumps({"url": settings.url, "pid": os.getpid()}), flush=True)


if __name__ == "__main__":
    main()
