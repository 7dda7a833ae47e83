package vpceguard.control;

import vpceguard.model.Severity;
import vpceguard.perimeter.Level;
import vpceguard.policy.Policy;

/// Finds a policy that is so long that a repair which only adds statements would have no room.
final class PolicyNearSizeLimit extends EndpointControl {
    private static final int LEAST_LEFT = Policy.LONGEST / 10;

    PolicyNearSizeLimit() {
        super(
                "policy-near-size-limit",
                "the endpoint policy is nearly as long as AWS accepts",
                Level.NOTIFY,
                Matter.POLICY);
    }

    @Override
    public ControlResult check(Subject subject) {
        return subject.policy().judge(_ -> {
            var text = subject.endpoint().policy().orElseThrow();
            int length = text.codePointCount(0, text.length());
            return Policy.LONGEST - length < LEAST_LEFT
                    ? ControlResult.found(finding(
                            Severity.LOW,
                            "the policy has " + length + " of the " + Policy.LONGEST
                                    + " characters that AWS accepts, so a"
                                    + " repair may not fit; merge statements, or take out what is not used",
                            new Evidence(
                                    "/PolicyDocument",
                                    length + " characters",
                                    "at most " + (Policy.LONGEST - LEAST_LEFT))))
                    : new ControlResult.Compliant();
        });
    }
}
