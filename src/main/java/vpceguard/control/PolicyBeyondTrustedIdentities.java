package vpceguard.control;

import vpceguard.perimeter.Clause;

/// Finds a policy that lets callers through who are not trusted, with credentials of their own account or
/// with none.
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
