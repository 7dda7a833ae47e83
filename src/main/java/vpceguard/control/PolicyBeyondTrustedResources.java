package vpceguard.control;

import vpceguard.perimeter.Clause;
import vpceguard.perimeter.Level;

/// Trusted callers may reach what belongs to others, which is the way out for data.
final class PolicyBeyondTrustedResources implements EndpointControl {
    @Override
    public String id() {
        return Clause.RESOURCES.controlId();
    }

    @Override
    public String title() {
        return "the endpoint policy lets calls to untrusted resources through";
    }

    @Override
    public Level defaultLevel() {
        return Level.NOTIFY;
    }

    @Override
    public ControlResult check(Subject subject) {
        return Beyond.check(Clause.RESOURCES, subject);
    }
}
