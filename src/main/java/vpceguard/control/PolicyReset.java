package vpceguard.control;

import vpceguard.event.EndpointChange;
import vpceguard.event.Touched;
import vpceguard.model.Severity;
import vpceguard.perimeter.Level;
import vpceguard.policy.Policy;
import vpceguard.policy.Statement;

/// Finds a call with `ResetPolicy`, which puts the default policy back: full access.
final class PolicyReset extends EndpointControl {
    PolicyReset() {
        super(
                "policy-reset",
                "the endpoint policy was reset to full access",
                Level.REMEDIATE,
                Matter.POLICY,
                Matter.CALL);
    }

    @Override
    public ControlResult check(Subject subject) {
        var reset = subject.change()
                .map(EndpointChange::touched)
                .filter(touched -> touched instanceof Touched.Members members && members.policyReset())
                .isPresent();
        var result = subject.policy().judge(this::check);
        // A policy that cannot be read is no reset.
        return reset || result instanceof ControlResult.NotApplicable ? result : new ControlResult.Compliant();
    }

    private ControlResult check(Policy policy) {
        return policy.allows().anyMatch(Statement::matchesEverything)
                ? ControlResult.found(finding(
                        Severity.HIGH,
                        "the call put full access back (ResetPolicy), which is the default and no repair; set a policy instead",
                        new Evidence("/ResetPolicy", "true", "a policy document")))
                : new ControlResult.Compliant();
    }
}
