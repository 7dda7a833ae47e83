package vpceguard.flow;

import java.time.Clock;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import vpceguard.control.Assessment;
import vpceguard.control.Subject;
import vpceguard.event.EndpointChange;
import vpceguard.event.Touched;
import vpceguard.flow.Endpoints.Modification;
import vpceguard.flow.Ledger.Opening;
import vpceguard.flow.Trust.Earlier;
import vpceguard.model.Endpoint;
import vpceguard.model.Severity;
import vpceguard.notice.RecordNotice;
import vpceguard.perimeter.Ceiling;
import vpceguard.perimeter.Mode;
import vpceguard.perimeter.Perimeter;
import vpceguard.policy.Canonical;
import vpceguard.policy.proof.ProofCheck;
import vpceguard.remediation.Outcome;
import vpceguard.remediation.Plan;
import vpceguard.remediation.Planner;
import vpceguard.remediation.RemediationRecord;
import vpceguard.remediation.Restraint;

/// One pass over one endpoint, and the only class that knows its order:
/// describe, assess, plan, store, modify, read back, tell, close, journal.
///
/// Whatever fails throws and leaves; the same event, or the sweep, takes up where the record says it stopped.
public final class Remediator {
    private final Ports ports;
    private final Perimeters perimeters;
    private final Stack stack;
    private final Clock clock;

    public Remediator(Ports ports, Perimeters perimeters, Stack stack, Clock clock) {
        this.ports = ports;
        this.perimeters = perimeters;
        this.stack = stack;
        this.clock = clock;
    }

    /// What this function stands on.
    public record Ports(
            Endpoints endpoints, EndpointServices services, Ledger ledger, Journal journal, Notices notices) {}

    /// Deals with one change; returns one word for what became of it.
    public String handle(EndpointChange change) {
        var trail = new Trail(clock, change.endpoint(), change.origin().causeId());
        var found = ports.endpoints().find(change.endpoint());
        if (found.isEmpty()) {
            trail.step("gone", "no such endpoint any more").steps().forEach(ports.journal()::mention);
            return "GONE";
        }
        var endpoint = found.get();
        return switch (perimeters.current()) {
            case Trust.Confirmed confirmed -> assess(change, endpoint, confirmed.on(endpoint), trail);
            case Trust.Unconfirmed(var reason) -> tell(unconfirmed(change, endpoint, reason), trail);
        };
    }

    private String assess(EndpointChange change, Endpoint endpoint, Trust.Confirmed trust, Trail trail) {
        var perimeter = trust.perimeter();
        var subject = subject(change, endpoint, perimeter);
        var assessment = Assessment.of(subject);
        trail.step("assessed", assessment.json());
        if (assessment.findings().isEmpty() && assessment.open().isEmpty()) {
            return note(endpoint, change, trust, assessment, trail);
        }
        var earlier = trust.narrowed(endpoint, region(change, endpoint));
        var written = earlier.map(before -> subject(change, endpoint, before.perimeter()))
                .orElse(subject);
        var plan = Planner.plan(
                        written,
                        earlier.isEmpty() ? assessment : Assessment.of(written),
                        touched(change, endpoint, assessment))
                .with(earlier.map(Earlier::restraint));
        var record = record(change, endpoint, perimeter, assessment, plan);
        if (!plan.writes()) {
            return tell(record.closed(new Outcome.NotChanged(), clock.instant()), trail);
        }
        if (stack.mode().with(perimeter.mode()) == Mode.OBSERVE) {
            return tell(record.closed(new Outcome.WouldChange(), clock.instant()), trail);
        }
        var fault = fault(plan, written.ceiling(), endpoint);
        if (fault.isPresent()) {
            return tell(unproved(record, fault.get()), trail);
        }
        return switch (ports.ledger().open(record)) {
            case Opening.Opened() -> carryOut(record, trail.step("recorded", "before-image stored"));
            case Opening.Closed() -> duplicate(trail);
            case Opening.Unfinished(var begun) -> resume(begun, endpoint, trust, trail);
        };
    }

    private static String region(EndpointChange change, Endpoint endpoint) {
        return endpoint.serviceRegion().orElse(change.origin().region());
    }

