package vpceguard.perimeter;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// An account outside the organization that is trusted in one direction.
///
/// @param trust `IDENTITIES`: it may call; `RESOURCES`: what it owns may be called upon
/// @param services short names of the services concerned; empty for all
/// @param actions patterns of the calls concerned, such as `s3:Get*`; empty for all
/// @param owner who answers for it
/// @param until the last day, to its end in UTC
public record Partner(
        String account,
        Clause trust,
        Set<String> services,
        List<String> actions,
        String reason,
        String owner,
        Optional<LocalDate> until) {
    public Partner {
        services = Set.copyOf(services);
        actions = List.copyOf(actions);
    }

    boolean concerns(String service) {
        return services.isEmpty() || services.contains(service);
    }
}
