package vpceguard.model;

import java.util.Locale;
import java.util.Set;

/// The state of an endpoint as the wire says it, such as `available` or `pendingAcceptance`; compared without case,
/// since the API's model and its answers disagree in it.
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
