package vpceguard.notice;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import vpceguard.control.Finding;
import vpceguard.event.Instruction;
import vpceguard.event.Origin;
import vpceguard.json.Quoted;
import vpceguard.model.EndpointJson;
import vpceguard.model.Severity;
import vpceguard.remediation.Outcome;
import vpceguard.remediation.Remediation.PolicyChange;
import vpceguard.remediation.Remediation.Quarantine;
import vpceguard.remediation.Remediation.Restoration;
import vpceguard.remediation.Remediation.Revert;
import vpceguard.remediation.Remediation.Tighten;
import vpceguard.remediation.RemediationRecord;
import vpceguard.remediation.Restraint;

/// A record in plain text: what and until when, who, why, what differs, and the way back. Mostly under 60 lines, and
/// under 90 whatever is found.
final class RecordText {
    private static final int MOST_FINDINGS = 6;
    private static final int MOST_OTHERS = 4;
    private static final int MOST_REVERTED = 8;
    private static final int POLICY_LINES = 14;
    /// Longer policies, and such with other characters than ASCII, are taken from the record.
    private static final int LONGEST_PASTED = 6000;

    private final RemediationRecord record;
    private final List<String> lines = new ArrayList<>();

    private RecordText(RemediationRecord record) {
        this.record = record;
    }

    /// @param earlier records of the same endpoint that are told with it
    static String of(RemediationRecord record, List<RemediationRecord> earlier, Sender sender) {
        var text = new RecordText(record);
        text.line(RecordNotice.headline(record.outcome()) + ". " + text.whatToDo());
        text.endpoint(sender);
        text.reasons();
        record.plan().policy().ifPresent(text::policy);
        record.plan().revert().ifPresent(text::revert);
        text.code(sender);
        text.wayBack(sender);
        text.earlier(earlier);
        text.reference(sender);
        return String.join("\n", text.lines) + "\n";
    }

    private boolean isChanged() {
        return record.outcome() instanceof Outcome.Changed;
    }

    private String whatToDo() {
        return switch (record.outcome()) {
            case Outcome.Changed() ->
                record.instruction()
                        .flatMap(Instruction::until)
                        .map(RecordText::undone)
                        .orElseGet(this::done);
            case Outcome.Unconfirmed _ ->
                "Act now: EC2 took " + tried() + ", but shows something else. Look at the endpoint.";
            case Outcome.WouldChange() ->
                "Nothing to do: nothing was written, since the stack observes. This is what it would do.";
            case Outcome.Refused(var reason) -> "Act now: EC2 refused " + refused() + ": " + Ascii.cut(reason);
            case Outcome.Superseded() ->
                record.isUndo()
                        ? "Nothing to do: somebody changed or deleted the endpoint meanwhile, or the undo's time is"
                                + " over; what it put back, if anything, is judged again once its time is over."
                        : "Nothing to do: the endpoint was changed or deleted meanwhile, or the perimeter changed;"
                                + " what is there is looked at again.";
            case Outcome.Planned() -> "Nothing to do: the repair is on its way.";
            case Outcome.Deferred() ->
                "Act now: somebody opens this endpoint again and again. It is tightened within the hour, and again.";
            case Outcome.NotChanged() ->
                RecordNotice.unconfirmedPerimeter(record)
                        ? "Act now: nothing is repaired in this account until the perimeter is confirmed."
                        : record.plan().isRestrainedBy(Restraint.Kind.HELD)
                                ? "Act before it is judged again, see below: this endpoint needs a person."
                                : Urgency.of(record.severity(), record.openedAt()) + ": this endpoint needs a person.";
        };
    }

    private String tried() {
        return record.instruction()
                .map(said -> said.isUndo() ? "the undo" : "the policy that follows the perimeter")
                .orElse("the repair");
    }

    private String refused() {
        if (record.instruction().isEmpty()) {
            return "the repair";
        }
        return (record.isUndo() ? "to take the repair back" : tried())
                + (record.requests().isEmpty() ? "; the endpoint is as the repair left it" : "");
    }

    private static String undone(Instant until) {
        return "Act by " + until.truncatedTo(ChronoUnit.SECONDS)
                + ": a repair was undone. Until then it is left to you, then the endpoint is judged again.";
    }

    /// Says also what was found beside it, so that nobody takes the endpoint for compliant.
    private String done() {
        var told = record.findings().stream().filter(this::isOnlyTold).toList();
        var urgent = told.stream()
                .map(Finding::severity)
                .max(Comparator.naturalOrder())
                .filter(worst -> worst.compareTo(Severity.HIGH) >= 0);
        return urgent.map(worst -> Urgency.of(worst, record.openedAt())).orElse("Nothing to do")
                + (record.instruction().isPresent()
                        ? ": the policy follows the perimeter"
                        : ": the endpoint was repaired")
                + ", effective within minutes."
                + switch (told.size()) {
                    case 0 -> "";
                    case 1 -> " 1 finding is only told.";
                    default -> " " + told.size() + " findings are only told.";
                }
                + (urgent.isPresent() ? " This endpoint needs a person." : "");
    }

