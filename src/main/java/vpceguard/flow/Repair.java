package vpceguard.flow;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import vpceguard.event.EndpointChange;
import vpceguard.event.Instruction;
import vpceguard.event.Touched;
import vpceguard.flow.Endpoints.Modification;
import vpceguard.flow.Result.Mention;
import vpceguard.json.JsonWriter;
import vpceguard.model.Endpoint;
import vpceguard.model.NetworkJson;
import vpceguard.perimeter.Ceiling;
import vpceguard.perimeter.Mode;
import vpceguard.policy.proof.ProofCheck;
import vpceguard.remediation.Outcome;
import vpceguard.remediation.Plan;
import vpceguard.remediation.RemediationRecord;
import vpceguard.remediation.Step;

/// Makes the changes that a stored record plans, or goes on where an earlier invocation stopped.
final class Repair {
    private final Ports ports;
    private final Stack stack;
    private final Clock clock;
    private final Telling telling;

    Repair(Ports ports, Stack stack, Clock clock, Telling telling) {
        this.ports = ports;
        this.stack = stack;
        this.clock = clock;
        this.telling = telling;
    }

    /// Makes the requests in order, each read back before the next.
    Result carryOut(RemediationRecord record, List<Step> steps, boolean quiet, Trail trail) {
        var id = record.endpoint().id();
        var made = new LinkedHashSet<>(record.requests());
        // Whoever made the first request and not the second did not come to store its id.
        boolean isFirstLost = record.plan().steps().indexOf(steps.getFirst()) > 0 && !isPolicyAnothers(record);
        if (isFirstLost) {
            made.add(id.value());
        }
        for (var step : steps) {
            trail.invocation().until(trail.begunAt().plus(Ledger.LEASE)).spareForWrite(clock.instant());
            switch (ports.endpoints().modify(id, step)) {
                case Modification.Refused(var reason) -> {
                    trail.step("refused", reason);
                    // An attempt that no answer came to may have been made, and the client's next one be refused.
                    var now = ports.endpoints().find(id);
                    if (now.filter(step::isDoneIn).isEmpty()) {
                        return end(record, made, new Outcome.Refused(refused(reason, step, record)), now, quiet, trail);
                    }
                    made.add(id.value());
                }
                case Modification.UnderWay(var reason) ->
                    throw new IllegalStateException("EC2 is at another change of endpoint " + id.value()
                            + ", the retry makes what is left: " + reason);
                case Modification.Accepted(var requestId) -> {
                    made.add(requestId);
                    trail.step("modified", requestId);
                }
            }
            var after = ports.endpoints().findUntil(id, step::isDoneIn);
            if (after.filter(step::isDoneIn).isEmpty()) {
                if (after.isPresent() && !step.equals(steps.getLast())) {
                    throw new IllegalStateException("EC2 does not show yet what was changed of endpoint " + id.value()
                            + ", the retry makes what is left");
                }
                var outcome = after.<Outcome>map(now -> new Outcome.Unconfirmed(differing(step, now)))
                        .orElseGet(Outcome.Superseded::new);
                return end(record, made, outcome, after, quiet, trail);
            }
        }
        return end(record, made, new Outcome.Changed(), Optional.empty(), quiet, trail);
    }

    /// What an endpoint shows in place of what a step wrote.
    private static String differing(Step step, Endpoint now) {
        return step.policy()
                .filter(written -> !Step.same(Optional.of(written), now.policy()))
                .map(_ -> now.policy().orElse("no policy"))
                .orElseGet(() -> JsonWriter.compact(NetworkJson.write(now.network())));
    }

    private static String refused(String reason, Step step, RemediationRecord record) {
        return step.equals(record.plan().steps().getFirst())
                ? reason
                : reason + "; all else was changed before, by another request";
    }

    private Result end(
            RemediationRecord record,
            Collection<String> made,
            Outcome outcome,
            Optional<Endpoint> now,
            boolean quiet,
            Trail trail) {
        var ended = record.withRequests(List.copyOf(made)).closed(outcome, clock.instant());
        if (!quiet && !(outcome instanceof Outcome.Changed)) {
            // A retry would find another state, and tell of one cause another end.
            telling.conclude(ended);
        }
        now.ifPresent(shown -> ports.ledger().letGo(ended, shown));
        return telling.finish(ended, quiet, trail.step("read back", outcome.word()));
    }

    /// Ends a record that an earlier invocation began: makes what is left of it, if the endpoint is as that left it and
    /// the perimeter still asks for it.
    Result resume(RemediationRecord earlier, Endpoint now, Trust.Confirmed everywhere, Trail trail) {
        return resume(earlier, now, trail, () -> isStillWanted(earlier, now, everywhere.on(now)));
    }

    /// The same for what a person asked for, whatever the perimeter says.
    Result resume(RemediationRecord earlier, Endpoint now, Trail trail) {
        return resume(earlier, now, trail, () -> isInTime(earlier));
    }

