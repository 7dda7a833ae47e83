package vpceguard.control;

import vpceguard.perimeter.Level;

/// Finds a security group that is not approved: it decides who in the network reaches an interface endpoint.
final class SecurityGroupNotApproved extends EndpointControl {
    SecurityGroupNotApproved() {
        super(
                "security-group-not-approved",
                "the endpoint has a security group that is not approved",
                Level.NOTIFY,
                Matter.NETWORK);
    }

    @Override
    public ControlResult check(Subject subject) {
        return ApprovedSet.check(
                this,
                "/Groups",
                "security groups",
                subject.endpoint().securityGroups(),
                subject.perimeter().network().securityGroups());
    }
}
