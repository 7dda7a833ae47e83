package vpceguard.control;

import vpceguard.perimeter.Clause;

/// Somebody who is not trusted may use the endpoint, with credentials of an account of their own or with none.
final class PolicyBeyondTrustedIdentities extends EndpointControl {
    PolicyBeyondTrustedIdentities() {
        super(
                Clause.IDENTITIES.controlId(),
                "the endpoint policy lets untrusted principals through",
                Clause.IDENTITIES.defaultLevel(),
                Matter.POLICY);
    }

    @Override
    public ControlResult check(Subject subject) {
        return Beyond.check(Clause.IDENTITIES, subject);
    }
}
