package vpceguard.flow;

import static java.util.Comparator.comparing;
import static java.util.stream.Collectors.toSet;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Gatherers;
import java.util.stream.Stream;
import vpceguard.control.Finding;
import vpceguard.event.Origin;
import vpceguard.model.EndpointId;
import vpceguard.notice.PastNotice;
import vpceguard.notice.PastNotice.Past;
import vpceguard.notice.Sender;
import vpceguard.remediation.RemediationRecord;

/// Tells of findings that were left to the daily digest and were over before it looked, so that whoever
/// opens an endpoint between two looks is named all the same. Copies of notices, such as those in Security
/// Hub, heard of their end before.
final class Bygones {
    /// So many endpoints are read, told and stored together.
    private static final int MOST = 24;

    private final Ports ports;
    private final Sender sender;
    private final Clock clock;
    private final DailyDigest digest;
    private final List<Left> left = new ArrayList<>();

    /// What was left of an endpoint.
    ///
    /// @param sight how the look sees it, if it is there
    /// @param at when it looked
    private record Left(EndpointId endpoint, Standing standing, Optional<Sight> sight, Instant at) {
        private boolean isOver(Finding finding) {
            return sight.map(now -> now.isOver(finding) || isOverBeside(finding, now))
                    .orElse(true);
        }

        /// Whether people know all that its control finds, so that what no request shows is over beside that.
        private boolean isOverBeside(Finding finding, Sight now) {
            return finding.witness().isEmpty() && now.assessment().finds(finding.controlId()) && !isNews(finding);
        }

        /// Whether nothing follows from it by now.
        private boolean isExempt(Finding finding) {
            return sight.filter(now -> now.assessment().exempt().containsKey(finding.controlId()))
                    .isPresent();
        }

        /// Whether its control finds something that people do not know.
        private boolean isNews(Finding finding) {
            return sight.stream()
                    .flatMap(now -> now.assessment().findings().stream())
                    .filter(found -> found.controlId().equals(finding.controlId()))
                    .anyMatch(this::isUnknown);
        }

        private boolean isUnknown(Finding finding) {
            return !standing.told().keys().contains(finding.key());
        }

        /// What it told nobody of.
        private List<Finding> unknown(RemediationRecord record) {
            return record.findings().stream()
                    .filter(finding -> finding.exempt().isEmpty() && isUnknown(finding))
                    .toList();
        }

        /// The look at a call that came later saw it no more, else this one does.
        private Instant until(RemediationRecord record) {
            return standing.seenAt().isAfter(record.openedAt()) ? standing.seenAt() : at;
        }
    }

    /// What is to be told of an endpoint.
    ///
    /// @param causes of which nothing is left to tell after that
    /// @param lapsed causes that waited for longer than records are kept: nothing tells of them any more
    private record Over(EndpointId endpoint, List<Past> pasts, Set<String> causes, Set<String> lapsed) {}

    /// @param digest told before: what it could not tell of waits with it
    Bygones(Ports ports, Sender sender, Clock clock, DailyDigest digest) {
        this.ports = ports;
        this.sender = sender;
        this.clock = clock;
        this.digest = digest;
    }

    /// @param sight how the look sees it, if it is there
    void hear(EndpointId endpoint, Standing standing, Optional<Sight> sight) {
        if (!standing.untold().isEmpty()) {
            left.add(new Left(endpoint, standing, sight, clock.instant()));
        }
    }

    /// What cannot be read or told, or has no time, waits for another look, and keeps the rest from nothing.
    void send() {
        left.stream().gather(Gatherers.windowFixed(MOST)).forEach(this::send);
    }

    private void send(List<Left> some) {
        var over = some.stream().flatMap(this::read).toList();
        var pasts = over.stream().flatMap(one -> one.pasts().stream()).toList();
        var untold = new HashSet<EndpointId>();
        for (var notice : PastNotice.of(sender, pasts, clock.instant())) {
            if (!digest.tellPeople(notice)) {
                untold.addAll(notice.endpoints());
            }
        }
        over.stream()
                .filter(one -> !one.causes().isEmpty() && !untold.contains(one.endpoint()))
                .forEach(one -> digest.attempt(() -> ports.ledger().digested(one.endpoint(), one.causes())));
        over.stream().filter(one -> !one.lapsed().isEmpty()).forEach(one -> digest.attempt(() -> noteLapsed(one)));
    }

    private Stream<Over> read(Left one) {
        var read = new ArrayList<Over>();
        if (digest.isTime()) {
            digest.attempt(() -> read.add(over(one)));
        } else {
            digest.lacksTime();
        }
        return read.stream();
    }

    private Over over(Left one) {
        var standing = one.standing();
        var all = standing.untold().stream()
                .flatMap(cause -> ports.ledger().record(one.endpoint(), cause).stream())
                .sorted(comparing(RemediationRecord::openedAt))
                .toList();
        var waiting = all.stream()
                .filter(record -> one.unknown(record).stream().anyMatch(finding -> waits(one, finding)))
                .map(RemediationRecord::cause)
                .collect(toSet());
        var pasts = new LinkedHashMap<String, Past>();
        for (int i = 0; i < all.size(); i++) {
            var record = all.get(i);
            var findings = one.unknown(record).stream().filter(one::isOver).toList();
            if (!findings.isEmpty() && !waiting.contains(record.cause())) {
                var until = i + 1 < all.size() ? all.get(i + 1).openedAt() : one.until(record);
                pasts.merge(
                        record.origin().actor().name(),
                        new Past(record.endpoint(), findings, List.of(record.origin()), until),
                        Bygones::both);
            }
        }
        var lapsed = new TreeSet<>(standing.untold());
        all.stream().map(RemediationRecord::cause).forEach(lapsed::remove);
        var causes = new HashSet<>(standing.untold());
        causes.removeAll(lapsed);
        causes.removeAll(waiting);
        return new Over(one.endpoint(), List.copyOf(pasts.values()), causes, lapsed);
    }

    private void noteLapsed(Over one) {
        ports.journal()
                .append(List.of(Journal.step("lapsed")
                        .put("at", clock.instant().toString())
                        .put("endpoint", one.endpoint().value())
                        .put("detail", "left to the digest, and no longer kept: " + String.join(", ", one.lapsed()))
                        .build()));
        ports.ledger().digested(one.endpoint(), one.lapsed());
    }

    /// Whether neither the look answers that it is over nor a line of this digest tells what its control finds: it is
    /// told once it is over, so that whoever left it is named.
    private boolean waits(Left one, Finding finding) {
        boolean isALine = digest.hasTold(one.endpoint()) && one.isNews(finding);
        return !one.isOver(finding) && !one.isExempt(finding) && !isALine;
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
}
