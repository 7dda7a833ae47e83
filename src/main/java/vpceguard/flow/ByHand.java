package vpceguard.flow;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import vpceguard.event.Actor;
import vpceguard.event.EndpointChange;
import vpceguard.event.Instruction;
import vpceguard.event.Origin;
import vpceguard.flow.Ledger.Opening;
import vpceguard.flow.Ledger.Terms;
import vpceguard.flow.Result.Recorded;
import vpceguard.json.Quoted;
import vpceguard.model.Endpoint;
import vpceguard.model.EndpointId;
import vpceguard.remediation.Circumstances;
import vpceguard.remediation.Outcome;
import vpceguard.remediation.Plan;
import vpceguard.remediation.RemediationRecord;
import vpceguard.remediation.Restraint;
import vpceguard.remediation.WayBack;

/// Does what a person asks for: takes a repair back, or lets a policy follow a ceiling that was widened. Either is a
/// record like any other: stored before the write, read back, told.
public final class ByHand {
    static final String BUSY = "another change of the endpoint is under way; ask again in three minutes";
    /// An undo that EC2 refused may be asked for again, so often.
    private static final int TRIES = 9;

    private final Ports ports;
    private final Perimeters perimeters;
    private final Stack stack;
    private final Clock clock;
    private final Telling telling;
    private final Repair repair;

    public ByHand(Ports ports, Perimeters perimeters, Stack stack, Clock clock) {
        this.ports = ports;
        this.perimeters = perimeters;
        this.stack = stack;
        this.clock = clock;
        this.telling = new Telling(ports, stack, clock);
        this.repair = new Repair(ports, stack, clock, telling);
    }

    /// Does it.
    public Reply run(EndpointId id, Instruction said, Invocation invocation) {
        var reply = switch (said.action()) {
            case UNDO -> undo(id, said, invocation);
            case FOLLOW -> follow(id, said, invocation);
        };
        return switch (reply) {
            case Reply.Done(Recorded(Outcome.Changed()), var _, var _), Reply.Refused _ -> reply;
            case Reply.Done(var result, var cause, var _) ->
                new Reply.Done(result, cause, ports.ledger().record(id, cause).flatMap(ByHand::reason));
        };
    }

    private static Optional<String> reason(RemediationRecord record) {
        return switch (record.outcome()) {
            case Outcome.Changed() -> Optional.empty();
            case Outcome.Unconfirmed _ -> Optional.of("EC2 took the change, but shows something else");
            case Outcome.Refused(var reason) -> Optional.of("EC2 refused the change: " + reason);
            case Outcome.Superseded() ->
                Optional.of("the endpoint or the perimeter changed meanwhile, or its time is over");
            case Outcome.Planned() -> Optional.of("the change is on its way");
            case Outcome.Deferred() -> Optional.of("the endpoint's budget is used up, and the next sweep changes it");
            case Outcome.WouldChange() -> Optional.of("the stack observes");
            case Outcome.NotChanged() ->
                record.plan().restraints().stream().map(Restraint::detail).findFirst();
        };
    }

    private Reply on(EndpointId id, String cause, Invocation invocation, BiFunction<Endpoint, Trail, Reply> what) {
        var seen = Seen.of(ports, clock, invocation, id, cause);
        return seen.endpoint()
                .map(now -> what.apply(now, seen.trail()))
                .orElseGet(() ->
                        new Reply.Refused("there is no endpoint " + id + " in this account and Region (any more)"));
    }

    /// An undo needs no perimeter: it must work just when that is wrong.
    private Reply undo(EndpointId id, Instruction said, Invocation invocation) {
        var undone = said.undone().orElseThrow();
        var earlier = ports.ledger().record(id, undone);
        if (earlier.isEmpty()) {
            return new Reply.Refused("the ledger has no record " + Quoted.of(undone) + " of " + id
                    + ", expected the name behind the slash in the notice's line \"Undo\"");
        }
        var cause = "undo-" + undone;
        for (int again = 2; again <= TRIES; again++) {
            var before = ports.ledger().record(id, cause);
            if (before.isEmpty()) {
                return on(id, cause, invocation, (now, trail) -> undo(earlier.get(), now, said, trail));
            }
            if (!before.get().outcome().isFinal()) {
                return on(id, cause, invocation, (now, trail) -> resume(before.get(), now, trail));
            }
            if (!before.get().isInVain()) {
                break;
            }
            cause = "undo-" + undone + "." + again;
        }
        return new Reply.Refused("it was undone already, see record " + Quoted.of(cause));
    }

