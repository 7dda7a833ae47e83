package vpceguard.flow;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingInt;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import vpceguard.control.Assessment;
import vpceguard.event.EndpointChange;
import vpceguard.flow.Ledger.Opening;
import vpceguard.flow.Ledger.Terms;
import vpceguard.flow.Result.Mention;
import vpceguard.flow.Result.Recorded;
import vpceguard.flow.Standing.Told;
import vpceguard.model.Endpoint;
import vpceguard.model.EndpointId;
import vpceguard.model.Severity;
import vpceguard.notice.MendedNotice;
import vpceguard.notice.MendedNotice.Mended;
import vpceguard.notice.Notice;
import vpceguard.notice.RecordNotice;
import vpceguard.remediation.Due;
import vpceguard.remediation.Outcome;
import vpceguard.remediation.RemediationRecord;
import vpceguard.remediation.Restraint;

/// How a record ends: told, closed, journalled. Its notice waits if one about the same endpoint was just sent.
final class Telling {
    private final Ports ports;
    private final Stack stack;
    private final Clock clock;
    private final Runnable beforeClosing;

    Telling(Ports ports, Stack stack, Clock clock) {
        this(ports, stack, clock, () -> {});
    }

    /// @param beforeClosing what else must be done before a record is closed, since retries then end at once
    Telling(Ports ports, Stack stack, Clock clock, Runnable beforeClosing) {
        this.beforeClosing = beforeClosing;
        this.ports = ports;
        this.stack = stack;
        this.clock = clock;
    }

    /// Tells what is not repaired, once for each cause, and not what people know.
    Result tell(RemediationRecord record, Terms terms, Trail trail) {
        return tell(record, terms, trail, earlier -> finish(ended(earlier, record.endpoint()), false, trail), () -> {
            throw new IllegalStateException("endpoint " + record.endpoint().id().value()
                    + " was looked at by another invocation since; the retry looks again");
        });
    }

    /// The same.
    ///
    /// @param begun what becomes of a record of this cause that was not ended
    /// @param leased what becomes of this one if the endpoint is to be looked at again
    Result tell(
            RemediationRecord record,
            Terms terms,
            Trail trail,
            Function<RemediationRecord, Result> begun,
            Supplier<Result> leased) {
        return switch (ports.ledger().open(record, terms)) {
            case Opening.Opened(var quiet) -> finish(record, quiet, trail);
            case Opening.Closed() -> duplicate(trail);
            case Opening.KnownAlready() -> known(record, terms, trail, leased);
            case Opening.Unfinished(var earlier) -> begun.apply(earlier);
            case Opening.Leased() -> leased.get();
            case Opening.Held(var hold) ->
                tell(record.withPlan(hold.limit(record.plan())), terms.knowing(hold), trail, begun, leased);
            case Opening.Spent _, Opening.Unconfirmed() ->
                throw new IllegalStateException("a record that changes nothing needs no budget or presumption");
        };
    }

    /// Stores what the next digest tells.
    ///
    /// @param begun what becomes of a record of this cause that was not ended
    /// @param leased what becomes of this one if the endpoint is to be looked at again
    Result leave(
            RemediationRecord record,
            Terms terms,
            Trail trail,
            Function<RemediationRecord, Result> begun,
            Supplier<Result> leased) {
        return switch (ports.ledger().open(record, terms)) {
            case Opening.Opened(var quiet) -> {
                beforeClosing.run();
                if (!ports.ledger().leave(record)) {
                    yield finish(record, quiet, trail);
                }
                ports.journal().append(trail.step("left", "to the digest").steps());
                yield new Recorded(record.outcome());
            }
            case Opening.Held(var hold) ->
                tell(record.withPlan(hold.limit(record.plan())), terms.knowing(hold), trail, begun, leased);
            case Opening.Unfinished(var earlier) -> begun.apply(earlier);
            case Opening.Leased() -> leased.get();
            case Opening.KnownAlready() -> known(record, terms, trail, leased);
            case Opening.Closed(), Opening.Spent _, Opening.Unconfirmed() ->
                mention(Mention.KNOWN, "this call was dealt with before", trail);
        };
    }

    /// The record is not stored, but how the endpoint was seen is: an event explains it.
    private Result known(RemediationRecord record, Terms terms, Trail trail, Supplier<Result> leased) {
        var before = ports.ledger().note(record.endpoint(), terms.isBaseline(), record.openedAt(), Claim.OTHERS);
        if (before.seenAt().isAfter(record.openedAt())
                || (terms.waits() && before.isLeasedToAnother(record.cause(), clock.instant()))) {
            return leased.get();
        }
        return mention(Mention.KNOWN, "people were told of all of it before", trail);
    }

