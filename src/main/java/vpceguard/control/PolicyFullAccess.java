package vpceguard.control;

import vpceguard.model.Severity;
import vpceguard.perimeter.Clause;
import vpceguard.perimeter.Level;
import vpceguard.policy.Effect;
import vpceguard.policy.Policy;
import vpceguard.policy.Statement;

/// Finds an Allow statement for everybody, every action and every resource, without a condition, such as
/// that of the default policy. If Deny statements keep such a policy to trusted principals, nothing is
/// found.
final class PolicyFullAccess extends EndpointControl {
    PolicyFullAccess() {
        super("policy-full-access", "the endpoint policy allows full access", Level.REMEDIATE, Matter.POLICY);
    }

    @Override
    public ControlResult check(Subject subject) {
        return subject.policy()
                .judge(policy -> isKeptToTrusted(policy, subject) ? new ControlResult.Compliant() : check(policy));
    }

    private boolean isKeptToTrusted(Policy policy, Subject subject) {
        return policy.denies().findAny().isPresent()
                && Beyond.check(Clause.IDENTITIES, subject) instanceof ControlResult.Compliant;
    }

    private ControlResult check(Policy policy) {
        for (int i = 0; i < policy.statements().size(); i++) {
            var statement = policy.statements().get(i);
            if (statement.effect() == Effect.ALLOW && statement.matchesEverything()) {
                return ControlResult.found(finding(
                        Severity.HIGH,
                        "a statement lets any principal make any call on any resource, so anybody's credentials can"
                                + " carry data out through the endpoint; let trusted principals through only",
                        new Evidence(
                                PerStatement.place(policy, i).text(),
                                summary(statement),
                                "trusted principals only, as the ceiling says")));
            }
        }
        return new ControlResult.Compliant();
    }

    private static String summary(Statement statement) {
        return statement.effect().word() + " everybody, every action, every resource, without condition";
    }
}
