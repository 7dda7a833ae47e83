package vpceguard.flow;

import static java.time.temporal.TemporalAdjusters.nextOrSame;

import java.time.Clock;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Gatherers;
import vpceguard.control.Finding;
import vpceguard.event.Origin;
import vpceguard.flow.Standing.Told;
import vpceguard.model.Endpoint;
import vpceguard.model.EndpointId;
import vpceguard.notice.AccountNotice;
import vpceguard.notice.GoneNotice;
import vpceguard.notice.MendedNotice;
import vpceguard.notice.MendedNotice.Mended;
import vpceguard.notice.Notice;
import vpceguard.notice.Sender;
import vpceguard.notice.SweepNotice;
import vpceguard.notice.SweepNotice.Line;
import vpceguard.perimeter.Perimeter;
import vpceguard.remediation.Due;
import vpceguard.remediation.RemediationRecord;

/// The daily look's notice about all endpoints: what is found is collected while the look goes on, and told
/// at its end.
final class DailyDigest {
    /// Time to tell of some endpoints and to store that.
    private static final Duration RESERVE = Duration.ofSeconds(30);

    /// So many endpoints whose copies are taken are stored together.
    private static final int MOST = 24;

    private final Ports ports;
    private final Sender sender;
    private final Clock clock;
    private final Invocation invocation;
    private final Perimeter perimeter;
    private final SweepState begun;
    private final List<Hold> holds;
    private final List<RuntimeException> broken;
    private final List<Line> lines = new ArrayList<>();
    private final List<Line> copies = new ArrayList<>();
    private final List<Finding> vpcs = new ArrayList<>();
    private final List<Mended> mended = new ArrayList<>();
    private final Map<EndpointId, Told> toTell = new HashMap<>();
    private final Map<EndpointId, Set<String>> owed = new HashMap<>();
    private final Map<EndpointId, Set<String>> gone = new LinkedHashMap<>();
    private final Set<EndpointId> failed = new HashSet<>();
    private final Set<EndpointId> mendedUnsent = new HashSet<>();
    private final Set<EndpointId> stored = new HashSet<>();
    private final Set<EndpointId> told = new HashSet<>();
    private final Set<String> toldOfVpcs;
    private final Instant lookedAt;
    private boolean isAllTold = true;

    /// @param begun the look: what another invocation adds to it belongs to the day on which it started
    DailyDigest(
            Ports ports,
            Sender sender,
            Clock clock,
            Invocation invocation,
            Perimeter perimeter,
            SweepState begun,
            List<Hold> holds,
            List<RuntimeException> broken) {
        this.ports = ports;
        this.sender = sender;
        this.clock = clock;
        this.lookedAt = clock.instant();
        this.invocation = invocation;
        this.perimeter = perimeter;
        this.begun = begun;
        this.holds = holds;
        this.broken = broken;
        this.toldOfVpcs = new HashSet<>(begun.told());
    }

