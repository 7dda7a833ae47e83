package vpceguard.model;

import java.util.Locale;
import java.util.Set;

/// The state of an endpoint as AWS spells it, such as `available` or `pendingAcceptance`. It is compared
/// without case, since AWS's documentation and its answers differ in that.
public record EndpointState(String name) {
    private static final Set<String> GONE = Set.of("deleting", "deleted", "rejected", "failed", "expired");

    public EndpointState {
        name = name.toLowerCase(Locale.ROOT);
    }

    /// Whether no traffic passes any more, nor will: there is nothing left to repair.
    public boolean isGone() {
        return GONE.contains(name);
    }
}
