package vpceguard.perimeter;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import vpceguard.policy.AddressRange;

/// The network settings that endpoints may have. An empty optional means that the document does not say, and
/// then nothing is checked.
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
