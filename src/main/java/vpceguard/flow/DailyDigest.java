package vpceguard.flow;

import java.time.Clock;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import vpceguard.control.Finding;
import vpceguard.event.Origin;
import vpceguard.flow.Standing.Told;
import vpceguard.model.Endpoint;
import vpceguard.model.EndpointId;
import vpceguard.notice.Notice;
import vpceguard.notice.SweepNotice;
import vpceguard.notice.SweepNotice.Line;
import vpceguard.notice.SweepNotice.Mended;
import vpceguard.perimeter.Perimeter;
import vpceguard.remediation.RemediationRecord;
import vpceguard.remediation.Restraint;

/// What a look at every endpoint has to tell: gathered on the way, told at its end.
final class DailyDigest {
    private final Ports ports;
    private final Stack stack;
    private final Clock clock;
    private final Perimeter perimeter;
    private final Instant startedAt;
    private final List<Hold> holds;
    private final List<RuntimeException> broken;
    private final List<Line> lines = new ArrayList<>();
    private final List<Line> copies = new ArrayList<>();
    private final List<Finding> vpcs = new ArrayList<>();
    private final List<Mended> mended = new ArrayList<>();
    private final Map<EndpointId, Told> toTell = new HashMap<>();
    private final Map<EndpointId, Set<String>> owed = new HashMap<>();
    private final Set<EndpointId> failed = new HashSet<>();

    /// @param startedAt when the look began: what another invocation adds to it belongs to the same day
    DailyDigest(
            Ports ports,
            Stack stack,
            Clock clock,
            Perimeter perimeter,
            Instant startedAt,
            List<Hold> holds,
            List<RuntimeException> broken) {
        this.ports = ports;
        this.stack = stack;
        this.clock = clock;
        this.perimeter = perimeter;
        this.startedAt = startedAt;
        this.holds = holds;
        this.broken = broken;
    }

    void hear(Sight sight) {
        var id = sight.endpoint().id();
        boolean isTold = sight.isNews() && (isToldToday() || sight.graceUntil().isPresent());
        if (isTold) {
            lines.add(new Line(
                    sight.endpoint(), sight.assessment(), sight.graceUntil(), held(sight.endpoint()), call(sight)));
        }
        gather(sight, isTold ? Sight.controls(sight.keys()) : copyAgain(sight));
        if (isTold) {
            toTell.put(id, sight.told());
        } else if (!owed.getOrDefault(id, Set.of()).isEmpty()
                || (sight.keys().isEmpty() && !sight.standing().told().equals(sight.rest()))
                || !sight.graceUntil().equals(sight.standing().told().graceUntil())) {
            toTell.put(id, sight.rest());
        }
    }

    /// Only sends copies again that failed.
    void hearAgain(Sight sight) {
        gather(sight, copyAgain(sight));
        toTell.put(sight.endpoint().id(), sight.unchanged());
    }

    private Set<String> copyAgain(Sight sight) {
        var controls = sight.owed();
        if (!controls.isEmpty()) {
            copies.add(new Line(
                    sight.endpoint(),
                    sight.by(controls),
                    sight.graceUntil(),
                    held(sight.endpoint()),
                    Optional.empty()));
        }
        return controls;
    }

    /// @param found the controls that copies say are found
    private void gather(Sight sight, Set<String> found) {
        var controls = new HashSet<>(found);
        sight.mended().ifPresent(over -> {
            mended.add(over);
            controls.addAll(over.met());
            controls.addAll(over.exempt().keySet());
        });
        owed.put(sight.endpoint().id(), controls);
    }

    /// What VPCs lack, told once.
    ///
    /// @param told keys of what was told of it before
    /// @return of what people know then
    Set<String> hear(List<Finding> missing, Set<String> told) {
        var keys = new HashSet<String>();
        for (var finding : missing) {
            if (!told.contains(finding.key()) && isToldToday()) {
                vpcs.add(finding);
                keys.add(finding.key());
            } else if (told.contains(finding.key())) {
                keys.add(finding.key());
            }
        }
        return keys;
    }

    /// The call after which the worst was found first, if it was left to this sweep, or told then.
    private Optional<Origin> call(Sight sight) {
        var worst = sight.assessment().findings().stream()
                .map(Finding::key)
                .findFirst()
                .filter(key -> !sight.standing().told().keys().contains(key));
        return sight.standing()
                .knownFrom()
                .flatMap(cause -> ports.ledger().record(sight.endpoint().id(), cause))
                .filter(record -> record.origin().isCall()
                        && !record.plan().isRestrainedBy(Restraint.Kind.EXISTING)
                        && worst.filter(key -> record.findings().stream()
                                        .map(Finding::key)
                                        .anyMatch(key::equals))
                                .isPresent())
                .map(RemediationRecord::origin);
    }

    private Optional<String> held(Endpoint endpoint) {
        return holds.stream()
                .filter(hold -> hold.endpoint().equals(endpoint.id()))
                .flatMap(hold -> hold.at(clock.instant()).stream())
                .map(hold -> String.join("; ", hold.sentences()))
                .findFirst();
    }

    /// Whether news go out on the day of this look; what has a date always does.
    private boolean isToldToday() {
        return switch (perimeter.notices().digest()) {
            case DAILY -> true;
            case WEEKLY -> startedAt.atZone(ZoneOffset.UTC).getDayOfWeek() == DayOfWeek.MONDAY;
            case OFF -> false;
        };
    }

    /// Tells that events do not come.
    void unheard() {
        tell(SweepNotice.unheard(stack.account(), stack.region(), clock.instant()));
    }

    /// The endpoints whose copies are to be sent again, once all was sent.
    ///
    /// @param before those of earlier looks
    Set<String> owed(Set<String> before) {
        var all = new HashSet<>(before);
        owed.keySet().forEach(id -> all.remove(id.value()));
        failed.forEach(id -> all.add(id.value()));
        return all;
    }

    /// Tells all that was gathered; returns of how many endpoints people were told.
    int send() {
        var now = clock.instant();
        SweepNotice.of(stack.account(), stack.region(), stack.sender(), lines, vpcs, now)
                .forEach(this::tell);
        SweepNotice.of(stack.account(), stack.region(), stack.sender(), copies, List.of(), now)
                .forEach(this::copy);
        SweepNotice.ofMended(stack.account(), stack.region(), mended, now).forEach(this::copy);
        toTell.forEach((id, told) ->
                ports.ledger().tell(id, failed.contains(id) ? told.owing(owed.getOrDefault(id, Set.of())) : told));
        return lines.size();
    }

    /// A copy that fails keeps the sweep from nothing; it fails it in the end.
    private void tell(Notice notice) {
        ports.tell(notice, clock.instant()).ifPresent(broken::add);
        copy(notice);
    }

    private void copy(Notice notice) {
        try {
            ports.copies().publish(notice);
        } catch (RuntimeException e) {
            broken.add(e);
            failed.addAll(notice.endpoints());
        }
    }
}
