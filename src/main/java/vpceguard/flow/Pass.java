package vpceguard.flow;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import vpceguard.control.Assessment;
import vpceguard.control.Controls;
import vpceguard.control.Subject;
import vpceguard.event.EndpointChange;
import vpceguard.event.Touched;
import vpceguard.flow.Ledger.Opening;
import vpceguard.flow.Ledger.Terms;
import vpceguard.flow.Result.Assessed;
import vpceguard.flow.Result.Mention;
import vpceguard.flow.Trust.Earlier;
import vpceguard.json.Quoted;
import vpceguard.model.Endpoint;
import vpceguard.model.Severity;
import vpceguard.perimeter.Budgets;
import vpceguard.perimeter.Mode;
import vpceguard.perimeter.Perimeter;
import vpceguard.remediation.Circumstances;
import vpceguard.remediation.Outcome;
import vpceguard.remediation.Plan;
import vpceguard.remediation.Planner;
import vpceguard.remediation.Remediation.PolicyChange;
import vpceguard.remediation.Remediation.Quarantine;
import vpceguard.remediation.RemediationRecord;
import vpceguard.remediation.Restraint;
import vpceguard.remediation.Step;

/// One pass over one endpoint for one change, and the only class that knows its order:
/// assess, plan, store, modify, read back, tell, close, journal.
final class Pass {
    private final Ports ports;
    private final Stack stack;
    private final Clock clock;
    private final Telling telling;
    private final Repair repair;
    private final EndpointChange change;
    private final Endpoint endpoint;
    private final Trail trail;
    private final Assessor assessor;
    private final Settling settling;
    private final Supplier<Standing> standing;
    private Optional<FollowUp> secondLook = Optional.empty();
    private boolean isBaseline;
    private Optional<Hold> hold = Optional.empty();
    private Trust.Confirmed trust;
    private Optional<Presumption> presumption;

    Pass(
            Ports ports,
            Stack stack,
            Clock clock,
            EndpointChange change,
            Endpoint endpoint,
            Trust.Confirmed trust,
            Optional<Presumption> presumption,
            Trail trail) {
        this.trust = trust;
        this.presumption = presumption;
        this.ports = ports;
        this.stack = stack;
        this.clock = clock;
        this.telling = new Telling(ports, stack, clock, this::askForSecondLook);
        this.repair = new Repair(ports, stack, clock, telling);
        this.change = change;
        this.endpoint = endpoint;
        this.trail = trail;
        this.assessor = new Assessor(ports, stack);
        this.settling = new Settling(change);
        this.standing = new Once<>(() -> ports.ledger().standing(endpoint.id()));
    }

    /// What a record may do that changes nothing.
    static Terms telling(Trail trail) {
        return new Terms(Budgets.USUAL, trail.invocation().id(), false);
    }

    private Terms terms(Budgets budgets) {
        var any = new Terms(budgets, trail.invocation().id(), isBaseline);
        var usual = change.altered().filter(Touched::policyTouched).isPresent() ? any.waiting() : any;
        var terms = hold.map(usual::knowing).orElse(usual);
        return presumption.map(Presumption::said).map(terms::presuming).orElse(terms);
    }

    /// Lets the policy that this function wrote follow today's ceiling, made again from what stood before.
    Reply follow() {
        var intent = standing.get().intent();
        if (intent.isEmpty() || endpoint.policy().filter(standing.get()::isOurs).isEmpty()) {
            return new Reply.Refused("the endpoint's policy is not one that this stack wrote, so nothing stands behind"
                    + " it that it could be made from again");
        }
        var meant = meant(intent.get());
        var assessment = Assessment.of(meant).without(Controls.NETWORK);
        if (stands(Planner.restoring(meant, assessment).policy().filter(Quarantine.class::isInstance))) {
            return new Reply.Refused(
                    "the perimeter asks for the quarantine that stands, so the policy that was meant is"
                            + " not put in force; approve the service in the perimeter document first, or undo the quarantine");
        }
        var plan = Planner.following(meant, assessment);
        if (plan.policy().isEmpty()) {
            return new Reply.Refused(plan.restraints().stream()
                    .map(Restraint::detail)
                    .findFirst()
                    .orElse("there is nothing to make"));
        }
        return stands(plan.policy())
                ? new Reply.Refused("the policy is already all that intent and ceiling let through")
                : followed(carryOut(assessment, plan, meant));
    }

