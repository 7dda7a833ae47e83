package vpceguard.control;

import vpceguard.perimeter.Clause;
import vpceguard.perimeter.Level;

/// Somebody who is not trusted may use the endpoint, with credentials of an account of their own or with none.
final class PolicyBeyondTrustedIdentities implements EndpointControl {
    @Override
    public String id() {
        return Clause.IDENTITIES.controlId();
    }

    @Override
    public String title() {
        return "the endpoint policy lets untrusted principals through";
    }

    @Override
    public Level defaultLevel() {
        return Level.REMEDIATE;
    }

    @Override
    public ControlResult check(Subject subject) {
        return Beyond.check(Clause.IDENTITIES, subject);
    }
}
