package vpceguard.flow;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vpceguard.event.EndpointChange.Found;
import vpceguard.json.Json;
import vpceguard.notice.SweepNotice;
import vpceguard.remediation.RemediationRecord;

/// Started every hour: ends what was interrupted, and once a day looks at every endpoint, whatever events arrived.
public final class Sweep {
    /// Longer than any invocation with its retries lives, so that nobody else is at the record.
    private static final Duration ABANDONED = Duration.ofMinutes(15);
    /// A little less than a day, so that a start which comes early one day is not put off to the next hour for ever.
    private static final Duration DAILY = Duration.ofHours(23);

    private final Ports ports;
    private final Remediator remediator;
    private final Perimeters perimeters;
    private final Stack stack;
    private final Clock clock;

    public Sweep(Ports ports, Remediator remediator, Perimeters perimeters, Stack stack, Clock clock) {
        this.ports = ports;
        this.remediator = remediator;
        this.perimeters = perimeters;
        this.stack = stack;
        this.clock = clock;
    }

    /// Sweeps the Region; returns one line with the counts.
    ///
    /// @param isScheduled whether it may find that nothing is due; whoever starts it by hand wants all of it
    /// @param deadline when this invocation must be over; the next one goes on
    public String run(boolean isScheduled, Instant deadline) {
        return switch (perimeters.fresh()) {
            case Trust.Confirmed confirmed -> run(confirmed, isScheduled, deadline);
            case Trust.Unconfirmed(var reason) -> {
                if (ports.ledger().isNews("unconfirmed", clock.instant())) {
                    ports.tell(SweepNotice.unconfirmed(stack.account(), stack.region(), reason, clock.instant()));
                }
                yield "perimeter not confirmed";
            }
        };
    }

    private String run(Trust.Confirmed trust, boolean isScheduled, Instant deadline) {
        var broken = new ArrayList<RuntimeException>();
        int finished = finish(trust, broken);
        var holds = ports.ledger().holds();
        holds.stream().filter(hold -> hold.isOver(clock.instant())).forEach(hold -> judge(hold, trust, broken));
        var state = ports.ledger().sweepState();
        var counts = isScheduled && state.filter(this::isOver).isPresent()
                ? finished + " records finished"
                : look(trust, state, holds, deadline, broken) + ", " + finished + " records finished";
        ports.journal()
                .append(List.of(Json.object()
                        .put("schema", "vpceguard/journal/1")
                        .put("step", "swept")
                        .put("at", clock.instant().toString())
                        .put("detail", counts)
                        .build()));
        if (!broken.isEmpty()) {
            throw new IllegalStateException(
                    broken.size() + " endpoints or records could not be dealt with, the first for this reason",
                    broken.getFirst());
        }
        return counts;
    }

    private boolean isOver(SweepState state) {
        return state.cursor().isEmpty()
                && clock.instant().isBefore(state.startedAt().plus(DAILY));
    }

    private String look(
            Trust.Confirmed trust,
            Optional<SweepState> state,
            List<Hold> holds,
            Instant deadline,
            List<RuntimeException> broken) {
        var now = clock.instant();
        var begun = state.map(known -> known.cursor().isPresent() ? known : known.startedAt(now))
                .orElseGet(() -> SweepState.first(now));
        return new Look(ports, remediator, stack, clock, trust, begun, holds, broken).run(deadline);
    }

    /// What was left to a person for some time is looked at again, all of it.
    private void judge(Hold hold, Trust.Confirmed trust, List<RuntimeException> broken) {
        try {
            var found = Found.of(hold.endpoint(), "held", hold.until(), stack.account(), stack.region());
            var trail = new Trail(clock, hold.endpoint(), found.cause());
            ports.endpoints()
                    .find(hold.endpoint())
                    .ifPresent(endpoint -> remediator.handle(found, endpoint, trust, trail));
            ports.ledger().release(hold);
        } catch (RuntimeException e) {
            broken.add(e);
        }
    }

    /// One record that fails keeps neither the others nor the look at the endpoints from being done; it fails the
    /// sweep in the end.
    private int finish(Trust.Confirmed trust, List<RuntimeException> broken) {
        var abandoned =
                ports.ledger().unfinished(clock.instant().minus(ABANDONED)).toList();
        int failures = 0;
        for (var record : abandoned) {
            try {
                finish(record, trust);
            } catch (RuntimeException e) {
                broken.add(e);
                failures++;
            }
        }
        return abandoned.size() - failures;
    }

    private void finish(RemediationRecord record, Trust.Confirmed trust) {
        var id = record.endpoint().id();
        remediator.resume(record, ports.endpoints().find(id), trust, new Trail(clock, id, record.cause()));
    }
}
