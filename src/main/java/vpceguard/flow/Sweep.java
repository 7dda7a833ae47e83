package vpceguard.flow;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vpceguard.control.Assessment;
import vpceguard.control.Controls;
import vpceguard.control.Subject;
import vpceguard.flow.Remediator.Ports;
import vpceguard.json.Json;
import vpceguard.model.Endpoint;
import vpceguard.notice.SweepNotice;
import vpceguard.notice.SweepNotice.Line;
import vpceguard.perimeter.Ceiling;
import vpceguard.perimeter.Perimeter;
import vpceguard.remediation.RemediationRecord;

/// A look at every endpoint, whatever events arrived: ends what was interrupted and tells what is not compliant.
///
/// It repairs nothing by itself, since all that it finds stood before.
public final class Sweep {
    /// Longer than any invocation with its retries lives, so that nobody else is at the record.
    private static final Duration ABANDONED = Duration.ofMinutes(15);

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
    public String run() {
        return switch (perimeters.fresh()) {
            case Trust.Confirmed confirmed -> run(confirmed);
            case Trust.Unconfirmed(var reason) -> {
                ports.notices()
                        .publish(SweepNotice.unconfirmed(stack.account(), stack.region(), reason, clock.instant()));
                yield "perimeter not confirmed";
            }
        };
    }

    private String run(Trust.Confirmed trust) {
        var broken = new ArrayList<RuntimeException>();
        int finished = finish(trust, broken);
        var seen = new ArrayList<Line>();
        ports.endpoints().all().forEach(endpoint -> seen.add(new Line(endpoint, assess(endpoint, trust.perimeter()))));
        var told = seen.stream()
                .filter(line -> !line.assessment().findings().isEmpty()
                        || !line.assessment().open().isEmpty())
                .toList();
        if (!told.isEmpty()) {
            ports.notices().publish(SweepNotice.of(stack.account(), stack.region(), told, clock.instant()));
        }
        var counts = Json.object()
                .put("schema", "vpceguard/journal/1")
                .put("step", "swept")
                .put("at", clock.instant().toString())
                .put("endpoints", seen.size())
                .put("notCompliant", told.size())
                .put("finished", finished)
                .build();
        ports.journal().append(List.of(counts));
        if (!broken.isEmpty()) {
            throw new IllegalStateException(
                    broken.size() + " interrupted changes could not be ended, the first for this reason",
                    broken.getFirst());
        }
        return seen.size() + " endpoints, " + told.size() + " not compliant, " + finished + " records finished";
    }

    /// One record that fails keeps neither the others nor the look at the endpoints from being done; it fails the
    /// sweep in the end.
    private int finish(Trust.Confirmed trust, List<RuntimeException> broken) {
        var abandoned =
                ports.ledger().unfinished(clock.instant().minus(ABANDONED)).toList();
        for (var record : abandoned) {
            try {
                finish(record, trust);
            } catch (RuntimeException e) {
                broken.add(e);
            }
        }
        return abandoned.size() - broken.size();
    }

    private void finish(RemediationRecord record, Trust.Confirmed trust) {
        var id = record.endpoint().id();
        var trail = new Trail(clock, id, record.cause());
        var now = ports.endpoints().find(id);
        if (now.isPresent()) {
            remediator.resume(record, now.get(), trust, trail);
        } else {
            remediator.abandon(record, trail);
        }
    }

    private Assessment assess(Endpoint endpoint, Perimeter everywhere) {
        var perimeter = Controls.on(endpoint, everywhere);
        var region = endpoint.serviceRegion().orElse(stack.region());
        var ceiling = Ceiling.of(perimeter, endpoint.service(), region, perimeter.writtenClauses());
        return Assessment.of(Subject.of(
                endpoint, stack.account(), ports.services().of(endpoint), perimeter, ceiling, Optional.empty()));
    }
}