    /// Nothing would judge again what an undo puts back once its hold is over.
    private boolean isInTime(RemediationRecord record) {
        return record.instruction()
                .flatMap(Instruction::until)
                .filter(until -> !clock.instant().isBefore(until))
                .isEmpty();
    }

    private Result resume(RemediationRecord earlier, Endpoint now, Trail trail, BooleanSupplier wanted) {
        trail.step("resumed", "record of " + earlier.openedAt());
        if (earlier.outcome().isFinal()) {
            ports.ledger().letGo(earlier, now);
            return telling.finish(earlier, false, trail);
        }
        if (!lease(earlier, false, trail)) {
            return later(trail);
        }
        var left = earlier.plan().stepsFrom(earlier.endpoint(), now);
        if (left.filter(List::isEmpty).isPresent()) {
            return telling.finish(
                    isAnothersWork(earlier)
                            ? telling.ended(earlier)
                            : earlier.closed(new Outcome.Changed(), clock.instant()),
                    false,
                    trail);
        }
        var hold = hold(earlier);
        var allowed =
                hold.map(found -> earlier.withPlan(found.limit(earlier.plan()))).orElse(earlier);
        var made = allowed.plan()
                .stepsFrom(earlier.endpoint(), now)
                .filter(steps -> !steps.isEmpty() && wanted.getAsBoolean());
        if (made.isPresent()) {
            boolean writesPolicy =
                    made.get().stream().anyMatch(step -> step.policy().isPresent());
            return lease(allowed, writesPolicy, trail) ? carryOut(allowed, made.get(), false, trail) : later(trail);
        }
        // The next look judges what stood before.
        if (!earlier.isUndo() && !earlier.origin().isExisting()) {
            judgeAgain(allowed, now);
        }
        // Its whole plan is kept: it may have been made before it was undone, and the event of that is to come.
        var plan = earlier.plan().with(hold.stream().flatMap(Hold::restraints).toList());
        var ended = telling.ended(earlier.withPlan(plan));
        ports.ledger().letGo(ended, now);
        return telling.finish(ended, false, trail);
    }

    /// Whether what a deferred record planned was made by another, which the next sweep took up first.
    private boolean isAnothersWork(RemediationRecord record) {
        return record.outcome() instanceof Outcome.Deferred && isPolicyAnothers(record);
    }

    /// Whether the policy that a record planned was written for another, if for any.
    private boolean isPolicyAnothers(RemediationRecord record) {
        return record.plan().policy().isPresent()
                && ports.ledger()
                        .standing(record.endpoint().id())
                        .written()
                        .filter(written -> written.cause().equals(record.cause()))
                        .isEmpty();
    }

    private Result later(Trail trail) {
        return telling.mention(Mention.LATER, "another invocation is at this record", trail);
    }

    private boolean lease(RemediationRecord record, boolean writesPolicy, Trail trail) {
        return ports.ledger().lease(record, trail.invocation().id(), trail.begunAt(), writesPolicy);
    }

    /// What people undid since the record was opened. Nobody undoes more while it has the lease.
    private Optional<Hold> hold(RemediationRecord record) {
        return record.isUndo()
                ? Optional.empty()
                : ports.ledger().hold(record.endpoint().id()).flatMap(hold -> hold.at(clock.instant()));
    }

    /// What is as the record found it, though the perimeter asks for another change by now, or somebody changed
    /// something else: no event of that tells of it.
    private void judgeAgain(RemediationRecord earlier, Endpoint now) {
        var policy = earlier.plan()
                .policy()
                .flatMap(_ -> now.policy())
                .filter(text -> Step.same(Optional.of(text), earlier.endpoint().policy()));
        var touched = earlier.plan()
                .revert()
                .map(revert -> revert.reverted(policy))
                .or(() -> policy.map(_ -> Touched.policyOf(now)));
        touched.ifPresent(found -> {
            var change = new EndpointChange.Modified(earlier.origin().again(earlier.cause()), now.id(), found);
            ports.followUps().later(new FollowUp.Look(change), Duration.ZERO);
        });
    }

    private boolean isStillWanted(RemediationRecord earlier, Endpoint now, Trust.Confirmed trust) {
        var ceiling = Ceiling.of(trust.written(now, stack.region()), now, stack.region());
        return earlier.isUndo()
                ? isInTime(earlier)
                : stack.mode().with(trust.perimeter().mode()) == Mode.ENFORCE
                        && (!earlier.origin().isExisting()
                                || trust.perimeter().existing().isRepaired())
                        && earlier.plan().isWanted(earlier.findings(), trust.perimeter())
                        && fault(earlier.plan(), ceiling, now).isEmpty();
    }

    /// What is wrong with a plan's proof, on the very texts and under the ceiling that is in force.
    static Optional<String> fault(Plan plan, Ceiling ceiling, Endpoint endpoint) {
        return plan.tighten()
                .flatMap(tighten -> ProofCheck.fault(
                        tighten.proof(), tighten.before(), tighten.after(), ceiling.bound(), endpoint.type()));
    }
}
