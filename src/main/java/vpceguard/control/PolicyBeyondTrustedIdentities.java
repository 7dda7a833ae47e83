package vpceguard.control;

import vpceguard.perimeter.Level;
import vpceguard.policy.proof.KnownInside;

/// A policy that is not known to lie inside its ceiling may let untrusted principals through.
final class PolicyBeyondTrustedIdentities implements Control {
    @Override
    public String id() {
        return "policy-beyond-trusted-identities";
    }

    @Override
    public String title() {
        return "the endpoint policy may let untrusted principals through";
    }

    @Override
    public Level defaultLevel() {
        return Level.REMEDIATE;
    }

    @Override
    public ControlResult check(Subject subject) {
        return subject.policy()
                .judge(policy -> KnownInside.of(policy, subject.ceiling().bound())
                                .isPresent()
                        ? new ControlResult.Compliant()
                        : new ControlResult.InsufficientData("the policy is not known to lie inside its ceiling"));
    }
}
