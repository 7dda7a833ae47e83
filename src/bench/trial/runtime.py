"""Lambda's Runtime API: hands out events and takes what became of them."""

import json
import queue
import threading
import time
import uuid

from trial.http import Request, Response, serve


class RuntimeApi:
    def __init__(self):
        self._events, self._answers, self.ready = queue.Queue(), queue.Queue(), threading.Event()
        self.address = f"127.0.0.1:{serve(self._answer)}"

    def give(self, event: dict) -> None:
        self._events.put(json.dumps(event).encode())

    def take(self, seconds: float = 60) -> tuple[str, str, float]:
        """`response` or `error`, its body, and when it came (`time.perf_counter`)."""
        return self._answers.get(timeout=seconds)

    def _answer(self, request: Request) -> Response:
        if request.path.endswith("/restore/next"):
            return Response(200, b"{}")
        if request.path.endswith("/next"):
            self.ready.set()
            return Response(200, self._events.get(), {
                "Content-Type": "application/json", "Lambda-Runtime-Aws-Request-Id": str(uuid.uuid4()),
                "Lambda-Runtime-Deadline-Ms": str(int(1000 * time.time()) + 60_000),
                "Lambda-Runtime-Invoked-Function-Arn": "arn:aws:lambda:us-east-1:111122223333:function:guard"})
        self._answers.put((request.path.rsplit("/", 1)[1], request.body.decode(), time.perf_counter()))
        # The runtime client's native half dies on an answer without a body.
        return Response(202, b'{"status":"OK"}')