    private boolean stands(Optional<PolicyChange> change) {
        return change.filter(made -> Step.same(Optional.of(made.after()), endpoint.policy()))
                .isPresent();
    }

    private Reply followed(Result result) {
        return result == Mention.LATER ? new Reply.Refused(ByHand.BUSY) : new Reply.Done(result, change.cause());
    }

    Result run() {
        var subject = subject(trust.perimeter());
        var all = Assessment.of(subject);
        var assessment = settling.decided(all);
        trail.step("assessed", assessment.json());
        isBaseline = settling.isBaseline(subject, all);
        if (settling.needsSecondLook(subject, all)) {
            secondLook = Optional.of(settling.secondLook(subject));
        }
        var result = assessment.findings().isEmpty() && assessment.open().isEmpty()
                ? note(assessment, settling.answered(all))
                : act(subject, assessment);
        askForSecondLook();
        return result;
    }

    /// What only tells, or takes up what an earlier invocation began, waits until the presumption is confirmed; if
    /// another perimeter is in force then, the pass begins anew.
    private Result confirmed(Supplier<Result> then) {
        var presumed = presumption;
        presumption = Optional.empty();
        if (presumed.isEmpty()) {
            return then.get();
        }
        return switch (presumed.get().answer().get()) {
            case Trust.Unconfirmed unconfirmed -> throw telling.unconfirmed(unconfirmed, change, endpoint);
            case Trust.Confirmed found -> {
                var before = trust;
                trust = found.on(endpoint);
                yield trust.equals(before) ? then.get() : run();
            }
        };
    }

    private void askForSecondLook() {
        secondLook.ifPresent(look -> ports.followUps().later(look, Settling.TIME));
        secondLook = Optional.empty();
    }

    private Subject subject(Perimeter perimeter) {
        var subject = assessor.of(change, endpoint, perimeter, standing);
        return settling.isOver() && subject.asksForNetwork()
                ? subject.with(ports.networks().of(List.of(endpoint)))
                : subject;
    }

    private Result act(Subject subject, Assessment assessment) {
        var earlier = trust.narrowed(endpoint, stack.region());
        var written = earlier.map(before -> subject(before.perimeter())).orElse(subject);
        var plan = Planner.plan(
                        written,
                        earlier.isEmpty() ? assessment : settling.decided(Assessment.of(written)),
                        new Scope(ports, change, endpoint, standing).touched(assessment))
                .with(earlier.map(Earlier::restraint).stream().toList());
        return NewestIntent.isAskedFor(change, endpoint, plan)
                ? switch (NewestIntent.of(change, endpoint, standing.get(), clock.instant())) {
                    case NewestIntent.NotYet(var pause, var why) -> later(pause, why);
                    case NewestIntent.InForce() -> carryOut(assessment, plan, written);
                    case NewestIntent.Unclear(var sentence) ->
                        carryOut(assessment, plan.with(List.of(newerIntent(sentence))), written);
                    case NewestIntent.Overwritten(var policy) -> restore(policy, assessment);
                }
                : carryOut(assessment, plan, written);
    }

