package vpceguard.flow;

import static java.util.Comparator.comparing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import vpceguard.event.EndpointChange.Found;
import vpceguard.event.EndpointChange.Found.Why;
import vpceguard.event.EndpointChange.Modified;
import vpceguard.event.Touched;
import vpceguard.flow.Result.Mention;
import vpceguard.flow.Result.Recorded;
import vpceguard.json.Parsed.Malformed;
import vpceguard.json.Sha256;
import vpceguard.model.Endpoint;
import vpceguard.model.Severity;
import vpceguard.notice.AccountNotice;
import vpceguard.notice.Notice;
import vpceguard.notice.PerimeterNotice;
import vpceguard.perimeter.CeilingCheck;
import vpceguard.perimeter.Perimeter;
import vpceguard.remediation.Outcome;
import vpceguard.remediation.RemediationRecord;
import vpceguard.remediation.Step;

/// What the hourly schedule does: it ends work that was interrupted, and once a day looks at every endpoint,
/// whatever events arrived.
public final class Sweep {
    /// Longer than any invocation with its retries lives, so that nobody else is at the record.
    static final Duration ABANDONED = Duration.ofMinutes(15);

    private final Ports ports;
    private final Remediator remediator;
    private final Perimeters perimeters;
    private final Stack stack;
    private final Clock clock;
    private final Runnable pause;

    /// @param pause before a scheduled look, so that stacks whose schedules tick together do not ask AWS together
    public Sweep(Ports ports, Remediator remediator, Perimeters perimeters, Stack stack, Clock clock, Runnable pause) {
        this.pause = pause;
        this.ports = ports;
        this.remediator = remediator;
        this.perimeters = perimeters;
        this.stack = stack;
        this.clock = clock;
    }

    /// Sweeps the Region; returns one line with the counts.
    ///
    /// @param isScheduled whether it may find that nothing is due; whoever starts it by hand wants all of it
    /// @param invocation what it does not come to in this one, the next one does
    public String run(boolean isScheduled, Invocation invocation) {
        var trust = perimeters.fresh();
        ports.ledger().keep(perimeters.confirmation());
        return switch (trust) {
            case Trust.Confirmed confirmed -> run(confirmed, isScheduled, invocation);
            case Trust.Unconfirmed(var reason) -> {
                var now = clock.instant();
                var notice = AccountNotice.unconfirmed(stack.sender(), reason, now);
                var _ = ports.tellOnceADay("unconfirmed", notice, now);
                yield "perimeter not confirmed";
            }
        };
    }

    private String run(Trust.Confirmed trust, boolean isScheduled, Invocation invocation) {
        var broken = new ArrayList<RuntimeException>();
        perimeters.untold().ifPresent(broken::add);
        int finished = finish(trust, invocation, broken);
        var holds = ports.ledger().holds();
        var now = clock.instant();
        holds.stream().filter(hold -> hold.isOver(now)).forEach(hold -> judge(hold, now, trust, invocation, broken));
        var state = ports.ledger().sweepState().map(known -> tellDocument(known, trust, broken));
        tellCeiling(trust.perimeter(), broken);
        var over = state.filter(known -> isScheduled && isOver(known));
        over.filter(known -> !known.owed().isEmpty())
                .ifPresent(known ->
                        new Look(ports, remediator, stack, clock, invocation, trust, known, holds, broken).copyAgain());
        var counts = over.isPresent()
                ? finished + " records finished"
                : look(trust, state, holds, isScheduled, invocation, broken) + ", " + finished + " records finished";
        ports.journal()
                .append(List.of(Journal.step("swept")
                        .put("at", clock.instant().toString())
                        .put("detail", counts)
                        .build()));
        if (!broken.isEmpty()) {
            throw new IllegalStateException(
                    broken.size() + " endpoints, records or notices could not be dealt with, the first since "
                            + broken.getFirst(),
                    broken.getFirst());
        }
        return counts;
    }

    /// Tells once that another perimeter document is in force: whoever writes it decides what is repaired.
    private SweepState tellDocument(SweepState state, Trust.Confirmed trust, List<RuntimeException> broken) {
        var digest = digest(trust.perimeter());
        if (state.perimeter().filter(digest::equals).isPresent()) {
            return state;
        }
        try {
            state.perimeter().ifPresent(before -> tellDocument(before, trust.perimeter()));
            var told = state.by(digest);
            ports.ledger().keep(told);
            return told;
        } catch (RuntimeException e) {
            broken.add(e);
            return state;
        }
    }

    private void tellDocument(String before, Perimeter perimeter) {
        var mode = stack.mode().with(perimeter.mode());
        var notice = PerimeterNotice.another(
                stack.sender(perimeter),
                perimeter.revision(),
                before,
                mode,
                mode == stack.mode() ? Severity.MEDIUM : Severity.HIGH,
                clock.instant());
        // A revision may be longer than a key of the ledger, and each time that a text comes back has another.
        var _ = ports.tellOnceADay("document " + Sha256.of(perimeter.revision()), notice, clock.instant());
    }

    /// Tells once a day of a ceiling that locks the account out or cannot be built upon. A new document would be
    /// refused for it; one that was taken by an older version stays in force.
    private void tellCeiling(Perimeter perimeter, List<RuntimeException> broken) {
        var sender = stack.sender(perimeter);
        var inForce = perimeter.revision();
        var now = clock.instant();
        try {
            CeilingCheck.lockout(perimeter, Optional.of(stack.account()), stack.region())
                    .map(Malformed::toString)
                    .ifPresent(why -> tellCeiling(why, PerimeterNotice.lockout(sender, why, inForce, now), now));
            CeilingCheck.unwritable(perimeter, Set.of(perimeter.writtenClauses()), stack.region())
                    .map(Malformed::toString)
                    .ifPresent(why -> tellCeiling(why, PerimeterNotice.unwritable(sender, why, inForce, now), now));
        } catch (RuntimeException e) {
            broken.add(e);
        }
    }

