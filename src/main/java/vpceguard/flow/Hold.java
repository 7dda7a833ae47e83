package vpceguard.flow;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Optional;
import vpceguard.event.Instruction;
import vpceguard.json.Quoted;
import vpceguard.model.EndpointId;
import vpceguard.remediation.Plan;
import vpceguard.remediation.Remediation.PolicyChange;
import vpceguard.remediation.RemediationRecord;
import vpceguard.remediation.Restraint;

/// What a person undid is left as it is until then, and judged again after.
///
/// @param cause of the record by which it was undone
/// @param policy fingerprint of the policy that was put back, which alone is left: another one is somebody's new call
/// @param network whether network settings were put back
/// @param who and why, for people
public record Hold(
        EndpointId endpoint, String cause, Instant until, Optional<String> policy, boolean network, String who) {

    /// The hold that a record of an undo sets; empty for other records.
    public static Optional<Hold> of(RemediationRecord record) {
        return record.instruction()
                .filter(Instruction::isUndo)
                .map(undo -> new Hold(
                        record.endpoint().id(),
                        record.cause(),
                        undo.until().orElseThrow(),
                        record.plan().policy().map(PolicyChange::after).map(Standing::fingerprint),
                        record.plan().revert().isPresent(),
                        undo.who() + " undid a repair, because " + Quoted.of(undo.reason())));
    }

    public boolean isOver(Instant now) {
        return !now.isBefore(until);
    }

    /// For people.
    public String sentence() {
        return who + "; what was put back is left to you until " + until.truncatedTo(ChronoUnit.SECONDS)
                + ", then it is judged again";
    }

    /// A plan without what is held, and with why; the reason is told also where nothing is held back.
    Plan limit(Plan plan) {
        var restraints = new ArrayList<>(plan.restraints());
        restraints.add(new Restraint(Restraint.Kind.HELD, sentence()));
        return new Plan(
                plan.policy().filter(change -> !isHeld(change)), plan.revert().filter(_ -> !network), restraints);
    }

    private boolean isHeld(PolicyChange change) {
        return policy.filter(Standing.fingerprint(change.before())::equals).isPresent();
    }
}
