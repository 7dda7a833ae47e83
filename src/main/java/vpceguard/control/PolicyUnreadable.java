package vpceguard.control;

import vpceguard.model.Severity;
import vpceguard.perimeter.Level;

/// Finds a policy that cannot be read: it cannot be judged, and is never called compliant.
final class PolicyUnreadable extends EndpointControl {
    PolicyUnreadable() {
        super("policy-unreadable", "the endpoint policy cannot be read", Level.NOTIFY, Matter.POLICY);
    }

    @Override
    public ControlResult check(Subject subject) {
        return subject.policy() instanceof PolicyView.Unreadable(var pointer, var reason)
                ? ControlResult.found(finding(
                        Severity.MEDIUM,
                        "the policy cannot be read, so nobody can say what it lets through: " + reason
                                + "; correct it there",
                        new Evidence(pointer.text(), reason, "a policy by the grammar of IAM")))
                : subject.policy().judge(_ -> new ControlResult.Compliant());
    }
}
