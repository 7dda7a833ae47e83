package vpceguard.control;

import vpceguard.perimeter.Level;

/// Finds an interface endpoint in a subnet that is not approved: the service can be reached from there.
final class SubnetNotApproved extends EndpointControl {
    SubnetNotApproved() {
        super("subnet-not-approved", "the endpoint has a subnet that is not approved", Level.NOTIFY, Matter.NETWORK);
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
