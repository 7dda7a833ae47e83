package vpceguard.flow;

import vpceguard.control.Controls;
import vpceguard.control.Finding;
import vpceguard.control.Matter;
import vpceguard.model.Severity;
import vpceguard.remediation.RemediationRecord;
import vpceguard.remediation.Restraint;

/// Decides which records' notices wait for the daily digest: those about what the next sweep finds too.
final class Digested {
    private Digested() {}

    static boolean waits(RemediationRecord record) {
        return record.severity() != Severity.CRITICAL
                && !record.findings().isEmpty()
                && record.findings().stream().map(Finding::controlId).noneMatch(id -> Controls.isAbout(Matter.CALL, id))
                && record.plan().restraints().stream().map(Restraint::kind).allMatch(Restraint.Kind::isHarmless);
    }
}
