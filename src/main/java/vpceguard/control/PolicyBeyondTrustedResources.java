package vpceguard.control;

import vpceguard.perimeter.Clause;

/// Finds a policy that lets trusted callers reach resources of others: a way out for data.
final class PolicyBeyondTrustedResources extends EndpointControl {
    PolicyBeyondTrustedResources() {
        super(
                Clause.RESOURCES.controlId(),
                "the endpoint policy lets calls to untrusted resources through",
                Clause.RESOURCES.defaultLevel(),
                Matter.POLICY);
    }

    @Override
    public ControlResult check(Subject subject) {
        return Beyond.check(Clause.RESOURCES, subject);
    }
}
