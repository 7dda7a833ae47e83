package vpceguard.flow;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import vpceguard.flow.Standing.Told;
import vpceguard.flow.Standing.Written;
import vpceguard.model.Endpoint;
import vpceguard.model.NetworkSettings;
import vpceguard.remediation.Remediation.PolicyChange;
import vpceguard.remediation.RemediationRecord;

/// What the ledger in memory knows of an endpoint.
final class FakeState {
    record Lease(String cause, String invocation) {}

    Instant seenAt = Instant.EPOCH;
    Optional<String> policy = Optional.empty();
    Optional<String> before = Optional.empty();
    Optional<Written> written = Optional.empty();
    Optional<NetworkSettings> network = Optional.empty();
    Optional<NetworkSettings> baseline = Optional.empty();
    Told told = Told.NOTHING;
    boolean heldBack;
    boolean isServiceMade;
    boolean othersCalled;
    Optional<String> unheard = Optional.empty();
    Set<String> heard = Set.of();
    Optional<String> heardFrom = Optional.empty();
    final Set<String> copied = new LinkedHashSet<>();
    Optional<Lease> lease = Optional.empty();
    Instant leaseUntil = Instant.EPOCH;
    boolean gone;
    final Set<String> open = new LinkedHashSet<>();
    final Set<String> untold = new LinkedHashSet<>();

    Standing standing() {
        return new Standing(
                policy,
                before,
                written,
                network,
                baseline,
                open,
                told,
                heldBack,
                isServiceMade,
                othersCalled,
                heard,
                heardFrom,
                copied,
                unheard,
                lease.map(taken -> new Standing.Lease(taken.cause(), leaseUntil)),
                untold,
                seenAt,
                gone);
    }

    /// Whether a look of that time is the last one.
    boolean isLatest(Instant look) {
        return !seenAt.isAfter(look);
    }

    /// Keeps how it was seen, unless a later look saw it.
    void see(Endpoint endpoint, boolean isBaseline, Instant look) {
        if (isLatest(look)) {
            policy = Optional.of(endpoint.policy().orElse(""));
            network = Optional.of(endpoint.network());
            seenAt = look;
            baseline = isBaseline ? network : baseline;
        }
    }

    /// It is gone, and nothing that was told of it is left.
    void leave() {
        gone = true;
        told = Told.NOTHING;
        heard = Set.of();
        heardFrom = Optional.empty();
        copied.clear();
    }

    /// An event explains what was seen, and it is there.
    void hear() {
        unheard = Optional.empty();
        gone = false;
    }

    /// Whether another invocation may be changing the endpoint, or saw another policy since that look.
    boolean isAnothers(RemediationRecord record, String invocation, Instant look, boolean writesPolicy) {
        return isLeased(record, invocation, look) || (writesPolicy && isSeenSince(record, look));
    }

    private boolean isLeased(RemediationRecord record, String invocation, Instant now) {
        return !leaseUntil.isBefore(now) && !lease.equals(Optional.of(new Lease(record.cause(), invocation)));
    }

    private boolean isSeenSince(RemediationRecord record, Instant look) {
        return seenAt.isAfter(look)
                && !policy.equals(Optional.of(record.endpoint().policy().orElse("")));
    }

    void lease(RemediationRecord record, String invocation, Instant now) {
        lease = Optional.of(new Lease(record.cause(), invocation));
        leaseUntil = now.plus(Ledger.LEASE);
    }

    void write(PolicyChange change, RemediationRecord record, Instant look) {
        if (!stoodBefore(change, record.cause())) {
            before = Optional.of(change.before());
        }
        var fingerprint = Standing.fingerprint(change.after());
        written = Optional.of(new Written(fingerprint, record.cause(), record.goesOver(look), Optional.empty()));
    }

    /// Whether what is written over is ours, so that what stood before it still does.
    boolean stoodBefore(PolicyChange change, String cause) {
        return standing().isOurs(change.before())
                || written.filter(ours -> ours.cause().equals(cause)).isPresent();
    }
}
