package vpceguard.flow;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import vpceguard.event.EndpointChange;
import vpceguard.event.Touched;
import vpceguard.flow.Result.Mention;
import vpceguard.model.Endpoint;
import vpceguard.model.EndpointId;
import vpceguard.model.Severity;
import vpceguard.remediation.RemediationRecord;
import vpceguard.remediation.Restraint;

/// Deals with changes, second looks and interrupted records; a `Pass` has the order of the work.
///
/// Whatever fails throws and leaves; the same event, or the sweep, takes up where the record says it stopped.
public final class Remediator {
    /// A record that an own request belongs to may still be on its way to the ledger.
    private static final Duration OWN = Duration.ofMinutes(2);

    /// No repair takes so long; a record that is open for longer waits for its copies.
    private static final Duration UNDER_WAY = Duration.ofHours(2);

    private static final int REMEMBERED = 64;

    private final LinkedHashSet<Map.Entry<EndpointId, String>> dealtWith = new LinkedHashSet<>();
    private final Ports ports;
    private final Perimeters perimeters;
    private final Stack stack;
    private final Clock clock;
    private final Telling telling;
    private final Repair repair;

    public Remediator(Ports ports, Perimeters perimeters, Stack stack, Clock clock) {
        this.ports = ports;
        this.perimeters = perimeters;
        this.stack = stack;
        this.clock = clock;
        this.telling = new Telling(ports, stack, clock);
        this.repair = new Repair(ports, stack, clock, telling);
    }

    /// Deals with one change that an event tells of. An event that comes again, as any may, costs no call in the same
    /// instance.
    public Result event(EndpointChange change, Invocation invocation) {
        var call = Map.entry(change.endpoint(), change.cause());
        if (dealtWith.contains(call)) {
            return telling.duplicate(trail(change, invocation));
        }
        var result = handle(change, invocation);
        // Who meets a lease has not dealt with it: whoever holds that may have crashed, and this be its retry.
        if (result != Mention.LATER) {
            dealtWith.add(call);
        }
        if (dealtWith.size() > REMEMBERED) {
            dealtWith.removeFirst();
        }
        return result;
    }

    /// Deals with one change, also one that was looked at before.
    Result handle(EndpointChange change, Invocation invocation) {
        var presumption = perimeters.presumption(ports.ledger()::confirmation);
        var trust = perimeters.asked();
        var seen = Seen.of(ports, clock, invocation, change.endpoint(), change.cause());
        var result = seen.endpoint()
                .map(endpoint -> handle(change, endpoint, trust.get(), presumption, seen.trail()))
                .orElseGet(() -> telling.mention(Mention.GONE, "no such endpoint any more", seen.trail()));
        // After the repair: whoever signs a call so must not have it wait for a notice.
        new OtherStack(ports, stack, clock).tell(change);
        return result;
    }

    /// The same for an endpoint that was just read, by what is confirmed.
    Result handle(EndpointChange change, Endpoint endpoint, Trust trust, Trail trail) {
        return handle(change, endpoint, trust, Optional.empty(), trail);
    }

    private Result handle(
            EndpointChange change, Endpoint endpoint, Trust trust, Optional<Presumption> presumption, Trail trail) {
        return switch (trust) {
            case Trust.Confirmed confirmed ->
                new Pass(ports, stack, clock, change, endpoint, confirmed.on(endpoint), presumption, trail).run();
            case Trust.Unconfirmed unconfirmed -> throw telling.unconfirmed(unconfirmed, change, endpoint);
        };
    }

    /// Deals with a change that this stack's own role made: known if a record names its request.
    public Result own(EndpointChange change, Invocation invocation) {
        var trail = trail(change, invocation);
        return isRecorded(change) ? recorded(trail) : later(change, trail);
    }

    /// Deals with what came back from the queue.
    public Result followUp(FollowUp followUp, Invocation invocation) {
        return switch (followUp) {
            case FollowUp.Look(var change) -> handle(change, invocation);
            case FollowUp.Tell(var endpoint) -> telling.tellWaiting(endpoint, invocation);
            case FollowUp.Own(var change) -> ownAgain(change, invocation);
            case FollowUp.Publish(var topic, var notice) -> {
                ports.notices().publish(notice, topic);
                yield Mention.TOLD;
            }
        };
    }

    private Trail trail(EndpointChange change, Invocation invocation) {
        return new Trail(invocation, clock, change.endpoint(), change.cause());
    }

    private boolean isRecorded(EndpointChange change) {
        return change.origin().requestId().filter(ports.ledger()::isOwnRequest).isPresent();
    }

    private Result recorded(Trail trail) {
        return telling.mention(Mention.OWN, "a record names this request", trail);
    }

    private Result later(EndpointChange change, Trail trail) {
        ports.followUps().later(new FollowUp.Own(change), OWN);
        return telling.mention(Mention.LATER, "no record names it yet", trail);
    }

    /// A record under way may still name the request, and one that was ended after a crash has lost it; such a change
    /// is dealt with as anybody's. Else somebody uses this role.
    private Result ownAgain(EndpointChange change, Invocation invocation) {
        var trail = trail(change, invocation);
        if (isRecorded(change)) {
            return recorded(trail);
        }
        var standing = ports.ledger().standing(change.endpoint());
        boolean isYoung = change.origin().time().isAfter(clock.instant().minus(UNDER_WAY));
        if (isYoung && !standing.open().isEmpty()) {
            return later(change, trail);
        }
        if (isOurPolicy(change, standing)) {
            return recorded(trail);
        }
        if (!ports.ledger().isOwnRequest(change.endpoint().value())) {
            tellForeignUse(change, trail);
        }
        return handle(change, invocation);
    }

    private void tellForeignUse(EndpointChange change, Trail trail) {
        ports.endpoints()
                .find(change.endpoint())
                .ifPresent(endpoint -> telling.tell(
                        RemediationRecord.restrained(
                                change.cause() + ".own",
                                change.origin(),
                                endpoint,
                                stack.mode(),
                                "not asked for",
                                Severity.CRITICAL,
                                new Restraint(
                                        Restraint.Kind.FOREIGN_USE,
                                        "this stack's own role made the call, but no record names it: whoever did it"
                                                + " holds a session of the role; revoke its sessions and look at CloudTrail"),
                                trail.begunAt()),
                        Pass.telling(trail),
                        trail));
    }

    private static boolean isOurPolicy(EndpointChange change, Standing standing) {
        return change.touched() instanceof Touched.Members members
                && members.policy().filter(standing::isOurs).isPresent();
    }

    /// Ends a record that was begun by an earlier invocation.
    Result resume(RemediationRecord earlier, Trust.Confirmed trust, Invocation invocation) {
        var seen = Seen.of(ports, clock, invocation, earlier.endpoint().id(), earlier.cause());
        var trail = seen.trail();
        return seen.endpoint()
                .map(endpoint -> repair.resume(earlier, endpoint, trust, trail))
                .orElseGet(() ->
                        telling.finish(telling.ended(earlier), false, trail.step("gone", "no such endpoint any more")));
    }
}