    private void endpoint(Sender sender) {
        var endpoint = record.endpoint();
        var origin = record.origin();
        var name = EndpointJson.name(endpoint).map(tag -> " " + Quoted.of(tag)).orElse("");
        line("");
        line(
                "Endpoint",
                endpoint.id() + name + ", " + Ascii.of(endpoint.type().name()) + ", "
                        + Ascii.of(endpoint.service().value()));
        line(
                "VPC",
                Ascii.of(endpoint.vpcId()) + " in account " + origin.account()
                        + record.circumstances()
                                .owner()
                                .map(owner -> " (" + Ascii.of(owner) + ")")
                                .orElse("")
                        + ", " + origin.region());
        if (isFound()) {
            line(
                    "Found",
                    "by the sweep " + origin.eventName() + " at "
                            + record.openedAt().truncatedTo(ChronoUnit.SECONDS));
        } else {
            line("Call", origin.eventName() + " at " + origin.time());
            line("By", who(origin));
        }
        record.instruction().ifPresent(said -> line("Because", Quoted.of(said.reason())));
        switch (record.outcome()) {
            case Outcome.Unconfirmed(var observed) -> line("Shows", Ascii.cut(observed.replaceAll("\\s+", " ")));
            case Outcome.Refused(var reason) -> {
                line("To do", "often a service control policy denies it: " + sender.doctor());
                // EC2 encodes why it denies a call, at length.
                if (!Ascii.cut(reason).equals(Ascii.of(reason))) {
                    line("EC2 says", Ascii.of(reason));
                }
            }
            case Outcome.NotChanged() -> {
                if (RecordNotice.unconfirmedPerimeter(record)) {
                    line("To do", sender.confirming());
                }
            }
            case Outcome.Planned(),
                    Outcome.Deferred(),
                    Outcome.Changed(),
                    Outcome.Superseded(),
                    Outcome.WouldChange() -> {}
        }
        record.closedAt()
                .filter(_ -> isChanged() && record.instruction().isEmpty())
                .ifPresent(at -> line(
                        "Repaired",
                        at.truncatedTo(ChronoUnit.SECONDS)
                                + (isFound() ? "" : ", " + secondsUntil(at) + " s after the call")));
    }

    private long secondsUntil(Instant repaired) {
        return Duration.between(record.origin().time(), repaired).toSeconds();
    }

    /// Whether neither a call nor a person led to it.
    private boolean isFound() {
        return !record.origin().isCall() && record.instruction().isEmpty();
    }

    private static String who(Origin origin) {
        var actor = origin.actor();
        var who = new StringBuilder(Ascii.of(actor.name()));
        actor.invokedBy().ifPresent(service -> who.append(" through ").append(Quoted.of(service)));
        actor.sourceAddress().ifPresent(address -> who.append(", from ").append(Ascii.of(address)));
        actor.userAgent().ifPresent(agent -> who.append(", with ").append(Quoted.of(agent)));
        return who.toString();
    }

    private void reasons() {
        line("");
        line("Why");
        record.findings().stream()
                .limit(MOST_FINDINGS)
                .forEach(finding -> line("  " + finding.severity() + ", " + finding.controlId()
                        + finding.exempt().map(_ -> " (exempt)").orElse(isOnlyTold(finding) ? " (only told)" : "")
                        + ": "
                        + Ascii.cut(finding.message())));
        if (record.findings().size() > MOST_FINDINGS) {
            line("  and " + (record.findings().size() - MOST_FINDINGS) + " more findings, in the record");
        }
        record.open().stream().limit(MOST_OTHERS).forEach(open -> line("  not known, " + Ascii.cut(open)));
        record.plan().restraints().stream()
                // What failed before what is as it should be.
                .sorted(Comparator.comparing(restraint -> restraint.kind().isHarmless()))
                .map(restraint -> reason(restraint) + detail(restraint))
                .distinct()
                .limit(MOST_OTHERS)
                .forEach(detail -> line("  " + detail));
        record.plan().foreseen().ifPresent(told -> line("  recorded calls: " + Ascii.of(told.sentence())));
    }

    /// Whether it stays as it was found, beside something that is repaired.
    private boolean isOnlyTold(Finding finding) {
        return record.plan().writes()
                && !record.isUndo()
                && finding.exempt().isEmpty()
                && !record.plan().ends(finding);
    }

    /// What holds a statement or a policy to be pasted stays whole, if it is not too long for that.
    private static String detail(Restraint restraint) {
        var detail = Ascii.of(restraint.detail());
        boolean isPasted = restraint.kind() == Restraint.Kind.REHEARSED_DENIAL
                || (restraint.kind() == Restraint.Kind.NEWER_INTENT && detail.length() <= LONGEST_PASTED);
        var shown = isPasted ? detail : Ascii.cut(detail);
        return shown.equals(detail) ? detail : shown + ", whole in the record";
    }

