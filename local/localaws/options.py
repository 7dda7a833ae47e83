"""What a person can choose when starting the local AWS."""

import argparse
import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Options:
    port: int
    auth: bool
    organization: str
    account: str
    region: str
    cloudtrail_delay: float
    until_stdin_closes: bool

    @classmethod
    def parse(cls, arguments: list[str] | None = None) -> "Options":
        parser = argparse.ArgumentParser(prog="local/aws", description=__doc__)
        parser.add_argument("--port", type=int, default=0, help="port on 127.0.0.1; 0 takes a free one (default)")
        parser.add_argument("--auth", action="store_true", help="evaluate the roles of functions for every call")
        parser.add_argument("--organization", type=_organization, default="o-a1b2c3d4e5", metavar="ID|none|denied",
                            help="what DescribeOrganization says (default: o-a1b2c3d4e5)")
        parser.add_argument("--account", type=_account, default="111122223333", help="account id (default: 111122223333)")
        parser.add_argument("--region", default="us-east-1", help="Region (default: us-east-1)")
        parser.add_argument("--cloudtrail-delay", type=float, default=0, metavar="SECONDS",
                            help="time between a call and its event (default: 0)")
        parser.add_argument("--until-stdin-closes", action="store_true", help="end when standard input does")
        return cls(**vars(parser.parse_args(arguments)))


def _organization(text: str) -> str:
    if text in ("none", "denied") or re.fullmatch("o-[a-z0-9]{10,32}", text):
        return text
    raise argparse.ArgumentTypeError("an id such as o-a1b2c3d4e5, none or denied")


def _account(text: str) -> str:
    if re.fullmatch("[0-9]{12}", text):
        return text
    raise argparse.ArgumentTypeError("twelve digits")
