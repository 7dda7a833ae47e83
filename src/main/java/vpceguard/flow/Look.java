package vpceguard.flow;

import static java.util.Comparator.comparing;

import java.time.Clock;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import vpceguard.control.Assessment;
import vpceguard.control.Controls;
import vpceguard.control.EndpointMissing;
import vpceguard.control.Finding;
import vpceguard.control.VpcSubject;
import vpceguard.event.EndpointChange;
import vpceguard.event.EndpointChange.Found;
import vpceguard.event.Origin;
import vpceguard.event.Touched;
import vpceguard.flow.Standing.Told;
import vpceguard.model.Endpoint;
import vpceguard.model.EndpointId;
import vpceguard.model.NetworkFacts;
import vpceguard.notice.Notice;
import vpceguard.notice.SweepNotice;
import vpceguard.notice.SweepNotice.Line;
import vpceguard.notice.SweepNotice.Mended;
import vpceguard.perimeter.Existing;
import vpceguard.perimeter.Level;
import vpceguard.perimeter.Perimeter;
import vpceguard.remediation.Outcome;
import vpceguard.remediation.Planner;
import vpceguard.remediation.RemediationRecord;
import vpceguard.remediation.Restraint;

/// A sweep's look at every endpoint: what stood before is told once, and repaired when its grace is over; a
/// Create whose event was lost is dealt with as if it had come.
final class Look {
    /// Time to tell what was found.
    private static final Duration RESERVE = Duration.ofSeconds(60);

    private final Ports ports;
    private final Remediator remediator;
    private final Stack stack;
    private final Clock clock;
    private final Invocation invocation;
    private final Trust.Confirmed trust;
    private final SweepState begun;
    private final List<Hold> holds;
    private final List<RuntimeException> broken;
    private final Assessor assessor;
    private final List<Line> lines = new ArrayList<>();
    private final List<Finding> vpcs = new ArrayList<>();
    private final List<Mended> mended = new ArrayList<>();
    private final Map<EndpointId, Told> toTell = new HashMap<>();
    private Instant listedAt = Instant.EPOCH;
    private int seen;
    private int taken;
    private boolean hasRoom;
    private int repaired;
    private int unheard;

    Look(
            Ports ports,
            Remediator remediator,
            Stack stack,
            Clock clock,
            Invocation invocation,
            Trust.Confirmed trust,
            SweepState begun,
            List<Hold> holds,
            List<RuntimeException> broken) {
        this.ports = ports;
        this.remediator = remediator;
        this.stack = stack;
        this.clock = clock;
        this.invocation = invocation;
        this.trust = trust;
        this.begun = begun;
        this.holds = holds;
        this.broken = broken;
        this.assessor = new Assessor(ports, stack);
        this.unheard = begun.unheard();
    }

    /// Looks at all endpoints after the cursor, until the time is up; returns one line with the counts.
    String run() {
        listedAt = clock.instant();
        var standings = ports.ledger().standings();
        var endpoints = ports.endpoints()
                .all()
                .sorted(comparing(endpoint -> endpoint.id().value()))
                .toList();
        ports.services().expect(endpoints);
        var network = asksForNetwork() ? Optional.of(ports.networks().of(endpoints)) : Optional.<NetworkFacts>empty();
        var cursor = begun.cursor().orElse("");
        for (var endpoint : endpoints) {
            var id = endpoint.id().value();
            if (id.compareTo(begun.cursor().orElse("")) <= 0) {
                continue;
            }
            if (!clock.instant().plus(RESERVE).isBefore(invocation.deadline())) {
                return end(begun.at(Optional.of(cursor)), "cut off after ");
            }
            seen++;
            look(endpoint, standings.getOrDefault(endpoint.id(), Standing.UNKNOWN), network);
            cursor = id;
        }
        var ids = endpoints.stream().map(Endpoint::id).toList();
        standings.keySet().stream().filter(id -> !ids.contains(id)).forEach(ports.ledger()::gone);
        return end(missing(endpoints), "");
    }

