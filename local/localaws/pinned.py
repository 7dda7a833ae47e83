"""The versions whose insides the modules here reach into; another version needs the tests again, then this line."""

from importlib.metadata import version

VERSIONS = {"ministack": "1.5.33", "moto": "5.2.5", "Hypercorn": "0.18.0"}


def check() -> None:
    for package, wanted in VERSIONS.items():
        found = version(package)
        if found != wanted:
            raise SystemExit(f"{package} is {found}, and the local AWS is made for {wanted}: run local/setup")
