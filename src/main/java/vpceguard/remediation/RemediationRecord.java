package vpceguard.remediation;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import vpceguard.control.Finding;
import vpceguard.event.Instruction;
import vpceguard.event.Origin;
import vpceguard.json.Sha256;
import vpceguard.model.Endpoint;
import vpceguard.model.Severity;
import vpceguard.perimeter.Mode;
import vpceguard.remediation.Remediation.PolicyChange;

/// What happened to one endpoint because of one call. The record is ledger entry, idempotency key and outbox
/// at once.
///
/// @param cause the record's key beside the endpoint: one cause, one record
/// @param endpoint as it was before: the before-image
/// @param open questions that could not be answered
/// @param perimeter revision of the perimeter that was applied
/// @param requests EC2's ids of the requests that were made; CloudTrail names them in their events; the endpoint's id
///     in place of one that was lost
/// @param openedAt when the record was made
/// @param closedAt when its outcome was final
/// @param circumstances what is told beside it
public record RemediationRecord(
        String cause,
        Origin origin,
        Endpoint endpoint,
        Mode mode,
        String perimeter,
        Severity severity,
        List<Finding> findings,
        List<String> open,
        Plan plan,
        List<String> requests,
        Outcome outcome,
        Instant openedAt,
        Optional<Instant> closedAt,
        Circumstances circumstances) {
    /// The ledger asks for each in one condition, whose text has a limit.
    private static final int MOST_KEYS = 100;

    public RemediationRecord {
        findings = List.copyOf(findings);
        open = List.copyOf(open);
        requests = List.copyOf(requests);
    }

    /// A record of something that nothing is done about, for one reason.
    ///
    /// @param perimeter its revision, or why none was asked
    public static RemediationRecord restrained(
            String cause,
            Origin origin,
            Endpoint endpoint,
            Mode mode,
            String perimeter,
            Severity severity,
            Restraint because,
            Instant at) {
        return new RemediationRecord(
                cause,
                origin,
                endpoint,
                mode,
                perimeter,
                severity,
                List.of(),
                List.of(),
                Plan.nothing(because),
                List.of(),
                new Outcome.NotChanged(),
                at,
                Optional.of(at),
                Circumstances.NONE);
    }

    /// Whether it is only to be told yet.
    public boolean isConcluded() {
        return outcome.isFinal();
    }

    /// Whether requests to EC2 were made for it, or may have been made by an invocation that crashed.
    public boolean mayHaveChanged() {
        return switch (outcome) {
            case Outcome.Changed _ -> true;
            case Outcome.Superseded _ -> plan.writes();
            case Outcome.Planned _,
                    Outcome.NotChanged _,
                    Outcome.WouldChange _,
                    Outcome.Refused _,
                    Outcome.Unconfirmed _,
                    Outcome.Deferred _ -> !requests.isEmpty();
        };
    }

    /// That EC2 refused to repair what stood before, if it did.
    public Optional<Refusal> refusal() {
        return outcome instanceof Outcome.Refused refused && origin.isExisting() && isInVain()
                ? closedAt.map(at -> Refusal.of(refused, at))
                : Optional.empty();
    }

    /// Whether it ended as if nothing had been tried, as far as is known.
    public boolean isInVain() {
        return (outcome instanceof Outcome.Refused || outcome instanceof Outcome.Superseded) && requests.isEmpty();
    }

    /// The same where the endpoint, too, shows nothing of it.
    public boolean isUnmade(Endpoint now) {
        return isInVain()
                && plan.stepsFrom(endpoint, now).filter(plan.steps()::equals).isPresent();
    }

    /// What EC2 took of its plan: the first of two requests, where the second was refused.
    public Plan made() {
        return switch (outcome) {
            case Outcome.Changed(), Outcome.Unconfirmed _ -> plan;
            case Outcome.Refused _ when !requests.isEmpty() -> plan.first();
            case Outcome.Refused _,
                    Outcome.Planned(),
                    Outcome.Deferred(),
                    Outcome.Superseded(),
                    Outcome.WouldChange(),
                    Outcome.NotChanged() -> Plan.nothing();
        };
    }

    /// What a person said, if the record is because of that.
    public Optional<Instruction> instruction() {
        return circumstances.instruction();
    }

    /// Whether it had the endpoint's lease, as all that is not merely told.
    public boolean hadLease() {
        return plan.writes() && !(outcome instanceof Outcome.WouldChange);
    }

    /// Whether a person undoes another record by it.
    public boolean isUndo() {
        return instruction().filter(Instruction::isUndo).isPresent();
    }

    /// The same under these circumstances.
    public RemediationRecord under(Circumstances others) {
        return with(severity, plan, requests, outcome, closedAt, others);
    }

    /// Names what is told by it and not changed, in this month, and what kept it from that: who knows all of it is not
    /// told again. Empty for what is always told. That this function may have written over a policy is said of
    /// one call, and so is its name.
    public Set<String> keys() {
        boolean isPlanned = outcome instanceof Outcome.Planned;
        if (!(isPlanned || outcome.isFinal())) {
            return Set.of();
        }
        var found =
                Stream.concat(left().map(Finding::key), open.stream()).collect(Collectors.toCollection(TreeSet::new));
        var failures = plan.restraints().stream()
                .map(Restraint::kind)
                .filter(kind -> !kind.isHarmless() && !found.isEmpty())
                .map(kind -> "restraint:" + kind.id() + (kind == Restraint.Kind.NEWER_INTENT ? ":" + cause : ""));
        var word = (isPlanned ? new Outcome.NotChanged() : outcome).word();
        var month = openedAt.toString().substring(0, "2026-11".length());
        return Stream.concat(found.size() > MOST_KEYS ? ofControls(found) : found.stream(), failures)
                .map(key -> key + "/" + word + "/" + month)
                .collect(Collectors.toSet());
    }

    /// The controls of what is told by it and not changed.
    public Set<String> controlsLeft() {
        return left().map(Finding::controlId).collect(Collectors.toSet());
    }

    private Stream<Finding> left() {
        boolean isMade = !isUndo() && (outcome instanceof Outcome.Planned || outcome instanceof Outcome.Changed);
        return findings.stream().filter(finding -> finding.exempt().isEmpty() && !(isMade && plan.ends(finding)));
    }

    /// One key for all that a control found.
    private static Stream<String> ofControls(SortedSet<String> found) {
        return found.stream()
                .collect(Collectors.groupingBy(key -> key.substring(0, key.indexOf(':')), Collectors.joining("\n")))
                .entrySet()
                .stream()
                .map(control ->
                        control.getKey() + ":" + Sha256.of(control.getValue()).substring(0, 16));
    }

    /// Since when its write may go over a policy that somebody set: since the look at the endpoint, or since the call
    /// whose policy it puts in force, which the endpoint did not show any more then.
    public Instant goesOver(Instant seenAt) {
        return Step.same(plan.policy().map(PolicyChange::before), endpoint.policy()) ? seenAt : origin.time();
    }

    public RemediationRecord closed(Outcome outcome, Instant at) {
        return with(severity, plan, requests, outcome, Optional.of(at), circumstances);
    }

    public RemediationRecord withPlan(Plan plan) {
        return with(severity, plan, requests, outcome, closedAt, circumstances);
    }

    public RemediationRecord withRequests(List<String> made) {
        return with(severity, plan, made, outcome, closedAt, circumstances);
    }

    /// The same, left to the next sweep, which makes it critical: somebody undoes what is done.
    public RemediationRecord deferred() {
        return with(Severity.CRITICAL, plan, requests, new Outcome.Deferred(), closedAt, circumstances);
    }

    private RemediationRecord with(
            Severity severity,
            Plan plan,
            List<String> requests,
            Outcome outcome,
            Optional<Instant> closedAt,
            Circumstances circumstances) {
        return new RemediationRecord(
                cause,
                origin,
                endpoint,
                mode,
                perimeter,
                severity,
                findings,
                open,
                plan,
                requests,
                outcome,
                openedAt,
                closedAt,
                circumstances);
    }
}