    private boolean asksForNetwork() {
        return Controls.level(Controls.SECURITY_GROUP_OPEN, trust.perimeter()) != Level.OFF;
    }

    /// One endpoint that fails keeps the others from nothing; it fails the sweep in the end.
    private void look(Endpoint endpoint, Standing standing, Optional<NetworkFacts> network) {
        try {
            var perimeter = Controls.on(endpoint, trust.perimeter());
            var bare = assessor.of(endpoint, perimeter);
            var subject = network.map(bare::with).orElse(bare);
            var assessment = Assessment.of(subject);
            if (assessment.leftAlone().isPresent() || standing.isServices()) {
                return;
            }
            boolean isRepaired = perimeter.existing().isRepaired()
                    && !standing.isServiceMade()
                    && Planner.plan(subject, assessment, new Touched.Everything())
                            .writes();
            var sight = new Sight(endpoint, standing, assessment, perimeter.existing(), isRepaired, clock.instant());
            if (sight.isMissed(begun.installedAt())) {
                unheard++;
                var _ = repair(found(endpoint, "missed", endpoint.createdAt().orElseThrow()));
            } else if (sight.isDue() && hasRoom(perimeter.existing())) {
                if (repair(found(endpoint, "existing", begun.startedAt()))) {
                    hasRoom = false;
                    ports.ledger().tell(endpoint.id(), standing.told().undated());
                }
            } else if (!sight.isDue()
                    && standing.heldBack()
                    && Planner.plan(subject, assessment, Touched.policyOf(endpoint))
                            .writes()) {
                repairHeldBack(endpoint);
            } else if (!sight.isYoung(begun.installedAt())) {
                remember(sight);
                hear(sight);
            }
        } catch (RuntimeException e) {
            broken.add(e);
        }
    }

    /// Takes one of this day's repairs, if the cap leaves some; a repair that has none waits for another day. One
    /// that came to nothing leaves it to the next.
    private boolean hasRoom(Existing existing) {
        var now = clock.instant();
        hasRoom = hasRoom
                || existing.cap()
                        .map(cap ->
                                cap.share(stack.account(), stack.region(), LocalDate.ofInstant(now, ZoneOffset.UTC)))
                        .map(share -> takesOneOf(share, now))
                        .orElse(true);
        return hasRoom;
    }

    /// The ledger counts, so that sweeps by hand share with the scheduled ones.
    private boolean takesOneOf(int share, Instant now) {
        while (taken < share) {
            if (ports.ledger().mark("existing repair " + taken++, now)) {
                return true;
            }
        }
        return false;
    }

    private Found found(Endpoint endpoint, String why, Instant since) {
        return Found.of(endpoint.id(), why, since, stack.account(), stack.region());
    }

    private boolean repair(Found found) {
        return repair(found, _ -> found);
    }

    /// Reads the endpoint again: by the time that its turn has come the list may be some minutes old.
    private boolean repair(Found found, Function<Endpoint, EndpointChange> change) {
        var seen = Seen.of(ports, clock, invocation, found.endpoint(), found.cause());
        boolean isChanged = seen.endpoint()
                .map(now -> remediator.handle(change.apply(now), now, trust, seen.trail()))
                .filter(new Outcome.Changed().word()::equals)
                .isPresent();
        repaired += isChanged ? 1 : 0;
        return isChanged;
    }

    /// A repair that a rehearsal held back is planned anew in each sweep: the perimeter may let through by now what it
    /// would have denied, or nobody makes these calls any more.
    private void repairHeldBack(Endpoint endpoint) {
        var found = found(endpoint, "held-back", begun.startedAt());
        var _ = repair(found, now -> new EndpointChange.Modified(found.origin(), now.id(), Touched.policyOf(now)));
    }