    private Result carryOut(Assessment assessment, Plan planned, Subject written) {
        var plan = foreseen(planned, written, assessment);
        var record = record(assessment, plan);
        if (!plan.writes()) {
            boolean isLeft = trust.perimeter().isToldLater() && Digested.waits(record);
            return confirmed(() -> tell(record, new Outcome.NotChanged(), isLeft));
        }
        if (mode() == Mode.OBSERVE) {
            return confirmed(() ->
                    tell(record, new Outcome.WouldChange(), change.origin().isExisting()));
        }
        var fault = Repair.fault(plan, written.ceiling(), endpoint);
        if (fault.isPresent()) {
            var because = new Restraint(Restraint.Kind.UNPROVED, "the proof does not hold: " + fault.get());
            return confirmed(() -> tell(record.withPlan(Plan.nothing(because)), new Outcome.NotChanged(), false));
        }
        return switch (ports.ledger().open(record, terms(trust.perimeter().budgets()))) {
            case Opening.Opened(var quiet) ->
                repair.carryOut(record, plan.steps(), quiet, trail.step("recorded", "before-image stored"));
            case Opening.Closed() -> telling.duplicate(trail);
            case Opening.Unfinished(var begun) -> confirmed(() -> resume(begun));
            case Opening.Unconfirmed() -> confirmed(() -> carryOut(assessment, plan, written));
            case Opening.Leased() -> leased();
            case Opening.Held(var found) -> {
                hold = Optional.of(found);
                yield carryOut(assessment, found.limit(plan), written);
            }
            case Opening.Spent(var budget) -> confirmed(() -> spent(budget, assessment, plan, written));
            case Opening.KnownAlready() ->
                throw new IllegalStateException("a record that changes something is always new");
        };
    }

    /// The plan with what recorded calls tell of it. What is held back because of them is remembered, so that
    /// each sweep tries again; what stood before has its date for that, as long as it holds.
    private Plan foreseen(Plan planned, Subject written, Assessment assessment) {
        var plan = new Foresight(ports, stack).of(planned, written, assessment, mode(), clock.instant());
        if (Foresight.isHeldBack(plan) && !Foresight.isHeldBack(planned)) {
            if (mode() == Mode.ENFORCE
                    && !change.origin().isExisting()
                    && !standing.get().heldBack()) {
                ports.ledger().holdBack(endpoint.id(), true);
            }
            trail.step("held back", plan.restraints().getLast().detail());
        }
        return plan;
    }

    private Mode mode() {
        return stack.mode().with(trust.perimeter().mode());
    }

    /// Tells what changes nothing.
    ///
    /// @param isLeft to the next digest
    private Result tell(RemediationRecord record, Outcome outcome, boolean isLeft) {
        var closed = record.closed(outcome, clock.instant());
        return isLeft
                ? telling.leave(closed, terms(Budgets.USUAL), trail, this::resume, this::leased)
                : telling.tell(closed, terms(Budgets.USUAL), trail, this::resume, this::leased);
    }

    private Result resume(RemediationRecord earlier) {
        return repair.resume(earlier, endpoint, trust, trail);
    }

    /// Somebody else is changing the endpoint, or looked at it later: the event comes back when that is over, a person
    /// by himself.
    private Result leased() {
        return later(Ledger.LEASE, "another look at the endpoint came later, or a change of it is under way");
    }

    private Result later(Duration pause, String why) {
        if (!(change instanceof EndpointChange.Asked)) {
            ports.followUps().later(new FollowUp.Look(change), pause);
        }
        return telling.mention(Mention.LATER, why, trail);
    }

    /// Network settings are left to people then. A policy is tightened all the same, but by the next sweep: nobody buys
    /// a hole with three applies.
    private Result spent(Ledger.Budget budget, Assessment assessment, Plan plan, Subject written) {
        var budgets = trust.perimeter().budgets();
        var because = new Restraint(Restraint.Kind.BUDGET_SPENT, Fight.sentence(budget, budgets));
        return switch (budget) {
            case NETWORK_OF_ENDPOINT, NETWORK_OF_ACCOUNT -> carryOut(assessment, plan.withoutRevert(because), written);
            case POLICY_OF_ENDPOINT -> {
                // The first look at the same call has left the policy to the sweep.
                if (change instanceof EndpointChange.Settled && plan.revert().isPresent()) {
                    yield carryOut(assessment, plan.withoutPolicy(because), written);
                }
                var record = record(assessment, plan.with(List.of(because)));
                yield telling.defer(record.deferred(), terms(budgets), trail, this::leased);
            }
        };
    }

