"""Nothing in this process may listen on, or bind to, any address but 127.0.0.1.

An audit hook sees every bind of every library and cannot be removed, so a port that a new version of an emulator
opens somewhere (MQTT, SFTP) is refused here, not found later.
"""

import sys


def only() -> None:
    """From now on, refuse every other bind."""
    sys.addaudithook(_refuse)


def _refuse(event: str, arguments: tuple) -> None:
    if event != "socket.bind":
        return
    address = arguments[1]
    if isinstance(address, tuple) and address[0] != "127.0.0.1":
        raise PermissionError(f"the local AWS binds 127.0.0.1 alone, not {address[0]!r} (port {address[1]})")
