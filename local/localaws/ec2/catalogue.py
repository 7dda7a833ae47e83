"""The endpoint services that exist here: AWS's own, and four that are not."""

import hashlib
from dataclasses import dataclass
from functools import cache

from moto.ec2.exceptions import EC2ClientError
from moto.ec2.models.vpcs import AWS_ENDPOINT_SERVICES, COVERED_ENDPOINT_SERVICES

from localaws import partitions, settings

_BOTH = {"s3", "dynamodb"}
_GATEWAY_ONLY = {"s3express"}
_WITHOUT_POLICY = {"appsync-api", "appstream.streaming"}
_OTHERS = {
    "vpce-svc-0a1b2c3d4e5f60718": ("Interface", "444455556666"),
    "vpce-svc-0123456789abcdef0": ("Interface", "aws-marketplace"),
    "vpce-svc-0123456789abcdef1": ("GatewayLoadBalancer", "444455556666"),
}


@dataclass(frozen=True)
class Service:
    name: str
    kind: str
    owner: str
    policy_supported: bool
    region: str
    host: str

    @property
    def endpoint_host(self) -> str:
        """The name below which an endpoint's own names stand."""
        return self.host if self.kind == "Gateway" else self.host.replace(".amazonaws", ".vpce.amazonaws")

    @property
    def has_private_dns(self) -> bool:
        return self.owner == "amazon" and self.kind == "Interface"

    @property
    def described(self) -> dict:
        return {
            "ServiceName": self.name,
            "ServiceId": "vpce-svc-0" + hashlib.sha256(f"{self.name} {self.kind}".encode()).hexdigest()[:16],
            "ServiceType": [{"ServiceType": self.kind}],
            "ServiceRegion": self.region,
            "AvailabilityZones": [self.region + zone for zone in "abc"],
            "Owner": self.owner,
            "BaseEndpointDnsNames": [self.endpoint_host],
            "PrivateDnsNames": [{"PrivateDnsName": self.host}] if self.has_private_dns else [],
            "VpcEndpointPolicySupported": self.policy_supported,
            "AcceptanceRequired": False,
            "ManagesVpcEndpoints": False,
            "Tags": [],
        }


@cache
def services(region: str) -> tuple[Service, ...]:
    """All services of a Region, sorted by name."""
    names = {*AWS_ENDPOINT_SERVICES, *COVERED_ENDPOINT_SERVICES, *_GATEWAY_ONLY}
    found = [_of_aws(name, kind, region) for name in names for kind in _kinds(name)]
    others = {**_OTHERS, "vpce-svc-0fedcba9876543210": ("Interface", settings.options.account)}
    for service_id, (kind, owner) in others.items():
        found.append(Service(f"com.amazonaws.vpce.{region}.{service_id}", kind, owner, False, region,
                             f"{service_id}.{region}.amazonaws.com"))
    return tuple(sorted(found, key=lambda service: (service.name, service.kind)))


def find(name: str, kind: str, region: str) -> Service:
    for service in services(region):
        if (service.name, service.kind) == (name, kind):
            return service
    raise unknown(name)


def unknown(name: str) -> EC2ClientError:
    return EC2ClientError("InvalidServiceName", f"The Vpc Endpoint Service '{name}' does not exist")


def _kinds(name: str) -> tuple[str, ...]:
    if name in _BOTH:
        return "Gateway", "Interface"
    return ("Gateway",) if name in _GATEWAY_ONLY else ("Interface",)


def _of_aws(name: str, kind: str, region: str) -> Service:
    return Service(partitions.service_name(region, name), kind, "amazon", name not in _WITHOUT_POLICY, region,
                   f"{name}.{region}.amazonaws.com")