    /// A compliant endpoint, or one whose findings are all exempt, unless a repair for this very call was interrupted
    /// after it was made, or this function wrote over a newer intent.
    ///
    /// @param answered what this look tells of what people know
    private Result note(Assessment assessment, Assessment answered) {
        var before = ports.ledger().note(endpoint, isBaseline, trail.begunAt(), Claim.of(change));
        if (before.seenAt().isAfter(trail.begunAt())) {
            return leased();
        }
        if (before.heldBack()) {
            ports.ledger().holdBack(endpoint.id(), false);
        }
        if (before.open().contains(change.cause())) {
            var earlier = ports.ledger().unfinished(endpoint.id(), change.cause());
            if (earlier.isPresent()) {
                return confirmed(() -> resume(earlier.get()));
            }
        }
        return switch (NewestIntent.of(change, endpoint, before, clock.instant())) {
            case NewestIntent.NotYet(var pause, var why) -> later(pause, why);
            case NewestIntent.InForce() -> noted(before, assessment, answered);
            case NewestIntent.Unclear(var sentence) -> tell(newerIntent(sentence));
            case NewestIntent.Overwritten(var policy) -> restore(policy, assessment);
        };
    }

    private Result tell(Restraint because) {
        return confirmed(() -> telling.tell(restrained(because), telling(trail), trail));
    }

    private RemediationRecord restrained(Restraint because) {
        return RemediationRecord.restrained(
                change.cause(),
                change.origin(),
                endpoint,
                stack.mode(),
                trust.perimeter().revision(),
                Severity.MEDIUM,
                because,
                trail.begunAt());
    }

    private static Restraint newerIntent(String sentence) {
        return new Restraint(Restraint.Kind.NEWER_INTENT, sentence);
    }

    private Result noted(Standing before, Assessment assessment, Assessment answered) {
        telling.over(before, endpoint, answered);
        if (assessment.exemptFindings().isEmpty()) {
            return telling.mention(new Assessed(assessment.result()), trail);
        }
        ports.journal()
                .append(trail.step("exempt", "nothing follows from what was found")
                        .steps());
        return Mention.EXEMPT;
    }

    /// Puts the newer intent in force that this function wrote over, as far as the ceiling admits it: the one automatic
    /// exception to never widening. A quarantine stays, with that intent behind it.
    ///
    /// @param found of the endpoint as it is
    private Result restore(String intent, Assessment found) {
        var subject = meant(intent);
        var assessment = Assessment.of(subject).without(Controls.NETWORK);
        trail.step("newer intent", assessment.json());
        var plan = Planner.restoring(subject, assessment);
        if (mode() == Mode.OBSERVE && stands(plan.policy().filter(Quarantine.class::isInstance))) {
            var because = newerIntent("a quarantine stands that this function wrote over the policy of this call,"
                    + " which an undo of the quarantine does not put back; set it again if it is meant to stay: "
                    + Quoted.whole(intent));
            return carryOut(found, Plan.nothing(because), subject);
        }
        return carryOut(assessment, plan, subject);
    }

    /// The endpoint with a policy that somebody meant, and the perimeter that repairs write by.
    private Subject meant(String intent) {
        var perimeter = trust.written(endpoint, stack.region());
        return assessor.of(change, endpoint.withPolicy(Optional.of(intent)), perimeter, standing);
    }

    private RemediationRecord record(Assessment assessment, Plan plan) {
        return new RemediationRecord(
                change.cause(),
                change.origin(),
                endpoint,
                mode(),
                trust.perimeter().revision(),
                plan.severity(assessment.severity()),
                assessment.allFindings(),
                assessment.open(),
                plan,
                List.of(),
                new Outcome.Planned(),
                trail.begunAt(),
                Optional.empty(),
                circumstances());
    }

    private Circumstances circumstances() {
        return new Circumstances(
                change.setPolicy(),
                trust.perimeter().notices().owner(stack.account()),
                change.instruction(),
                Optional.empty());
    }
}