    /// Says that nothing may be written, once a day; the event is not dealt with.
    IllegalStateException unconfirmed(Trust.Unconfirmed trust, EndpointChange change, Endpoint endpoint) {
        var because = new Restraint(Restraint.Kind.PERIMETER_UNCONFIRMED, trust.reason());
        var now = clock.instant();
        var record = RemediationRecord.restrained(
                change.cause(), change.origin(), endpoint, stack.mode(), "unconfirmed", Severity.HIGH, because, now);
        ports.tellOnceADay("unconfirmed#" + endpoint.id(), RecordNotice.of(record, stack.sender()), now);
        return trust.failure("nothing may be written");
    }

    /// What people know is over without a repair, as far as this look tells: places that keep findings hear of it now,
    /// and people once it comes again.
    void over(Standing before, Endpoint endpoint, Assessment assessment) {
        var found = Sight.controls(before.told().keys());
        found.addAll(before.inCopies());
        Mended.of(endpoint, found, assessment).ifPresent(mended -> {
            beforeClosing.run();
            MendedNotice.of(stack.sender(), List.of(mended), clock.instant()).forEach(ports.copies()::publish);
            ports.ledger().know(endpoint.id(), Sight.without(before.known(), mended), mended.controls());
            var over = Sight.controls(before.told().keys());
            over.retainAll(mended.controls());
            if (!over.isEmpty()) {
                var told = ports.ledger().standing(endpoint.id()).told();
                // It is news if it comes again before the next daily look; but what was left to that, it tells apart by
                // `told`. Then the copy at least is sent again.
                ports.ledger()
                        .tell(
                                endpoint.id(),
                                before.untold().isEmpty()
                                        ? told.only(Sight.without(told.keys(), mended))
                                        : told.owing(over));
            }
        });
    }

    /// A record that was begun by somebody who did not end it, and that nothing more is done for. Of one that was left
    /// to a sweep people were told on that day (`defer`), unless that failed.
    RemediationRecord ended(RemediationRecord earlier) {
        if (earlier.outcome().isFinal()) {
            return earlier;
        }
        var circumstances = earlier.circumstances();
        boolean isTold = earlier.outcome() instanceof Outcome.Deferred
                && ports.ledger().isMarked(fight(earlier), earlier.openedAt());
        var known = isTold ? earlier.under(circumstances.told(earlier.openedAt())) : earlier;
        return known.closed(new Outcome.Superseded(), clock.instant());
    }

    /// The same, told as made if the endpoint shows all that it planned.
    private RemediationRecord ended(RemediationRecord earlier, Endpoint now) {
        return !earlier.outcome().isFinal()
                        && earlier.plan()
                                .stepsFrom(earlier.endpoint(), now)
                                .filter(List::isEmpty)
                                .isPresent()
                ? earlier.closed(new Outcome.Changed(), clock.instant())
                : ended(earlier);
    }

    /// Leaves a record to the next sweep; people are told once a day who undoes what is done.
    ///
    /// @param leased what becomes of it if the endpoint is to be looked at again
    Result defer(RemediationRecord record, Terms terms, Trail trail, Supplier<Result> leased) {
        return switch (ports.ledger().open(record, terms)) {
            case Opening.Opened _ -> deferred(record, trail);
            case Opening.Unfinished(var earlier)
            when earlier.outcome() instanceof Outcome.Deferred -> deferred(record, trail);
            case Opening.Held(var hold) ->
                defer(record.withPlan(hold.limit(record.plan())), terms.knowing(hold), trail, leased);
            case Opening.Leased() -> leased.get();
            case Opening.Unfinished _,
                    Opening.Closed(),
                    Opening.KnownAlready(),
                    Opening.Spent _,
                    Opening.Unconfirmed() -> duplicate(trail);
        };
    }

    private Result deferred(RemediationRecord record, Trail trail) {
        var notice = RecordNotice.of(record, stack.sender());
        var _ = ports.tellOnceADay(fight(record), notice, clock.instant());
        ports.journal().append(trail.step("deferred", "the budget is used up").steps());
        return new Recorded(record.outcome());
    }

    private static String fight(RemediationRecord record) {
        return "fight#" + record.endpoint().id();
    }

    Result finish(RemediationRecord record, boolean quiet, Trail trail) {
        useUpDate(record);
        if (isRefusedAgain(record)) {
            close(record);
            ports.journal().append(trail.step("left", "to the digest").steps());
            return new Recorded(record.outcome());
        }
        // A stolen session is no line under a repair.
        if (quiet && !record.plan().isRestrainedBy(Restraint.Kind.FOREIGN_USE)) {
            conclude(record);
            ports.followUps().later(new FollowUp.Tell(record.endpoint().id()), Ledger.QUIET);
            ports.journal()
                    .append(trail.step("notice waits", "one was just sent").steps());
        } else {
            var notice = publish(List.of(record));
            beforeClosing.run();
            close(record);
            ports.journal().append(trail.step("told", notice.details()).steps());
        }
        return new Recorded(record.outcome());
    }