    private Subject subject(EndpointChange change, Endpoint endpoint, Perimeter perimeter) {
        var region = region(change, endpoint);
        var subject = Subject.of(
                endpoint,
                change.origin().account(),
                ports.services().of(endpoint),
                perimeter,
                Ceiling.of(perimeter, endpoint.service(), region, perimeter.writtenClauses()),
                Optional.of(change));
        return subject.asksForIntent()
                ? subject.since(ports.ledger().standing(endpoint.id()).intent())
                : subject;
    }

    /// A call may be repaired in what it set, and in a policy that changed since it was last seen: the event of that
    /// change is late or lost.
    private Touched touched(EndpointChange change, Endpoint endpoint, Assessment assessment) {
        if (change.touched() instanceof Touched.Members members
                && !members.policyTouched()
                && Planner.POLICY_CONTROLS.stream().anyMatch(assessment::raises)) {
            var intent = ports.ledger().standing(endpoint.id()).intent();
            if (intent.isPresent() && !same(intent, endpoint.policy())) {
                return new Touched.Members(
                        endpoint.policy(), false, members.added(), members.removed(), members.others());
            }
        }
        return change.touched();
    }

    /// A compliant endpoint, or one whose findings are all exempt, unless a repair for this very call was interrupted
    /// after it was made.
    private String note(
            Endpoint endpoint, EndpointChange change, Trust.Confirmed trust, Assessment assessment, Trail trail) {
        var cause = change.origin().causeId();
        if (ports.ledger().note(endpoint, change.origin()).open().contains(cause)) {
            var earlier = ports.ledger().unfinished(endpoint.id(), cause);
            if (earlier.isPresent()) {
                return resume(earlier.get(), endpoint, trust, trail);
            }
        }
        if (!assessment.exemptFindings().isEmpty()) {
            ports.journal()
                    .append(trail.step("exempt", "nothing follows from what was found")
                            .steps());
            return "EXEMPT";
        }
        trail.steps().forEach(ports.journal()::mention);
        return assessment.result();
    }

    /// Ends a record that was begun by an earlier invocation, by this function's own or by the sweep's.
    String resume(RemediationRecord earlier, Endpoint now, Trust.Confirmed everywhere, Trail trail) {
        var trust = everywhere.on(now);
        trail.step("resumed", "record of " + earlier.openedAt());
        if (!(earlier.outcome() instanceof Outcome.Planned)) {
            return finish(earlier, trail);
        }
        if (satisfied(earlier.plan(), now)) {
            return finish(earlier.closed(new Outcome.Changed(), clock.instant()), trail);
        }
        var region = now.serviceRegion().orElse(earlier.origin().region());
        var perimeter = trust.narrowed(now, region).map(Earlier::perimeter).orElse(trust.perimeter());
        var ceiling = Ceiling.of(perimeter, now.service(), region, perimeter.writtenClauses());
        var unchanged =
                now.withPolicy(Optional.empty()).equals(earlier.endpoint().withPolicy(Optional.empty()))
                        && same(now.policy(), earlier.endpoint().policy());
        return unchanged
                        && stack.mode().with(trust.perimeter().mode()) == Mode.ENFORCE
                        && earlier.plan().isRevertWanted(trust.perimeter())
                        && fault(earlier.plan(), ceiling, now).isEmpty()
                ? carryOut(earlier, trail)
                : finish(earlier.closed(new Outcome.Superseded(), clock.instant()), trail);
    }

    /// Ends a record whose endpoint is gone.
    void abandon(RemediationRecord earlier, Trail trail) {
        finish(
                earlier.outcome() instanceof Outcome.Planned
                        ? earlier.closed(new Outcome.Superseded(), clock.instant())
                        : earlier,
                trail.step("gone", "no such endpoint any more"));
    }

