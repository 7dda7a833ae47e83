package vpceguard.flow;

import java.util.Set;
import vpceguard.control.Finding;
import vpceguard.model.Severity;
import vpceguard.remediation.RemediationRecord;
import vpceguard.remediation.Restraint;

/// What may wait for the daily digest, because the sweep that writes it finds it too.
final class Digested {
    /// What these find is about a call, which no sweep sees.
    private static final Set<String> ABOUT_CALLS =
            Set.of("policy-reset", "policy-widened", "actor-not-approved", "network-settings-changed");

    private Digested() {}

    static boolean waits(RemediationRecord record) {
        return record.severity() != Severity.CRITICAL
                && !record.findings().isEmpty()
                && record.findings().stream().map(Finding::controlId).noneMatch(ABOUT_CALLS::contains)
                && record.plan().restraints().stream().map(Restraint::kind).allMatch(Restraint.Kind::isHarmless);
    }
}