    /// An endpoint that changed without an event is told from one whose event is late by seeing it twice.
    private void remember(Sight sight) {
        var endpoint = sight.endpoint();
        var standing = sight.standing();
        boolean isSeenTwice = standing.unheard().equals(Optional.of(sight.digest()));
        boolean isBaseline = Controls.NETWORK.stream().noneMatch(sight.assessment()::raises);
        if (sight.isFirst() || (!standing.explains(endpoint) && isSeenTwice)) {
            unheard += sight.isFirst() ? 0 : SweepState.CERTAIN;
            var _ = ports.ledger().note(endpoint, isBaseline, listedAt);
        } else if (!standing.explains(endpoint)) {
            ports.ledger().unheard(endpoint.id(), sight.digest());
        } else if (isBaseline && standing.baseline().isEmpty()) {
            // What was not compliant when a call set it is by now, without a call.
            var _ = ports.ledger().note(endpoint, true, listedAt);
        }
    }

    private void hear(Sight sight) {
        if (sight.isNews() && !isToldToday() && sight.graceUntil().isEmpty()) {
            return;
        }
        if (sight.isNews()) {
            lines.add(new Line(
                    sight.endpoint(), sight.assessment(), sight.graceUntil(), held(sight.endpoint()), call(sight)));
        }
        var over = sight.mended();
        over.ifPresent(mended::add);
        if (sight.isNews()) {
            toTell.put(sight.endpoint().id(), sight.told());
        } else if (over.isPresent()
                || (sight.keys().isEmpty() && !sight.standing().told().equals(sight.rest()))
                || !sight.graceUntil().equals(sight.standing().told().graceUntil())) {
            toTell.put(sight.endpoint().id(), sight.rest());
        }
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

    /// Whether news go out on this day; what has a date always does.
    private boolean isToldToday() {
        return switch (trust.perimeter().notices().digest()) {
            case DAILY -> true;
            case WEEKLY -> clock.instant().atZone(ZoneOffset.UTC).getDayOfWeek() == DayOfWeek.MONDAY;
            case OFF -> false;
        };
    }

    /// What VPCs lack, told once.
    private SweepState missing(List<Endpoint> endpoints) {
        Perimeter perimeter = trust.perimeter();
        if (Controls.level(EndpointMissing.ID, perimeter) == Level.OFF) {
            return begun.over();
        }
        var findings = EndpointMissing.in(ports.networks().vpcs().stream()
                        .map(vpc -> new VpcSubject(vpc, stack.account(), stack.region(), endpoints, perimeter)))
                .stream()
                .filter(finding -> finding.exempt().isEmpty())
                .toList();
        var keys = new HashSet<String>();
        for (var finding : findings) {
            if (!begun.told().contains(finding.key()) && isToldToday()) {
                vpcs.add(finding);
                keys.add(finding.key());
            } else if (begun.told().contains(finding.key())) {
                keys.add(finding.key());
            }
        }
        return begun.over().told(keys);
    }

    /// A copy that fails keeps the sweep from nothing; it fails it in the end.
    private void tell(Notice notice) {
        ports.notices().publish(notice);
        copy(notice);
    }

    private void copy(Notice notice) {
        try {
            ports.copies().publish(notice);
        } catch (RuntimeException e) {
            broken.add(e);
        }
    }

    private String end(SweepState state, String how) {
        var now = clock.instant();
        if (unheard >= SweepState.CERTAIN) {
            tell(SweepNotice.unheard(stack.account(), stack.region(), now));
        }
        SweepNotice.of(stack.account(), stack.region(), stack.sender(), lines, vpcs, now)
                .forEach(this::tell);
        SweepNotice.ofMended(stack.account(), stack.region(), mended, now).forEach(this::copy);
        toTell.forEach(ports.ledger()::tell);
        ports.ledger().keep(state.unheard(unheard >= SweepState.CERTAIN ? 0 : unheard));
        return how + seen + " endpoints, " + lines.size() + " told, " + repaired + " repaired";
    }
}
