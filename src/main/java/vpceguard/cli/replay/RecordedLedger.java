package vpceguard.cli.replay;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import vpceguard.flow.Claim;
import vpceguard.flow.Confirmation;
import vpceguard.flow.Hold;
import vpceguard.flow.Ledger;
import vpceguard.flow.Standing;
import vpceguard.flow.Standing.Told;
import vpceguard.flow.SweepState;
import vpceguard.model.Endpoint;
import vpceguard.model.EndpointId;
import vpceguard.model.NetworkSettings;
import vpceguard.remediation.RemediationRecord;

/// A ledger in memory that begins empty and lasts as long as a replay. There is no interrupted work in it,
/// and no sweep.
final class RecordedLedger implements Ledger {
    private final Map<EndpointId, Standing> standings = new HashMap<>();
    private final Set<String> causes = new HashSet<>();
    private final Set<String> news = new HashSet<>();
    private final Consumer<RemediationRecord> closed;

    /// @param closed hears of each record that is closed
    RecordedLedger(Consumer<RemediationRecord> closed) {
        this.closed = closed;
    }

    @Override
    public Standing note(Endpoint endpoint, boolean isBaseline, Instant seenAt, Claim claim) {
        var before = standing(endpoint.id());
        see(endpoint, isBaseline ? Optional.of(endpoint.network()) : before.baseline());
        return before;
    }

    private void see(Endpoint endpoint, Optional<NetworkSettings> baseline) {
        var policy = Optional.of(endpoint.policy().orElse(""));
        standings.put(endpoint.id(), Standing.seen(policy, Optional.of(endpoint.network()), baseline));
    }

    @Override
    public Standing standing(EndpointId endpoint) {
        return standings.getOrDefault(endpoint, Standing.UNKNOWN);
    }

    @Override
    public Opening open(RemediationRecord record, Terms terms) {
        if (!causes.add(record.endpoint().id() + "#" + record.cause())) {
            return new Opening.Closed();
        }
        see(record.endpoint(), standing(record.endpoint().id()).baseline());
        return new Opening.Opened(false);
    }

    @Override
    public boolean isMarked(String what, Instant now) {
        return news.contains(what);
    }

    @Override
    public boolean mark(String what, Instant now) {
        return news.add(what);
    }

    @Override
    public Optional<Confirmation> confirmation() {
        return Optional.empty();
    }

    @Override
    public boolean isOwnRequest(String requestId) {
        return false;
    }

    @Override
    public boolean lease(RemediationRecord record, String invocation, Instant seenAt, boolean writesPolicy) {
        return true;
    }

    @Override
    public void conclude(RemediationRecord record) {}

    @Override
    public void close(RemediationRecord record) {
        closed.accept(record);
    }

    @Override
    public boolean leave(RemediationRecord record) {
        close(record);
        return true;
    }

    @Override
    public void digested(EndpointId endpoint, Set<String> causes) {
        throw sweeping();
    }

    @Override
    public Optional<RemediationRecord> record(EndpointId endpoint, String cause) {
        return Optional.empty();
    }

    @Override
    public List<Hold> holds() {
        return List.of();
    }

    @Override
    public Optional<Hold> hold(EndpointId endpoint) {
        return Optional.empty();
    }

    @Override
    public void release(Hold hold, Optional<Hold> left) {
        throw sweeping();
    }

    @Override
    public Optional<RemediationRecord> unfinished(EndpointId endpoint, String cause) {
        return Optional.empty();
    }

    @Override
    public Stream<RemediationRecord> unfinished(Instant openedBefore) {
        return Stream.empty();
    }

    @Override
    public Map<EndpointId, Standing> standings() {
        return Map.copyOf(standings);
    }

    @Override
    public void tell(EndpointId endpoint, Told told) {
        throw sweeping();
    }

    @Override
    public void know(EndpointId endpoint, Set<String> keys, Set<String> over) {}

    @Override
    public void holdBack(EndpointId endpoint, boolean isHeldBack) {}

    @Override
    public void unheard(EndpointId endpoint, String digest) {
        throw sweeping();
    }

    @Override
    public void gone(EndpointId endpoint) {
        throw sweeping();
    }

    @Override
    public void back(EndpointId endpoint) {
        throw sweeping();
    }

    @Override
    public Optional<SweepState> sweepState() {
        throw sweeping();
    }

    @Override
    public void keep(SweepState state) {
        throw sweeping();
    }

    @Override
    public void keep(Optional<Confirmation> confirmation) {
        throw sweeping();
    }

    private static IllegalStateException sweeping() {
        return new IllegalStateException("a replay makes no sweep");
    }
}
