package vpceguard.control;

import vpceguard.model.EndpointType;
import vpceguard.model.Severity;
import vpceguard.perimeter.Level;

/// Finds an interface endpoint in fewer than two Availability Zones. AWS takes one subnet of a zone, so the
/// subnets count the zones (EC2 API reference, CreateVpcEndpoint, `DuplicateSubnetsInSameZone`).
final class SingleAvailabilityZone extends EndpointControl {
    SingleAvailabilityZone() {
        super(
                "single-availability-zone",
                "the endpoint is in fewer than two Availability Zones",
                Level.OFF,
                Matter.NETWORK);
    }

    @Override
    public ControlResult check(Subject subject) {
        var endpoint = subject.endpoint();
        if (!endpoint.type().equals(EndpointType.INTERFACE)) {
            return new ControlResult.NotApplicable("only interface endpoints are in zones of one's choice");
        }
        int zones = endpoint.subnets().size();
        return zones < 2
                ? ControlResult.found(finding(
                        Severity.LOW,
                        "the endpoint is in " + (zones == 0 ? "no Availability Zone" : "one Availability Zone")
                                + ", so the service is lost with it; add subnets of other zones",
                        new Evidence("/SubnetIds", Integer.toString(zones), "2 or more")))
                : new ControlResult.Compliant();
    }
}
