package vpceguard.control;

import vpceguard.perimeter.Level;

/// Each subnet of an interface endpoint is a place where the service can be reached.
final class SubnetNotApproved implements EndpointControl {
    @Override
    public String id() {
        return "subnet-not-approved";
    }

    @Override
    public String title() {
        return "the endpoint has a subnet that is not approved";
    }

    @Override
    public Level defaultLevel() {
        return Level.NOTIFY;
    }

    @Override
    public ControlResult check(Subject subject) {
        return ApprovedSet.check(
                this,
                "/SubnetIds",
                "subnets",
                subject.endpoint().subnets(),
                subject.perimeter().network().subnets());
    }
}
