"""The least HTTP server that keeps connections alive: one thread a connection, each answer one write."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable
from typing import NamedTuple


class Request(NamedTuple):
    method: str
    path: str
    headers: dict[str, str]
    body: bytes


class Response(NamedTuple):
    status: int
    body: bytes
    headers: dict[str, str] = {}


def serve(answer: Callable[[Request], Response], tls: ssl.SSLContext | None = None) -> int:
    """Serves on a free port of 127.0.0.1 until this process ends; the port."""
    listener = socket.create_server(("127.0.0.1", 0), backlog=64)
    threading.Thread(target=_accept, args=(listener, answer, tls), daemon=True).start()
    return listener.getsockname()[1]


def _accept(listener: socket.socket, answer, tls) -> None:
    while True:
        connection, _ = listener.accept()
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        threading.Thread(target=_converse, args=(connection, answer, tls), daemon=True).start()


def _converse(connection: socket.socket, answer, tls) -> None:
    try:
        with tls.wrap_socket(connection, server_side=True) if tls else connection as stream, stream.makefile("rb") as lines:
            while request := _read(lines, stream):
                status, body, headers = answer(request)
                head = [f"HTTP/1.1 {status} OK", f"Content-Length: {len(body)}", *(f"{k}: {v}" for k, v in headers.items())]
                stream.sendall("\r\n".join([*head, "", ""]).encode() + body)
    except OSError:
        pass  # the client was killed, as each is at the end of its trial


def _read(lines, stream) -> Request | None:
    first = lines.readline().split()
    if len(first) != 3:
        return None
    headers = {}
    while line := lines.readline().strip():
        name, _, value = line.decode().partition(":")
        headers[name.lower()] = value.strip()
    if headers.get("expect", "").lower() == "100-continue":
        stream.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
    if headers.get("transfer-encoding", "") == "chunked":
        body = b""
        while size := int(lines.readline(), 16):
            body += lines.read(size)
            lines.readline()
        lines.readline()
    else:
        body = lines.read(int(headers.get("content-length", 0)))
    return Request(first[0].decode(), first[1].decode(), headers, body)
