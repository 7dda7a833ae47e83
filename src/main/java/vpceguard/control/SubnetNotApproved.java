package vpceguard.control;

import vpceguard.perimeter.Level;

/// Each subnet of an interface endpoint is a place where the service can be reached.
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
