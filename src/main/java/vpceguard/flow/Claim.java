package vpceguard.flow;

import vpceguard.event.EndpointChange;

/// Whether an endpoint belongs to an AWS service, as far as the caller of one call shows it.
public enum Claim {
    /// It is an AWS service's, which made it through its service-linked role.
    SERVICES,
    /// Somebody else has a hand in it too.
    OTHERS,
    /// Nothing: a service changed what it made, or nobody called.
    NONE;

    static Claim of(EndpointChange change) {
        if (change.origin().actor().isServiceLinked()) {
            return change instanceof EndpointChange.Created ? SERVICES : NONE;
        }
        return change instanceof EndpointChange.Found ? NONE : OTHERS;
    }
}
