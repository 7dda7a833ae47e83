package vpceguard.perimeter;

import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;

/// Endpoints that some controls leave alone for a time.
///
/// @param controls ids
/// @param owner who answers for it
/// @param until the last day, to its end in UTC
public record Exemption(Match match, Set<String> controls, String reason, String owner, LocalDate until) {
    public Exemption {
        controls = Set.copyOf(controls);
    }

    /// Which endpoints: those to which every member applies; at least one is there.
    ///
    /// @param service the service's short name
    public record Match(
            Optional<String> account, Optional<String> vpc, Optional<String> service, Optional<String> endpoint) {}
}