    void hear(Sight sight) {
        var id = sight.endpoint().id();
        boolean isTold = sight.isNews()
                && (isToldToday() || sight.shown().filter(Due::isMade).isPresent());
        if (isTold) {
            lines.add(
                    new Line(sight.endpoint(), sight.assessment(), sight.shown(), held(sight.endpoint()), call(sight)));
        }
        gather(sight, isTold ? Sight.controls(sight.keys()) : copyAgain(sight));
        if (isTold) {
            toTell.put(id, sight.told());
        } else if (!owed.getOrDefault(id, Set.of()).isEmpty()
                || (sight.keys().isEmpty() && !sight.standing().told().equals(sight.rest()))
                || !sight.rest().due().equals(sight.standing().told().due())) {
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
                    sight.endpoint(), sight.by(controls), sight.shown(), held(sight.endpoint()), Optional.empty()));
        }
        return controls;
    }

    /// @param found the controls that copies say are found
    private void gather(Sight sight, Set<String> found) {
        var controls = new HashSet<>(found);
        sight.mended().ifPresent(over -> {
            mended.add(over);
            mendedUnsent.add(over.endpoint().id());
            controls.addAll(over.controls());
        });
        owed.put(sight.endpoint().id(), controls);
    }

    /// One that is not there any more: what was told of it is over, and forgotten once the copy that says so is taken.
    void hearGone(EndpointId endpoint, Standing standing) {
        var controls = Sight.controls(standing.told().keys());
        controls.addAll(standing.told().owed());
        controls.addAll(standing.inCopies());
        controls.remove(Sight.OPEN);
        gone.put(endpoint, controls);
        owed.put(endpoint, controls);
    }

    /// What all VPCs lack, told once.
    void hear(List<Finding> missing) {
        toldOfVpcs.retainAll(missing.stream().map(Finding::key).toList());
        missing.stream()
                .filter(finding -> !toldOfVpcs.contains(finding.key()) && isToldToday())
                .forEach(vpcs::add);
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
                        && worst.filter(key -> record.findings().stream()
                                        .anyMatch(found -> found.key().equals(key)
                                                && !record.plan().findsStanding(found)))
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
    boolean isToldToday() {
        return switch (perimeter.notices().digest()) {
            case DAILY -> true;
            case WEEKLY -> isMondaySince(begun.startedAt());
            case OFF -> false;
        };
    }

    /// A look that is repeated may go on for days, until people can be told.
    private boolean isMondaySince(Instant start) {
        var monday = LocalDate.ofInstant(start, ZoneOffset.UTC).with(nextOrSame(DayOfWeek.MONDAY));
        var last = begun.isRepeated() ? clock.instant() : start;
        return !monday.isAfter(LocalDate.ofInstant(last, ZoneOffset.UTC));
    }

    /// Tells that events do not come; false if it could not.
    boolean unheard() {
        return tell(AccountNotice.unheard(sender, clock.instant()));
    }

    /// Where the sweep stands once all was sent.
    ///
    /// @param reached where this look ended
    SweepState after(SweepState reached) {
        return reached.sent(isAllTold).told(toldOfVpcs).owed(owed());
    }

    /// The endpoints whose copies are to be sent again.
    private Set<String> owed() {
        var all = new HashSet<>(begun.owed());
        owed.keySet().forEach(id -> all.remove(id.value()));
        owed.keySet().stream().filter(this::isOwed).map(EndpointId::value).forEach(all::add);
        return all;
    }

    /// Tells what was gathered as far as the time goes, and stores it notice by notice, so that nothing is told
    /// again for what fails beside it; returns of how many endpoints people were told.
    int send() {
        var now = clock.instant();
        int count = 0;
        for (var notice : SweepNotice.of(sender, lines, vpcs, now)) {
            if (tell(notice)) {
                count += notice.endpoints().size();
                told.addAll(notice.endpoints());
                vpcs.stream()
                        .filter(finding -> notice.details().itemsAt("endpoints").anyMatch(finding.json()::equals))
                        .map(Finding::key)
                        .forEach(toldOfVpcs::add);
                store(notice.endpoints());
            } else {
                notice.endpoints().forEach(toTell::remove);
            }
        }
        for (var notice : SweepNotice.of(sender, copies, List.of(), now)) {
            if (isTime()) {
                copy(notice);
                store(notice.endpoints());
            } else {
                failed.addAll(notice.endpoints());
            }
        }
        mended.stream()
                .gather(Gatherers.windowFixed(MOST))
                .filter(_ -> isTime())
                .forEach(some -> {
                    // A call that was dealt with since knows better: places that keep findings take the later word.
                    MendedNotice.of(sender, some, lookedAt).forEach(this::copy);
                    var ids = some.stream().map(over -> over.endpoint().id()).toList();
                    mendedUnsent.removeAll(ids);
                    store(ids);
                    some.stream()
                            .filter(over -> !failed.contains(over.endpoint().id()))
                            .forEach(over -> attempt(() -> forget(over)));
                });
        gone.keySet().stream().gather(Gatherers.windowFixed(MOST)).forEach(some -> leave(some, now));
        store(toTell.keySet().stream().filter(id -> !stored.contains(id)).toList());
        return count;
    }

    /// What calls told of it is told again if it comes again, unless one told of it since.
    private void forget(Mended over) {
        var id = over.endpoint().id();
        var standing = ports.ledger().standing(id);
        if (standing.explains(over.endpoint()) && !Collections.disjoint(standing.inCopies(), over.controls())) {
            ports.ledger().know(id, Sight.without(standing.known(), over), over.controls());
        }
    }

    private void leave(List<EndpointId> some, Instant now) {
        if (!isTime()) {
            failed.addAll(some);
            return;
        }
        var known = new LinkedHashMap<>(gone);
        known.keySet().retainAll(some);
        known.values().removeIf(Set::isEmpty);
        if (!known.isEmpty()) {
            copy(GoneNotice.of(sender, known, now));
        }
        some.stream()
                .filter(id -> !failed.contains(id))
                .forEach(id -> attempt(() -> ports.ledger().gone(id)));
    }

    /// Whether people were told of what is found of an endpoint.
    boolean hasTold(EndpointId endpoint) {
        return told.contains(endpoint);
    }

    /// Notes that something is left to tell.
    void lacksTime() {
        isAllTold = false;
    }

    /// Whether there is time to tell some more and to store that.
    boolean isTime() {
        return clock.instant().plus(RESERVE).isBefore(invocation.deadline());
    }

    /// What cannot be told, or copied, keeps the rest from nothing; a failure fails the sweep in the end.
    private boolean tell(Notice notice) {
        boolean isTold = tellPeople(notice);
        if (isTold) {
            copy(notice);
        }
        return isTold;
    }

    /// The same without copies.
    boolean tellPeople(Notice notice) {
        boolean isTold =
                isTime() && attempt(() -> ports.tell(notice, clock.instant()).ifPresent(broken::add));
        isAllTold &= isTold;
        return isTold;
    }

    private void copy(Notice notice) {
        try {
            ports.copies().publish(notice);
        } catch (RuntimeException e) {
            broken.add(e);
            failed.addAll(notice.endpoints());
        }
    }

    /// Stores what people know of these, and which copies are owed.
    private void store(List<EndpointId> some) {
        some.forEach(id -> Optional.ofNullable(toTell.get(id))
                .ifPresent(told -> attempt(() ->
                        ports.ledger().tell(id, isOwed(id) ? told.owing(owed.getOrDefault(id, Set.of())) : told))));
        stored.addAll(some);
    }

    /// What fails is no reason to leave the rest; it fails the sweep in the end.
    boolean attempt(Runnable step) {
        try {
            step.run();
            return true;
        } catch (RuntimeException e) {
            broken.add(e);
            return false;
        }
    }

    private boolean isOwed(EndpointId id) {
        return failed.contains(id) || mendedUnsent.contains(id);
    }
}
