package vpceguard.control;

import vpceguard.perimeter.Level;

/// Finds a gateway endpoint in a route table that is not approved: the table sends its subnets' traffic
/// through the endpoint.
final class RouteTableNotApproved extends EndpointControl {
    RouteTableNotApproved() {
        super(
                "route-table-not-approved",
                "the endpoint has a route table that is not approved",
                Level.NOTIFY,
                Matter.NETWORK);
    }

    @Override
    public ControlResult check(Subject subject) {
        return ApprovedSet.check(
                this,
                "/RouteTableIds",
                "route tables",
                subject.endpoint().routeTables(),
                subject.perimeter().network().routeTables());
    }
}
