package vpceguard.perimeter;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import vpceguard.policy.AddressRange;

/// Network settings that an endpoint may have. An empty optional means that nothing was configured, and nothing is
/// checked.
///
/// @param clientCidrs addresses of clients that may reach endpoints, beside the VPC's own
/// @param regions Regions whose services may be connected to
public record Network(
        List<AddressRange> clientCidrs,
        Optional<Set<String>> regions,
        Optional<Set<String>> securityGroups,
        Optional<Set<String>> subnets,
        Optional<Set<String>> routeTables) {
    public Network {
        clientCidrs = List.copyOf(clientCidrs);
    }
}
