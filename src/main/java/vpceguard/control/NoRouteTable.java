package vpceguard.control;

import vpceguard.model.Severity;
import vpceguard.perimeter.Level;

/// Finds a gateway endpoint without a route table: no traffic reaches it.
final class NoRouteTable extends EndpointControl {
    NoRouteTable() {
        super("no-route-table", "the gateway endpoint has no route table", Level.NOTIFY, Matter.NETWORK);
    }

    @Override
    public ControlResult check(Subject subject) {
        var endpoint = subject.endpoint();
        if (!endpoint.type().isGateway()) {
            return new ControlResult.NotApplicable("only gateway endpoints have route tables");
        }
        return endpoint.routeTables().isEmpty()
                ? ControlResult.found(finding(
                        Severity.LOW,
                        "no route table leads to the endpoint, so what should go through it goes past it; add route tables,"
                                + " or delete the endpoint",
                        new Evidence("/RouteTableIds", "none", "at least one")))
                : new ControlResult.Compliant();
    }
}
