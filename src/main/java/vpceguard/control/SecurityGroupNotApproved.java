package vpceguard.control;

import vpceguard.perimeter.Level;

/// A security group decides who in the network reaches an interface endpoint.
final class SecurityGroupNotApproved implements EndpointControl {
    @Override
    public String id() {
        return "security-group-not-approved";
    }

    @Override
    public String title() {
        return "the endpoint has a security group that is not approved";
    }

    @Override
    public Level defaultLevel() {
        return Level.NOTIFY;
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
