"""One HTTP request to the local AWS, read whole, with the few things that every service's request has."""

import re
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import parse_qsl

_SCOPE = re.compile(r"Credential=([^/]+)/\d+/([^/]+)/([^/]+)/")


@dataclass(frozen=True)
class Reply:
    status: int
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Request:
    scope: dict
    body: bytes

    @classmethod
    async def read(cls, scope: dict, receive) -> "Request":
        parts, more = [], True
        while more:
            message = await receive()
            parts.append(message.get("body", b""))
            more = message.get("more_body", False)
        return cls(scope, b"".join(parts))

    @property
    def method(self) -> str:
        return self.scope["method"]

    @property
    def path(self) -> str:
        return self.scope["path"]

    @cached_property
    def headers(self) -> dict[str, str]:
        return {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in self.scope["headers"]}

    @cached_property
    def query(self) -> dict[str, list[str]]:
        query: dict[str, list[str]] = {}
        for name, value in parse_qsl(self.scope.get("query_string", b"").decode(), keep_blank_values=True):
            query.setdefault(name, []).append(value)
        return query

    @cached_property
    def form(self) -> dict[str, str]:
        """The members of a query-protocol call (EC2, SNS, CloudFormation, IAM …)."""
        if not self.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
            return {}
        return dict(parse_qsl(self.body.decode(), keep_blank_values=True))

    @cached_property
    def _credential_scope(self) -> tuple[str, str, str]:
        found = _SCOPE.search(self.headers.get("authorization", ""))
        return found.groups() if found else ("", "", "")

    @property
    def access_key(self) -> str:
        return self._credential_scope[0]

    @property
    def region(self) -> str:
        return self._credential_scope[1]

    @property
    def service(self) -> str:
        """The signing name: ec2, dynamodb, sns, logs, organizations … or nothing, for a request that is not signed."""
        return self._credential_scope[2]

    async def replay(self, receive):
        """A `receive` that hands this request on to another application."""
        given = False

        async def again():
            nonlocal given
            if given:
                return await receive()
            given = True
            return {"type": "http.request", "body": self.body, "more_body": False}
        return again