    /// A date has brought what it was told for before anybody hears of it: if that fails, what is found next has
    /// another all the same. One that was told since stays.
    private void useUpDate(RemediationRecord record) {
        if (record.origin().isExisting() && record.outcome() instanceof Outcome.Changed) {
            var id = record.endpoint().id();
            var told = ports.ledger().standing(id).told();
            dueFor(record, told).ifPresent(_ -> ports.ledger().tell(id, told.undated()));
        }
    }

    /// The date that a record was made for; one that was told since is another.
    private static Optional<Due> dueFor(RemediationRecord record, Told told) {
        return told.due().filter(due -> !due.date().isAfter(record.openedAt()));
    }

    /// Whether people were told that EC2 refuses it for this reason: the digest has it still.
    private boolean isRefusedAgain(RemediationRecord record) {
        return record.circumstances().told().isEmpty()
                && record.refusal()
                        .filter(refusal -> ports.ledger()
                                .standing(record.endpoint().id())
                                .refusal()
                                .filter(refusal::isLike)
                                .isPresent())
                        .isPresent();
    }

    private void close(RemediationRecord record) {
        knowRefused(record);
        ports.ledger().close(record);
    }

    /// The date has what EC2 refused from when people were first told of it, or as soon as that can be stored. Until
    /// the copies are sent it may have become another, or have been refused again.
    private void knowRefused(RemediationRecord record) {
        record.refusal().ifPresent(refusal -> {
            var id = record.endpoint().id();
            var told = ports.ledger().standing(id).told();
            dueFor(record, told)
                    .filter(due -> due.refusal()
                            .filter(known -> !known.at().isBefore(refusal.at()))
                            .isEmpty())
                    .ifPresent(_ -> ports.ledger().tell(id, told.refused(refusal)));
        });
    }

    /// Stores how a record ended; from now on anybody may tell and close it.
    void conclude(RemediationRecord record) {
        beforeClosing.run();
        ports.ledger().conclude(record);
    }

    /// Tells people, then sends the copies; when these fail, the records remember that people know.
    private Notice publish(List<RemediationRecord> records) {
        var notice = RecordNotice.of(records, stack.sender());
        if (records.stream().anyMatch(record -> record.circumstances().told().isEmpty())) {
            ports.notices().publish(notice);
        }
        try {
            ports.copies().publish(notice);
        } catch (RuntimeException e) {
            var now = clock.instant();
            records.forEach(record -> {
                conclude(record.under(record.circumstances().told(now)));
                knowRefused(record);
            });
            throw e;
        }
        return notice;
    }

    /// Sends the notices about an endpoint that waited, as one.
    Result tellWaiting(EndpointId endpoint, Invocation invocation) {
        var waiting = new ArrayList<RemediationRecord>();
        for (var cause : ports.ledger().standing(endpoint).open()) {
            ports.ledger()
                    .unfinished(endpoint, cause)
                    .filter(RemediationRecord::isConcluded)
                    .ifPresent(waiting::add);
        }
        if (waiting.isEmpty()) {
            return Mention.TOLD;
        }
        waiting.sort(comparingInt(Telling::place)
                .thenComparing(comparing(RemediationRecord::openedAt).reversed()));
        var notice = publish(waiting);
        waiting.forEach(this::close);
        ports.journal()
                .append(new Trail(
                                invocation, clock, endpoint, waiting.getFirst().cause())
                        .step("told", notice.details())
                        .steps());
        return new Recorded(waiting.getFirst().outcome());
    }

    /// Of notices that are sent as one the weightiest leads: what went wrong or is critical and left to people, then
    /// what was written, then what would be.
    private static int place(RemediationRecord record) {
        return switch (record.outcome()) {
            case Outcome.Refused _, Outcome.Unconfirmed _, Outcome.Deferred _ -> 0;
            case Outcome.Changed _ -> 1;
            case Outcome.WouldChange _ -> 2;
            case Outcome.NotChanged _, Outcome.Planned _ -> record.severity() == Severity.CRITICAL ? 0 : 3;
            case Outcome.Superseded _ -> 4;
        };
    }

    /// For what needs nothing done: the steps to standard output.
    Result mention(Result result, Trail trail) {
        trail.steps().forEach(ports.journal()::mention);
        return result;
    }

    /// The same, with a step of that name.
    Result mention(Mention mention, String why, Trail trail) {
        return mention(mention, trail.step(mention.name().toLowerCase(Locale.ROOT), why));
    }

    Result duplicate(Trail trail) {
        return mention(Mention.DUPLICATE, "this call was dealt with before", trail);
    }
}