    private static String reason(Restraint restraint) {
        return restraint.kind() == Restraint.Kind.HELD ? "undone: " : "not done: ";
    }

    private void policy(PolicyChange change) {
        line("");
        line("Proof");
        switch (change) {
            case Tighten(var _, var _, var proof) -> {
                line("  " + proof.sentence());
                proof.cutOff().stream()
                        .limit(MOST_OTHERS)
                        .forEach(request -> line("  no longer let through: " + Ascii.cut(request.sentence())));
                proof.opaque().stream()
                        .limit(MOST_OTHERS)
                        .forEach(text -> line("  kept as it is, not understood: " + Ascii.cut(text)));
            }
            case Quarantine _ -> line("  The new policy denies everything, so nothing passes the endpoint.");
            case Restoration _ -> line("  The policy that stood before the repair is put back as it was.");
        }
        line("");
        line("Policy, - before, + after");
        Difference.lines(change.before(), change.after(), POLICY_LINES).forEach(shown -> line("  " + shown));
    }

    private void revert(Revert revert) {
        line("");
        line(isChanged() ? "Taken back" : "To be taken back");
        revert.lines().stream().limit(MOST_REVERTED).forEach(shown -> line("  " + Ascii.of(shown)));
        if (revert.lines().size() > MOST_REVERTED) {
            line("  and " + (revert.lines().size() - MOST_REVERTED) + " more, in the record");
        }
    }

    /// What whoever keeps the endpoint in code has to change there: else the next run opens it again.
    private void code(Sender sender) {
        var written = record.plan().policy().filter(_ -> record.instruction().isEmpty());
        var tool = Tool.of(record);
        if (written.isEmpty() || tool.isEmpty()) {
            return;
        }
        line("");
        line("Your code (" + tool.get().name() + ")");
        var set = record.circumstances().setPolicy().filter(_ -> tool.get().isCaller());
        if (set.filter(any -> !any).isPresent()) {
            line("  Your call set no policy: nothing to change.");
            return;
        }
        if (!tool.get().isCaller() && record.origin().isCall()) {
            line("  The endpoint belongs to it; this call was not its own.");
        }
        line((set.isPresent() ? "  It set the policy" : "  If it sets a policy") + ": paste this, or your next "
                + tool.get().apply() + " fights:");
        var pasted = tool.get().pasted(written.get().after());
        line("  "
                + (pasted.length() <= LONGEST_PASTED && pasted.equals(Ascii.of(pasted))
                        ? pasted
                        : "the policy of record "
                                + Sender.name(record.endpoint().id(), record.cause()) + ", " + explain(sender)));
    }

    private void wayBack(Sender sender) {
        if (isChanged()
                || (record.outcome() instanceof Outcome.Refused && record.made().writes())) {
            line("");
            line("Undo");
            if (record.isUndo()) {
                line("  It ends by itself; a lasting exception belongs in the perimeter document.");
            } else {
                line("  " + sender.undo(record.endpoint().id(), record.cause()));
                line("  It holds for " + Instruction.LONGEST_HOURS
                        + " hours; a lasting exception belongs in the perimeter document.");
            }
        }
        var controls = RecordNotice.controls(record);
        if (!controls.isEmpty()) {
            line("");
            line("Exempt it, if it is meant to be so: ask the owner of the perimeter document for");
            line("  ./vpce-guard exempt --perimeter=FILE --control=" + String.join(" --control=", controls)
                    + " --endpoint=" + record.endpoint().id() + " --until=DAY --reason=WHY --owner=WHO");
        }
    }

    private void earlier(List<RemediationRecord> others) {
        if (!others.isEmpty()) {
            line("");
            line("Also, within these minutes");
            others.stream()
                    .limit(MOST_OTHERS)
                    .forEach(
                            other -> line("  " + RecordNotice.headline(other.outcome()) + ", " + other.severity() + ", "
                                    + String.join(", ", RecordNotice.controls(other)) + " for "
                                    + other.origin().eventName() + " at "
                                    + other.origin().time() + ", record "
                                    + Ascii.of(other.cause())));
        }
    }

    private void reference(Sender sender) {
        line("");
        line("Mode", record.mode().word() + ", perimeter " + Ascii.of(record.perimeter()));
        line("Record", explain(sender));
        line("Console", Links.endpoint(record.endpoint().id(), region()));
        Links.call(record.origin()).ifPresent(link -> line("Event", link));
    }

    private String explain(Sender sender) {
        return sender.explain(record.endpoint().id(), record.cause());
    }

    private String region() {
        return record.origin().region();
    }

    private void line(String text) {
        lines.add(text);
    }

    private void line(String label, String value) {
        lines.add(label + " ".repeat(Math.max(1, 10 - label.length())) + value);
    }
}
