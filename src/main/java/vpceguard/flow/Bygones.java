package vpceguard.flow;

import static java.util.Comparator.comparing;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Gatherers;
import java.util.stream.Stream;
import vpceguard.control.Finding;
import vpceguard.event.Origin;
import vpceguard.model.EndpointId;
import vpceguard.notice.PastNotice;
import vpceguard.notice.PastNotice.Past;
import vpceguard.remediation.RemediationRecord;

/// What calls left to the digest, and a look at the endpoint does not find any more: whoever opens an endpoint between
/// two looks is named all the same. Places beside people heard of its end before.
final class Bygones {
    /// With two lines for each a notice has under 60.
    private static final int MOST = 24;

    private final Ports ports;
    private final Stack stack;
    private final Clock clock;
    private final List<RuntimeException> broken;
    private final List<Past> pasts = new ArrayList<>();
    private final Map<EndpointId, Set<String>> told = new LinkedHashMap<>();

    Bygones(Ports ports, Stack stack, Clock clock, List<RuntimeException> broken) {
        this.ports = ports;
        this.stack = stack;
        this.clock = clock;
        this.broken = broken;
    }

    /// @param found what the look finds, if the endpoint is there
    void hear(EndpointId endpoint, Standing standing, Stream<Finding> found) {
        if (standing.untold().isEmpty()) {
            return;
        }
        var known = new HashSet<>(standing.told().keys());
        found.map(Finding::key).forEach(known::add);
        var records = standing.untold().stream()
                .flatMap(cause -> ports.ledger().record(endpoint, cause).stream())
                .sorted(comparing(RemediationRecord::openedAt))
                .toList();
        var over = new LinkedHashMap<String, Past>();
        for (int i = 0; i < records.size(); i++) {
            var record = records.get(i);
            var findings = record.findings().stream()
                    .filter(finding -> finding.exempt().isEmpty() && !known.contains(finding.key()))
                    .toList();
            if (!findings.isEmpty()) {
                var until = i + 1 < records.size() ? records.get(i + 1).openedAt() : until(record, standing);
                over.merge(
                        record.origin().actor().name(),
                        new Past(record.endpoint(), findings, List.of(record.origin()), until),
                        Bygones::both);
            }
        }
        pasts.addAll(over.values());
        told.put(endpoint, standing.untold());
    }

    /// The look at a call that came later saw it no more, else this one does.
    private Instant until(RemediationRecord record, Standing standing) {
        return standing.seenAt().isAfter(record.openedAt()) ? standing.seenAt() : clock.instant();
    }

    private static Past both(Past earlier, Past later) {
        var findings = new LinkedHashMap<String, Finding>();
        Stream.concat(earlier.findings().stream(), later.findings().stream())
                .sorted(comparing(Finding::severity).reversed())
                .forEach(finding -> findings.putIfAbsent(finding.key(), finding));
        var calls = new LinkedHashSet<Origin>(earlier.calls());
        calls.addAll(later.calls());
        return new Past(later.endpoint(), List.copyOf(findings.values()), List.copyOf(calls), later.until());
    }

    /// What cannot be told waits for the next look; it fails the sweep in the end.
    void send() {
        var now = clock.instant();
        try {
            pasts.stream()
                    .gather(Gatherers.windowFixed(MOST))
                    .map(some -> PastNotice.of(stack.account(), stack.region(), stack.sender(), some, now))
                    .forEach(notice -> ports.tell(notice, now).ifPresent(broken::add));
            told.forEach(ports.ledger()::digested);
        } catch (RuntimeException e) {
            broken.add(e);
        }
    }
}