    private String carryOut(RemediationRecord record, Trail trail) {
        var id = record.endpoint().id();
        var plan = record.plan();
        return switch (ports.endpoints().modify(id, plan)) {
            case Modification.Refused(var reason) ->
                finish(record.closed(new Outcome.Refused(reason), clock.instant()), trail.step("refused", reason));
            case Modification.Accepted(var requestId) -> {
                trail.step("modified", requestId);
                var after = ports.endpoints().findUntil(id, endpoint -> satisfied(plan, endpoint));
                var outcome =
                        after.filter(endpoint -> satisfied(plan, endpoint)).isPresent()
                                ? new Outcome.Changed()
                                : new Outcome.Unconfirmed(
                                        after.flatMap(Endpoint::policy).orElse("no such endpoint any more"));
                yield finish(record.closed(outcome, clock.instant()), trail.step("read back", outcome.word()));
            }
        };
    }

    /// Tells what is not repaired, once for each cause.
    private String tell(RemediationRecord record, Trail trail) {
        return switch (ports.ledger().open(record)) {
            case Opening.Opened() -> finish(record, trail);
            case Opening.Closed() -> duplicate(trail);
            case Opening.Unfinished(var earlier) ->
                finish(
                        earlier.outcome() instanceof Outcome.Planned
                                ? earlier.closed(new Outcome.Superseded(), clock.instant())
                                : earlier,
                        trail);
        };
    }

    private String finish(RemediationRecord record, Trail trail) {
        var notice = RecordNotice.of(record, stack.table());
        ports.notices().publish(notice);
        ports.ledger().close(record);
        ports.journal().append(trail.step("told", notice.json()).steps());
        return record.outcome().word();
    }

    private String duplicate(Trail trail) {
        trail.step("duplicate", "this call was dealt with before").steps().forEach(ports.journal()::mention);
        return "DUPLICATE";
    }

    private static Optional<String> fault(Plan plan, Ceiling ceiling, Endpoint endpoint) {
        return plan.tighten()
                .flatMap(tighten -> ProofCheck.fault(
                        tighten.proof(), tighten.before(), tighten.after(), ceiling.bound(), endpoint.type()));
    }

    /// Whether the endpoint shows what the plan would make of it, EC2's own spelling aside.
    private static boolean satisfied(Plan plan, Endpoint endpoint) {
        return plan.tighten()
                        .map(tighten -> same(Optional.of(tighten.after()), endpoint.policy()))
                        .orElse(true)
                && plan.revert()
                        .map(revert -> disjoint(endpoint.securityGroups(), revert.securityGroups())
                                && disjoint(endpoint.subnets(), revert.subnets())
                                && disjoint(endpoint.routeTables(), revert.routeTables()))
                        .orElse(true);
    }

    private static boolean disjoint(Set<String> present, Set<String> removed) {
        return Collections.disjoint(present, removed);
    }

    private static boolean same(Optional<String> one, Optional<String> other) {
        return one.map(Canonical::fingerprint).equals(other.map(Canonical::fingerprint));
    }

    private RemediationRecord record(
            EndpointChange change, Endpoint endpoint, Perimeter perimeter, Assessment assessment, Plan plan) {
        return new RemediationRecord(
                change.origin(),
                endpoint,
                stack.mode().with(perimeter.mode()),
                perimeter.revision(),
                assessment.severity(),
                assessment.allFindings(),
                assessment.open(),
                plan,
                new Outcome.Planned(),
                clock.instant(),
                Optional.empty());
    }

    private RemediationRecord unconfirmed(EndpointChange change, Endpoint endpoint, String reason) {
        return restrained(
                new RemediationRecord(
                        change.origin(),
                        endpoint,
                        stack.mode(),
                        "unconfirmed",
                        Severity.HIGH,
                        List.of(),
                        List.of(),
                        new Plan(Optional.empty(), Optional.empty(), List.of()),
                        new Outcome.Planned(),
                        clock.instant(),
                        Optional.empty()),
                new Restraint(Restraint.Kind.PERIMETER_UNCONFIRMED, reason));
    }

    private RemediationRecord unproved(RemediationRecord record, String fault) {
        return restrained(record, new Restraint(Restraint.Kind.UNPROVED, "the proof does not hold: " + fault));
    }

    private RemediationRecord restrained(RemediationRecord record, Restraint restraint) {
        return record.withPlan(new Plan(Optional.empty(), Optional.empty(), List.of(restraint)))
                .closed(new Outcome.NotChanged(), clock.instant());
    }
}
