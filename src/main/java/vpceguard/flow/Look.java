package vpceguard.flow;

import static java.util.Comparator.comparing;
import static java.util.stream.Collectors.toSet;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import vpceguard.control.Assessment;
import vpceguard.control.Controls;
import vpceguard.control.EndpointMissing;
import vpceguard.control.Subject;
import vpceguard.control.VpcSubject;
import vpceguard.event.EndpointChange;
import vpceguard.event.EndpointChange.Found;
import vpceguard.event.EndpointChange.Found.Why;
import vpceguard.event.Touched;
import vpceguard.flow.Result.Assessed;
import vpceguard.flow.Result.Mention;
import vpceguard.flow.Result.Recorded;
import vpceguard.model.Endpoint;
import vpceguard.model.EndpointId;
import vpceguard.model.NetworkFacts;
import vpceguard.perimeter.Existing;
import vpceguard.perimeter.Level;
import vpceguard.perimeter.Mode;
import vpceguard.perimeter.NoticeRules;
import vpceguard.remediation.Outcome;
import vpceguard.remediation.Plan;
import vpceguard.remediation.Planner;
import vpceguard.remediation.Refusal;

/// A sweep's look at every endpoint. Findings that stood before go to the digest, and are repaired when
/// their grace period is over; an endpoint whose CreateVpcEndpoint event was lost is dealt with as if the
/// event had come.
final class Look {
    /// Time to tell what was found.
    private static final Duration RESERVE = Duration.ofSeconds(60);

    private static final Result CHANGED = new Recorded(new Outcome.Changed());

