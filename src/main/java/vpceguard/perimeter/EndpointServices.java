package vpceguard.perimeter;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import vpceguard.model.ServiceDetail;
import vpceguard.model.ServiceName;

/// Which endpoint services may be connected to.
///
/// @param owners beside AWS, which always is one: `organization` (the own account and the trusted ones, which is all
///     that AWS lets a member account know of its organization), `aws-marketplace`, or account ids
/// @param approved single services beside those
public record EndpointServices(Set<String> owners, List<Approved> approved) {
    public static final String ORGANIZATION = "organization";

    /// The owners if a document says nothing.
    public static final Set<String> USUAL_OWNERS = Set.of(ServiceDetail.AMAZON, ORGANIZATION);

    public EndpointServices {
        owners = Set.copyOf(owners);
        approved = List.copyOf(approved);
    }

    /// Whether a service is approved by name.
    ///
    /// @param owner who owns it; if that is not said, only approval whoever owns it counts
    public boolean approves(ServiceName service, Optional<String> owner) {
        return approved.stream()
                .filter(one -> one.name().equals(service.value()))
                .anyMatch(one -> one.owner().isEmpty() || one.owner().equals(owner));
    }

    /// A service that is approved by name.
    ///
    /// @param owner who must own it: `amazon`, `aws-marketplace` or an account; empty for whoever does
    /// @param accounts the accounts that may connect; empty for all
    /// @param until the last day, to its end in UTC
    public record Approved(
            String name, Optional<String> owner, Set<String> accounts, String reason, Optional<LocalDate> until) {
        public Approved {
            accounts = Set.copyOf(accounts);
        }
    }
}
