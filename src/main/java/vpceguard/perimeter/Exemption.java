package vpceguard.perimeter;

import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;
import vpceguard.model.Endpoint;

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
    /// @param account a perimeter in force for an account holds none of other accounts
    /// @param service the service's short name
    public record Match(
            Optional<String> account, Optional<String> vpc, Optional<String> service, Optional<String> endpoint) {
        /// Whether it is about an endpoint of its account. Tags say nothing here: an endpoint's owner sets them.
        boolean fits(Endpoint of) {
            return is(vpc, of.vpcId())
                    && is(service, of.service().shortName())
                    && is(endpoint, of.id().value());
        }

        /// Whether it is about all that a VPC of its account has of a service.
        boolean fits(String ofVpc, String ofService) {
            return endpoint.isEmpty() && is(vpc, ofVpc) && is(service, ofService);
        }

        private static boolean is(Optional<String> named, String found) {
            return named.isEmpty() || named.get().equals(found);
        }
    }
}
