package vpceguard.control;

import vpceguard.model.Severity;
import vpceguard.perimeter.Level;

/// A policy without any Allow lets nobody through: a mistake, or an incident responder's doing, so it is only told.
final class PolicyLocksEveryoneOut implements Control {
    @Override
    public String id() {
        return "policy-locks-everyone-out";
    }

    @Override
    public String title() {
        return "the endpoint policy allows nothing";
    }

    @Override
    public Level defaultLevel() {
        return Level.NOTIFY;
    }

    @Override
    public ControlResult check(Subject subject) {
        return subject.policy()
                .judge(policy -> policy.allows().findAny().isEmpty()
                        ? ControlResult.found(finding(
                                Severity.HIGH,
                                "the policy holds no Allow statement, so it lets nobody through",
                                new Evidence("/Statement", "no Allow statement", "at least one")))
                        : new ControlResult.Compliant());
    }
}