    /// An earlier invocation did not end it.
    private Reply resume(RemediationRecord begun, Endpoint now, Trail trail) {
        return new Reply.Done(repair.resume(begun, now, trail), begun.cause());
    }

    private Reply undo(RemediationRecord earlier, Endpoint now, Instruction said, Trail trail) {
        return switch (WayBack.of(earlier, now)) {
            case WayBack.Closed(var reason) ->
                new Reply.Refused("record " + Quoted.of(earlier.cause()) + " cannot be undone: " + reason);
            case WayBack.Open(var plan) ->
                later(earlier)
                        .<Reply>map(reason -> new Reply.Refused(
                                "record " + Quoted.of(earlier.cause()) + " cannot be undone: " + reason))
                        .orElseGet(() -> undo(record(earlier, now, plan, said, trail), Pass.telling(trail), trail));
        };
    }

    /// Why a record that wrote a policy is not undone, if another wrote one since: both may have made the same of
    /// what people set.
    private Optional<String> later(RemediationRecord earlier) {
        var id = earlier.endpoint().id();
        return earlier.plan()
                .policy()
                .flatMap(_ -> ports.ledger().standing(id).written())
                .filter(written -> !written.cause().equals(earlier.cause()))
                .flatMap(written -> ports.ledger().record(id, written.cause()))
                .flatMap(last -> last.outcome().isFinal()
                        ? workOf(last)
                                .filter(cause -> !cause.equals(earlier.cause()))
                                .map(cause ->
                                        "this stack wrote the policy again since, so that what stood before the record"
                                                + " may be wrong now; undo record " + Quoted.of(cause) + " instead")
                        : Optional.of("this stack is at the policy again, in record " + Quoted.of(last.cause())
                                + ", which is not ended yet; ask again after the next sweep"));
    }

    /// The record whose work stands after the last one. What an undo put back stands like what a person set; what one
    /// did in vain is still the work of the record that it was to undo.
    private static Optional<String> workOf(RemediationRecord last) {
        if (last.isInVain()) {
            return last.instruction().flatMap(Instruction::undone);
        }
        return last.isUndo() ? Optional.empty() : Optional.of(last.cause());
    }

    private Reply undo(RemediationRecord record, Terms terms, Trail trail) {
        return switch (ports.ledger().open(record, terms)) {
            case Opening.Opened(var _) ->
                new Reply.Done(
                        repair.carryOut(
                                record, record.plan().steps(), false, trail.step("recorded", "before-image stored")),
                        record.cause());
            case Opening.Held(var hold) -> undo(record, terms.knowing(hold), trail);
            case Opening.Leased(), Opening.Closed(), Opening.Unfinished _ -> new Reply.Refused(BUSY);
            case Opening.Spent _, Opening.KnownAlready(), Opening.Unconfirmed() ->
                throw new IllegalStateException("an undo uses no budget, is always new and presumes nothing");
        };
    }

    private RemediationRecord record(
            RemediationRecord earlier, Endpoint now, Plan plan, Instruction said, Trail trail) {
        return new RemediationRecord(
                trail.cause(),
                origin(trail.cause(), said),
                now,
                stack.mode(),
                earlier.perimeter(),
                earlier.severity(),
                earlier.findings(),
                earlier.open(),
                plan,
                List.of(),
                new Outcome.Planned(),
                trail.begunAt(),
                Optional.empty(),
                Circumstances.of(said));
    }

    private Reply follow(EndpointId id, Instruction said, Invocation invocation) {
        return switch (perimeters.current()) {
            case Trust.Unconfirmed(var reason) -> new Reply.Refused(reason);
            case Trust.Confirmed trust -> {
                var cause = "follow-" + clock.instant().truncatedTo(ChronoUnit.SECONDS);
                var asked = new EndpointChange.Asked(origin(cause, said), id, said);
                yield on(
                        id,
                        cause,
                        invocation,
                        (now, trail) -> new Pass(
                                        ports, stack, clock, asked, now, trust.on(now), Optional.empty(), trail)
                                .follow());
            }
        };
    }

    private Origin origin(String cause, Instruction said) {
        return new Origin(
                cause,
                Optional.empty(),
                Optional.empty(),
                "(" + said.action().name().toLowerCase(Locale.ROOT) + ")",
                clock.instant(),
                stack.account(),
                stack.region(),
                Actor.of(
                        Optional.of(said.verified() ? "Verified" : "Claimed"),
                        Optional.of(said.by()).filter(_ -> said.verified()),
                        Optional.of(said.who()).filter(_ -> !said.verified())));
    }
}