    private void tellCeiling(String why, Notice notice, Instant now) {
        var _ = ports.tellOnceADay("ceiling " + Sha256.of(why), notice, now);
    }

    /// The revision without the version, which another copy of the same text has too.
    private static String digest(Perimeter perimeter) {
        var revision = perimeter.revision();
        return revision.substring(revision.lastIndexOf(' ') + 1);
    }

    private boolean isOver(SweepState state) {
        return state.cursor().isEmpty()
                && !state.startedAt().isBefore(Slot.of(stack).last(clock.instant()));
    }

    private String look(
            Trust.Confirmed trust,
            Optional<SweepState> state,
            List<Hold> holds,
            boolean isScheduled,
            Invocation invocation,
            List<RuntimeException> broken) {
        if (isScheduled && state.isPresent()) {
            pause.run();
        }
        var now = clock.instant();
        var begun = state.map(known -> isScheduled && known.cursor().isPresent() ? known : known.startedAt(now))
                .orElseGet(() -> SweepState.first(now).by(digest(trust.perimeter())));
        return new Look(ports, remediator, stack, clock, invocation, trust, begun, holds, broken).run();
    }

    /// What was left to a person for some time is judged as if a call had set it now; what stood beside it is not.
    private void judge(
            Hold hold, Instant now, Trust.Confirmed trust, Invocation invocation, List<RuntimeException> broken) {
        try {
            if (isUnderWay(hold.over(now), now)) {
                return;
            }
            var found = Found.of(hold.endpoint(), Why.HOLD_OVER, hold.until(), stack.account(), stack.region());
            var seen = Seen.of(ports, clock, invocation, hold.endpoint(), found.cause());
            seen.endpoint().ifPresent(endpoint -> {
                var call = new Modified(found.origin(), endpoint.id(), putBack(hold.over(now), endpoint));
                var _ = remediator.handle(call, endpoint, trust, seen.trail());
            });
            ports.ledger().release(hold, hold.at(now));
        } catch (RuntimeException e) {
            broken.add(e);
        }
    }

    /// An undo may be put back at this moment; the next sweep judges that.
    private boolean isUnderWay(Hold over, Instant now) {
        return ports.ledger()
                .standing(over.endpoint())
                .lease()
                .filter(lease ->
                        over.causes().contains(lease.cause()) && lease.until().isAfter(now))
                .isPresent();
    }

    private Touched putBack(Hold over, Endpoint endpoint) {
        return over.network().stream()
                .flatMap(left -> ports.ledger().record(over.endpoint(), left.cause()).stream())
                .flatMap(undo -> undo.plan().revert().stream())
                .map(revert -> revert.touched(over.policy().flatMap(_ -> endpoint.policy())))
                .reduce(Touched.Members::and)
                .orElseGet(() -> Touched.policyOf(endpoint));
    }

    /// One record that fails keeps neither the others nor the look at the endpoints from being done; it fails the
    /// sweep in the end.
    private int finish(Trust.Confirmed trust, Invocation invocation, List<RuntimeException> broken) {
        var abandoned = clock.instant().minus(ABANDONED);
        var records = ports.ledger()
                .unfinished(clock.instant())
                .filter(record -> isLeftToSweeps(record) || record.openedAt().isBefore(abandoned))
                .sorted(comparing(RemediationRecord::isConcluded)
                        .thenComparing(comparing(RemediationRecord::openedAt).reversed()))
                .toList();
        var half = invocation.half(clock.instant());
        int finished = 0;
        for (var record : records) {
            if (clock.instant().isAfter(half)) {
                broken.add(new OutOfTimeException("half of the sweep's time was over after " + finished + " of "
                        + records.size() + " records that it was to end"));
                break;
            }
            try {
                finished += finish(record, trust, invocation) == Mention.LATER ? 0 : 1;
            } catch (RuntimeException e) {
                broken.add(e);
            }
        }
        return finished;
    }

    private static boolean isLeftToSweeps(RemediationRecord record) {
        return record.outcome() instanceof Outcome.Deferred;
    }

    private Result finish(RemediationRecord record, Trust.Confirmed trust, Invocation invocation) {
        var result = remediator.resume(record, trust, invocation);
        if (isLeftToSweeps(record) && result.equals(new Recorded(new Outcome.Superseded()))) {
            tightenInstead(record, trust, invocation);
        }
        return result;
    }

    /// The policy that took the place of one that was left to this sweep is tightened too. Its event may be late, and
    /// would leave it to the next sweep, which would find another.
    private void tightenInstead(RemediationRecord record, Trust.Confirmed trust, Invocation invocation) {
        var id = record.endpoint().id();
        var found = Found.of(id, Why.OPENED_AGAIN, record.openedAt(), stack.account(), stack.region());
        var seen = Seen.of(ports, clock, invocation, id, found.cause());
        seen.endpoint()
                .filter(now -> !Step.same(now.policy(), record.endpoint().policy()))
                .map(now -> remediator.handle(
                        new Modified(found.origin(), id, Touched.policyOf(now)), now, trust, seen.trail()))
                .filter(new Recorded(new Outcome.Deferred())::equals)
                .flatMap(_ -> ports.ledger().unfinished(id, found.cause()))
                .ifPresent(left -> remediator.resume(left, trust, invocation));
    }
}
