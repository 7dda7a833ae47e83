package vpceguard.flow;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import vpceguard.flow.Standing.Told;
import vpceguard.flow.Standing.Written;
import vpceguard.model.NetworkSettings;

/// What the ledger in memory knows of an endpoint.
final class FakeState {
    record Lease(String cause, String invocation) {}

    Optional<String> policy = Optional.empty();
    Optional<String> before = Optional.empty();
    Optional<Written> written = Optional.empty();
    Optional<NetworkSettings> network = Optional.empty();
    Optional<NetworkSettings> baseline = Optional.empty();
    Told told = Told.NOTHING;
    boolean heldBack;
    boolean isServices;
    Optional<String> unheard = Optional.empty();
    Set<String> heard = Set.of();
    Optional<String> heardFrom = Optional.empty();
    Optional<Lease> lease = Optional.empty();
    Instant leaseUntil = Instant.EPOCH;
    boolean gone;
    final Set<String> open = new LinkedHashSet<>();

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
                isServices,
                heard,
                heardFrom,
                unheard);
    }
}
