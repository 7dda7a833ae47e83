"""The partition that a Region is in.

`Ref: AWS::Partition` in a template is the Region's. ARNs are those of the emulators, which begin with `arn:aws:` in all
of them, and so do those that a template joins.
"""

from ministack.core.responses import get_region
from ministack.services.cloudformation import changesets, engine, provisioners, stacks
from moto.utilities.utils import get_partition

_DOMAINS = {"aws-eusc": "eu.amazonaws"}


def patch() -> None:
    resolve = engine._resolve_refs

    def resolve_partition(value, *rest):
        if value == {"Ref": "AWS::Partition"}:
            return get_partition(get_region())
        return resolve(value, *rest)

    for module in (engine, changesets, provisioners, stacks):
        if getattr(module, "_resolve_refs", None) is resolve:
            module._resolve_refs = resolve_partition


def service_name(region: str, name: str) -> str:
    """The full name of one of AWS's services."""
    return f"{_DOMAINS.get(get_partition(region), 'com.amazonaws')}.{region}.{name}"
