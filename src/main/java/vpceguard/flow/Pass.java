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
import vpceguard.model.Endpoint;
import vpceguard.model.Severity;
import vpceguard.notice.RecordNotice;
import vpceguard.perimeter.Budgets;
import vpceguard.perimeter.Mode;
import vpceguard.perimeter.Perimeter;
import vpceguard.remediation.Circumstances;
import vpceguard.remediation.Outcome;
import vpceguard.remediation.Plan;
import vpceguard.remediation.Planner;
import vpceguard.remediation.Remediation.PolicyChange;
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
    private Optional<Presumption> presumption;

    Pass(
            Ports ports,
            Stack stack,
            Clock clock,
            EndpointChange change,
            Endpoint endpoint,
            Optional<Presumption> presumption,
            Trail trail) {
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
    Reply follow(Trust.Confirmed trust) {
        var intent = standing.get().intent();
        if (intent.isEmpty() || endpoint.policy().filter(standing.get()::isOurs).isEmpty()) {
            return new Reply.Refused("the endpoint's policy is not one that this stack wrote, so nothing stands behind"
                    + " it that it could be made from again");
        }
        var meant = meant(intent.get(), trust);
        var plan = Planner.restoring(meant, Assessment.of(meant).without(Controls.NETWORK));
        if (plan.policy().isEmpty()) {
            return new Reply.Refused(plan.restraints().stream()
                    .map(Restraint::detail)
                    .findFirst()
                    .orElse("there is nothing to make"));
        }
        return Step.same(plan.policy().map(PolicyChange::after), endpoint.policy())
                ? new Reply.Refused("the policy is already all that intent and ceiling let through")
                : followed(restore(intent.get(), trust));
    }

    private Reply followed(Result result) {
        return result == Mention.LATER ? new Reply.Refused(ByHand.BUSY) : new Reply.Done(result, change.cause());
    }

    /// Says that nothing may be written, once a day; the event is not dealt with.
    IllegalStateException unconfirmed(Trust.Unconfirmed trust) {
        var because = new Restraint(Restraint.Kind.PERIMETER_UNCONFIRMED, trust.reason());
        var now = clock.instant();
        var record = RemediationRecord.restrained(
                change.cause(), change.origin(), endpoint, stack.mode(), "unconfirmed", Severity.HIGH, because, now);
        ports.tellOnceADay("unconfirmed#" + endpoint.id(), RecordNotice.of(record, stack.sender()), now);
        return trust.failure("nothing may be written");
    }

    Result run(Trust.Confirmed trust) {
        var subject = subject(trust.perimeter());
        var all = Assessment.of(subject);
        var assessment = settling.decided(all);
        trail.step("assessed", assessment.json());
        isBaseline = settling.isBaseline(subject, all);
        if (settling.needsSecondLook(subject, all)) {
            secondLook = Optional.of(settling.secondLook(subject));
        }
        var result = assessment.findings().isEmpty() && assessment.open().isEmpty()
                ? note(trust, assessment, settling.answered(all))
                : act(trust, subject, assessment);
        askForSecondLook();
        return result;
    }

    /// What only tells, or takes up what an earlier invocation began, waits until the presumption is confirmed.
    ///
    /// @param trust what it follows from; if another is in force, the pass begins anew
    private Result confirmed(Trust.Confirmed trust, Supplier<Result> then) {
        var presumed = presumption;
        presumption = Optional.empty();
        if (presumed.isEmpty()) {
            return then.get();
        }
        return switch (presumed.get().answer().get()) {
            case Trust.Unconfirmed unconfirmed -> throw unconfirmed(unconfirmed);
            case Trust.Confirmed found -> {
                var inForce = found.on(endpoint);
                yield inForce.equals(trust) ? then.get() : run(inForce);
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

    private Result act(Trust.Confirmed trust, Subject subject, Assessment assessment) {
        var earlier = trust.narrowed(endpoint, assessor.region(endpoint));
        var written = earlier.map(before -> subject(before.perimeter())).orElse(subject);
        var plan = Planner.plan(
                        written,
                        earlier.isEmpty() ? assessment : settling.decided(Assessment.of(written)),
                        new Scope(ports, change, endpoint, standing).touched(assessment))
                .with(earlier.map(Earlier::restraint).stream().toList());
        return NewestIntent.isAskedFor(change, endpoint, plan)
                ? switch (NewestIntent.of(change, endpoint, standing.get(), clock.instant())) {
                    case NewestIntent.NotYet(var pause, var why) -> later(pause, why);
                    case NewestIntent.InForce() -> carryOut(trust, assessment, plan, written);
                    case NewestIntent.Unclear(var sentence) ->
                        carryOut(trust, assessment, plan.with(List.of(newerIntent(sentence))), written);
                    case NewestIntent.Overwritten(var policy) -> restore(policy, trust);
                }
                : carryOut(trust, assessment, plan, written);
    }

    private Result carryOut(Trust.Confirmed trust, Assessment assessment, Plan planned, Subject written) {
        var perimeter = trust.perimeter();
        var plan = foreseen(planned, written, assessment, stack.mode().with(perimeter.mode()));
        var record = record(perimeter, assessment, plan);
        if (!plan.writes()) {
            return confirmed(
                    trust,
                    () -> perimeter.isToldLater() && Digested.waits(record)
                            ? leave(record, new Outcome.NotChanged(), trust)
                            : tell(record, new Outcome.NotChanged(), trust));
        }
        if (stack.mode().with(perimeter.mode()) == Mode.OBSERVE) {
            return confirmed(
                    trust,
                    () -> change.origin().isExisting()
                            ? leave(record, new Outcome.WouldChange(), trust)
                            : tell(record, new Outcome.WouldChange(), trust));
        }
        var fault = Repair.fault(plan, written.ceiling(), endpoint);
        if (fault.isPresent()) {
            var because = new Restraint(Restraint.Kind.UNPROVED, "the proof does not hold: " + fault.get());
            return confirmed(
                    trust, () -> tell(record.withPlan(Plan.nothing(because)), new Outcome.NotChanged(), trust));
        }
        return switch (ports.ledger().open(record, terms(perimeter.budgets()))) {
            case Opening.Opened(var quiet) ->
                repair.carryOut(record, plan.steps(), quiet, trail.step("recorded", "before-image stored"));
            case Opening.Closed() -> telling.duplicate(trail);
            case Opening.Unfinished(var begun) -> confirmed(trust, () -> repair.resume(begun, endpoint, trust, trail));
            case Opening.Unconfirmed() -> confirmed(trust, () -> carryOut(trust, assessment, plan, written));
            case Opening.Leased() -> leased();
            case Opening.Held(var found) -> {
                hold = Optional.of(found);
                yield carryOut(trust, assessment, found.limit(plan), written);
            }
            case Opening.Spent(var budget) -> confirmed(trust, () -> spent(budget, trust, assessment, plan, written));
            case Opening.KnownAlready() ->
                throw new IllegalStateException("a record that changes something is always new");
        };
    }

    /// The plan with what recorded calls tell of it. What is held back because of them is remembered, so that
    /// each sweep tries again.
    private Plan foreseen(Plan planned, Subject written, Assessment assessment, Mode mode) {
        var plan = new Foresight(ports, stack).of(planned, written, assessment, mode, clock.instant());
        if (Foresight.isHeldBack(plan) && !Foresight.isHeldBack(planned)) {
            if (mode == Mode.ENFORCE && !standing.get().heldBack()) {
                ports.ledger().holdBack(endpoint.id(), true);
            }
            trail.step("held back", plan.restraints().getLast().detail());
        }
        return plan;
    }

    private Result tell(RemediationRecord record, Outcome outcome, Trust.Confirmed trust) {
        return telling.tell(
                record.closed(outcome, clock.instant()),
                terms(Budgets.USUAL),
                trail,
                begun -> repair.resume(begun, endpoint, trust, trail),
                this::leased);
    }

    /// The same for what the next digest tells.
    private Result leave(RemediationRecord record, Outcome outcome, Trust.Confirmed trust) {
        return telling.leave(
                record.closed(outcome, clock.instant()),
                terms(Budgets.USUAL),
                trail,
                begun -> repair.resume(begun, endpoint, trust, trail),
                this::leased);
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
    private Result spent(
            Ledger.Budget budget, Trust.Confirmed trust, Assessment assessment, Plan plan, Subject written) {
        var perimeter = trust.perimeter();
        var because = new Restraint(Restraint.Kind.BUDGET_SPENT, Fight.sentence(budget, perimeter.budgets()));
        return switch (budget) {
            case NETWORK_OF_ENDPOINT, NETWORK_OF_ACCOUNT ->
                carryOut(trust, assessment, plan.withoutRevert(because), written);
            case POLICY_OF_ENDPOINT -> {
                // The first look at the same call has left the policy to the sweep.
                if (change instanceof EndpointChange.Settled && plan.revert().isPresent()) {
                    yield carryOut(trust, assessment, plan.withoutPolicy(because), written);
                }
                var record = record(perimeter, assessment, plan.with(List.of(because)));
                yield telling.defer(record.deferred(), terms(perimeter.budgets()), trail, this::leased);
            }
        };
    }

    /// A compliant endpoint, or one whose findings are all exempt, unless a repair for this very call was interrupted
    /// after it was made, or this function wrote over a newer intent.
    ///
    /// @param answered what this look tells of what people know
    private Result note(Trust.Confirmed trust, Assessment assessment, Assessment answered) {
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
                return confirmed(trust, () -> repair.resume(earlier.get(), endpoint, trust, trail));
            }
        }
        return switch (NewestIntent.of(change, endpoint, before, clock.instant())) {
            case NewestIntent.NotYet(var pause, var why) -> later(pause, why);
            case NewestIntent.InForce() -> noted(before, assessment, answered);
            case NewestIntent.Unclear(var sentence) ->
                confirmed(
                        trust,
                        () -> telling.tell(unclear(sentence, trust.perimeter().revision()), telling(trail), trail));
            case NewestIntent.Overwritten(var policy) -> restore(policy, trust);
        };
    }

    private RemediationRecord unclear(String sentence, String perimeter) {
        return RemediationRecord.restrained(
                change.cause(),
                change.origin(),
                endpoint,
                stack.mode(),
                perimeter,
                Severity.MEDIUM,
                newerIntent(sentence),
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
    /// exception to never widening.
    private Result restore(String intent, Trust.Confirmed trust) {
        var subject = meant(intent, trust);
        var assessment = Assessment.of(subject).without(Controls.NETWORK);
        trail.step("newer intent", assessment.json());
        return carryOut(trust, assessment, Planner.restoring(subject, assessment), subject);
    }

    /// The endpoint with a policy that somebody meant, and the perimeter that repairs write by.
    private Subject meant(String intent, Trust.Confirmed trust) {
        var perimeter = trust.narrowed(endpoint, assessor.region(endpoint))
                .map(Earlier::perimeter)
                .orElse(trust.perimeter());
        return assessor.of(change, endpoint.withPolicy(Optional.of(intent)), perimeter, standing);
    }

    private RemediationRecord record(Perimeter perimeter, Assessment assessment, Plan plan) {
        return new RemediationRecord(
                change.cause(),
                change.origin(),
                endpoint,
                stack.mode().with(perimeter.mode()),
                perimeter.revision(),
                assessment.severity(),
                assessment.allFindings(),
                assessment.open(),
                plan,
                List.of(),
                new Outcome.Planned(),
                trail.begunAt(),
                Optional.empty(),
                circumstances(perimeter));
    }

    private Circumstances circumstances(Perimeter perimeter) {
        var owners = perimeter.notices().owners();
        return new Circumstances(
                change.setPolicy(),
                Optional.ofNullable(owners.get(stack.account())).or(() -> Optional.ofNullable(owners.get("*"))),
                change.instruction(),
                Optional.empty());
    }
}