    private final Ports ports;
    private final Remediator remediator;
    private final Stack stack;
    private final Clock clock;
    private final Invocation invocation;
    private final Trust.Confirmed trust;
    private final SweepState begun;
    private final List<RuntimeException> broken;
    private final Assessor assessor;
    private final DailyDigest digest;
    private final Bygones bygones;
    private Instant listedAt = Instant.EPOCH;
    private int seen;
    private int taken;
    private boolean hasRoom;
    private boolean isUntold;
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
        this.broken = broken;
        var sender = stack.sender(trust.perimeter());
        this.digest = new DailyDigest(ports, sender, clock, invocation, trust.perimeter(), begun, holds, broken);
        this.bygones = new Bygones(ports, sender, clock, digest);
        this.assessor = new Assessor(ports, stack);
        this.unheard = begun.unheard();
        this.isUntold = begun.isRepeated();
    }

    /// Looks at all endpoints after the cursor, until the time is up; returns one line with the counts.
    String run() {
        listedAt = clock.instant();
        var standings = ports.ledger().standings();
        Function<Endpoint, Standing> known = endpoint -> standings.getOrDefault(endpoint.id(), Standing.UNKNOWN);
        var endpoints = ports.endpoints()
                .all()
                .sorted(comparing(known.andThen(Look::lastRefused))
                        .thenComparing(endpoint -> endpoint.id().value()))
                .toList();
        ports.services().expect(endpoints);
        var network = network(endpoints);
        var cursor = begun.cursor().orElse("");
        for (var endpoint : endpoints) {
            var standing = known.apply(endpoint);
            if (isLookedAt(endpoint, standing)) {
                continue;
            }
            if (!clock.instant().plus(RESERVE).isBefore(invocation.deadline())) {
                return end(begun.at(Optional.of(cursor)));
            }
            seen++;
            look(endpoint, standing, network);
            cursor = standing.refusal().isEmpty() ? endpoint.id().value() : cursor;
        }
        var ids = endpoints.stream().map(Endpoint::id).collect(toSet());
        standings.forEach((id, standing) -> {
            if (!ids.contains(id)) {
                recall(id, standing, Optional.empty());
                if (!standing.isGone() || isKnown(standing)) {
                    digest.hearGone(id, standing);
                }
            }
        });
        digest.attempt(() -> hearMissing(endpoints));
        return end(begun.over());
    }

    /// Whether what was told of it is not forgotten: an earlier version noted that it is gone, and sent no copies.
    private static boolean isKnown(Standing standing) {
        var told = standing.told();
        return !told.keys().isEmpty()
                || !told.owed().isEmpty()
                || !standing.inCopies().isEmpty();
    }

    /// What EC2 refused comes after all else, so that it takes no other's place under the cap for ever.
    private static Instant lastRefused(Standing standing) {
        return standing.refusal().map(Refusal::at).orElse(Instant.EPOCH);
    }

    /// Whether this look was at the endpoint before it was cut off. One that is repeated asks EC2 for nothing that it
    /// refused, and is at it again to tell of it.
    private boolean isLookedAt(Endpoint endpoint, Standing standing) {
        return standing.refusal()
                .map(refusal -> !begun.isRepeated() && !refusal.at().isBefore(begun.startedAt()))
                .orElseGet(() -> endpoint.id().value().compareTo(begun.cursor().orElse("")) <= 0);
    }

    /// On the days on which it would have been told if it were not over.
    private void recall(EndpointId endpoint, Standing standing, Optional<Sight> sight) {
        if (digest.isToldToday() || trust.perimeter().notices().digest() == NoticeRules.Digest.OFF) {
            bygones.hear(endpoint, standing, sight);
        }
    }

    private Optional<NetworkFacts> network(List<Endpoint> endpoints) {
        return Controls.level(Controls.SECURITY_GROUP_OPEN, trust.perimeter()) == Level.OFF
                ? Optional.empty()
                : Optional.of(ports.networks().of(endpoints));
    }

    /// Sends copies again that failed; nothing is repaired, and people are told of nothing.
    void copyAgain() {
        var standings = ports.ledger().standings();
        var all = ports.endpoints().all().toList();
        var endpoints = all.stream()
                .filter(endpoint -> begun.owed().contains(endpoint.id().value()))
                .toList();
        ports.services().expect(endpoints);
        var network = network(endpoints);
        for (var endpoint : endpoints) {
            if (clock.instant().plus(RESERVE).isBefore(invocation.deadline())) {
                try {
                    digest.hearAgain(sight(
                            endpoint,
                            standings.getOrDefault(endpoint.id(), Standing.UNKNOWN),
                            subject(endpoint, network)));
                } catch (RuntimeException e) {
                    broken.add(e);
                }
            }
        }
        var listed = all.stream().map(Endpoint::id).collect(toSet());
        begun.owed().stream()
                .map(EndpointId::new)
                .filter(id -> !listed.contains(id))
                .forEach(id -> digest.hearGone(id, standings.getOrDefault(id, Standing.UNKNOWN)));
        digest.send();
        ports.ledger().keep(digest.after(begun));
    }

    private Subject subject(Endpoint endpoint, Optional<NetworkFacts> network) {
        var bare = assessor.of(endpoint, Controls.on(endpoint, trust.perimeter()));
        return network.map(bare::with).orElse(bare);
    }

    private Sight sight(Endpoint endpoint, Standing standing, Subject subject) {
        var assessment = Assessment.of(subject);
        var existing = subject.perimeter().existing();
        var repair = existing.isRepaired() && !standing.isServiceMade()
                ? Planner.plan(subject, assessment, new Touched.Everything())
                : Plan.nothing();
        var mode = stack.mode().with(subject.perimeter().mode());
        var detachable = Sight.detachable(endpoint, assessment, standing, subject.perimeter());
        return new Sight(endpoint, standing, assessment, existing, repair, detachable, mode, clock.instant());
    }

    /// One endpoint that fails keeps the others from nothing; it fails the sweep in the end.
    private void look(Endpoint endpoint, Standing standing, Optional<NetworkFacts> network) {
        try {
            if (standing.isGone()) {
                ports.ledger().back(endpoint.id());
            }
            var subject = subject(endpoint, network);
            var sight = sight(endpoint, standing, subject);
            recall(endpoint.id(), standing, Optional.of(sight));
            if (sight.assessment().leftAlone().isPresent() || standing.isServicesAlone()) {
                return;
            }
            var existing = subject.perimeter().existing();
            if (sight.isMissed(begun.installedAt())) {
                unheard++;
                var _ = repair(found(endpoint, Why.MISSED, endpoint.createdAt().orElseThrow()));
            } else if (sight.isDue() && sight.mode() == Mode.OBSERVE) {
                var _ = repair(existing(sight));
                forgetRefusal(sight);
                digest.hear(sight);
            } else if (sight.isDue() && !isUntold && !isBegun(endpoint.id(), standing) && hasRoom(existing)) {
                repairExisting(sight, subject);
            } else if (!sight.isDue()
                    && standing.heldBack()
                    && Planner.plan(subject, sight.assessment(), Touched.policyOf(endpoint))
                            .writes()) {
                repairHeldBack(endpoint, subject);
            } else if (!sight.isYoung(begun.installedAt())) {
                remember(sight);
                digest.hear(sight);
            }
        } catch (RuntimeException e) {
            broken.add(e);
        }
    }

    private Found existing(Sight sight) {
        return found(sight.endpoint(), Why.EXISTING, begun.startedAt()).telling(sight.detachable());
    }

    private void repairExisting(Sight sight, Subject subject) {
        var endpoint = sight.endpoint();
        var result = repairExisting(existing(sight));
        hasRoom = switch (result) {
            // EC2 was asked for it, or will be without another look.
            case Recorded(Outcome.Changed()), Recorded(Outcome.Refused _), Recorded(Outcome.Unconfirmed _) -> false;
            case Recorded(Outcome.Deferred()) -> false;
            case Mention mention -> mention != Mention.LATER;
            case Recorded _, Assessed _ -> true;
        };
        if (result instanceof Recorded(Outcome.Refused _)) {
            digest.hear(sight(endpoint, ports.ledger().standing(endpoint.id()), subject));
        } else if (hasRoom) {
            forgetRefusal(sight);
        }
    }

    /// EC2 was not asked again, since recorded calls hold the repair back by now, or the stack only observes: its place
    /// is among the others.
    private void forgetRefusal(Sight sight) {
        if (sight.standing().refusal().isPresent()) {
            var id = sight.endpoint().id();
            ports.ledger().tell(id, ports.ledger().standing(id).told().unrefused());
        }
    }

    private Result repairExisting(Found found) {
        // What kept people from being told of one would keep them from being told of all.
        isUntold = true;
        try {
            var result = repair(found);
            isUntold = false;
            return result;
        } catch (RuntimeException e) {
            // Nothing is written without a record.
            var record = ports.ledger().record(found.endpoint(), found.cause());
            hasRoom = record.isEmpty();
            isUntold =
                    record.filter(made -> made.circumstances().told().isEmpty()).isPresent();
            throw e;
        }
    }

    /// Whether one was begun that the hourly sweep is to end; another would only meet its lease, and take a place.
    private boolean isBegun(EndpointId endpoint, Standing standing) {
        return standing.open().stream()
                .flatMap(cause -> ports.ledger().unfinished(endpoint, cause).stream())
                .anyMatch(record -> record.origin().isExisting() && !record.isConcluded());
    }

    /// Takes one of this day's repairs, if the cap leaves some; a repair that has none waits for another day. One
    /// that EC2 was not asked for leaves it to the next.
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

    private Found found(Endpoint endpoint, Why why, Instant since) {
        return Found.of(endpoint.id(), why, since, stack.account(), stack.region());
    }

    private Result repair(Found found) {
        return repair(found, _ -> found);
    }

    /// Reads the endpoint again: by the time that its turn has come the list may be some minutes old.
    private Result repair(Found found, Function<Endpoint, EndpointChange> change) {
        var seen = Seen.of(ports, clock, invocation, found.endpoint(), found.cause());
        var result = seen.endpoint()
                .map(now -> remediator.handle(change.apply(now), now, trust, seen.trail()))
                .orElse(Mention.GONE);
        repaired += result.equals(CHANGED) ? 1 : 0;
        return result;
    }

    /// A repair that a rehearsal held back is planned anew in each sweep: the perimeter may let through by now what it
    /// would have denied, or nobody makes these calls any more. People know of the policy then, but not how the
    /// endpoint is connected.
    private void repairHeldBack(Endpoint endpoint, Subject subject) {
        var found = found(endpoint, Why.HELD_BACK, begun.startedAt());
        var result = repair(found, now -> new EndpointChange.Modified(found.origin(), now.id(), Touched.policyOf(now)));
        if (!result.equals(CHANGED)) {
            digest.hear(sight(endpoint, ports.ledger().standing(endpoint.id()), subject)
                    .byNetwork());
        }
    }

    /// An endpoint that changed without an event is told from one whose event is late by seeing it twice.
    private void remember(Sight sight) {
        var endpoint = sight.endpoint();
        var standing = sight.standing();
        boolean isSeenTwice = !begun.isRepeated() && standing.unheard().equals(Optional.of(sight.digest()));
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

    private void hearMissing(List<Endpoint> endpoints) {
        var perimeter = trust.perimeter();
        if (Controls.level(EndpointMissing.ID, perimeter) != Level.OFF) {
            digest.hear(EndpointMissing.in(ports.networks().vpcs().stream()
                            .map(vpc -> new VpcSubject(vpc, stack.account(), stack.region(), endpoints, perimeter)))
                    .stream()
                    .filter(finding -> finding.exempt().isEmpty())
                    .toList());
        }
    }

    private String end(SweepState reached) {
        boolean isSaid = unheard >= SweepState.CERTAIN && digest.unheard();
        int told = digest.send();
        bygones.send();
        var state = digest.after(reached).unheard(isSaid ? 0 : unheard);
        ports.ledger().keep(state);
        return (state.cursor().isPresent() ? "cut off after " : "") + seen + " endpoints, " + told + " told, "
                + repaired + " repaired";
    }
}
