"""Who makes a call: the key it is signed with, and what IAM and STS know of that key."""

import re
from contextvars import ContextVar
from dataclasses import dataclass

from ministack.services import iam, sts

from localaws import settings
from localaws.request import Request

CURRENT: ContextVar["Caller"] = ContextVar("caller")
_ACCOUNT = re.compile("[0-9]{12}")
_INSTANCES: dict[str, tuple[str, int]] = {}


@dataclass(frozen=True)
class Caller:
    access_key: str
    region: str
    user_agent: str
    address: str
    invoked_by: str | None = None

    @classmethod
    def of(cls, request: Request) -> "Caller":
        address = (request.scope.get("client") or (settings.HERE,))[0]
        return cls(request.access_key, request.region or settings.options.region,
                   request.headers.get("user-agent", ""), address)

    @property
    def account(self) -> str:
        """The account of a session; a key of twelve digits is that account's administrator's; else the one account."""
        if self.session:
            return self.session["Arn"].split(":")[4]
        return self.access_key if _ACCOUNT.fullmatch(self.access_key) else settings.options.account

    @property
    def session(self) -> dict | None:
        """The STS session behind a temporary key."""
        return sts._sessions.get(self.access_key)

    @property
    def session_name(self) -> str:
        return self.session["Arn"].rsplit("/", 1)[-1]

    @property
    def role(self) -> dict | None:
        """The role of the session, as IAM has it."""
        if not self.session or ":assumed-role/" not in self.session["Arn"]:
            return None
        return iam._roles.get_scoped(self.account, None, self.session["Arn"].split("/")[1])

    @property
    def function(self) -> str | None:
        return _INSTANCES.get(self.access_key, (None, 0))[0]

    @property
    def instance(self) -> int:
        """The port of the Runtime API of the function's instance that calls; 0 for none."""
        return _INSTANCES.get(self.access_key, (None, 0))[1]

    @property
    def name(self) -> str:
        """The role's ARN, else the key."""
        return self.role["Arn"] if self.role else self.access_key


def remember_instance(access_key: str, function: str, instance: int) -> None:
    _INSTANCES[access_key] = function, instance
