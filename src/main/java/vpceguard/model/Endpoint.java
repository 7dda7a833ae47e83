package vpceguard.model;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// One VPC endpoint as `DescribeVpcEndpoints` shows it.
///
/// @param policy the policy document's text; empty for kinds that carry none
/// @param requesterManaged empty where AWS left the flag out, as it does in some answers
/// @param serviceRegion the service's Region if it differs from the endpoint's
/// @param createdAt empty where AWS left it out
public record Endpoint(
        EndpointId id,
        EndpointType type,
        EndpointState state,
        String vpcId,
        ServiceName service,
        Optional<String> serviceRegion,
        Optional<String> policy,
        Set<String> securityGroups,
        Set<String> subnets,
        Set<String> routeTables,
        Optional<Boolean> requesterManaged,
        Map<String, String> tags,
        Optional<Instant> createdAt) {
    public Endpoint {
        securityGroups = Set.copyOf(securityGroups);
        subnets = Set.copyOf(subnets);
        routeTables = Set.copyOf(routeTables);
        tags = Map.copyOf(tags);
    }

    /// The same endpoint with another policy, or none.
    public Endpoint withPolicy(Optional<String> text) {
        return new Endpoint(
                id,
                type,
                state,
                vpcId,
                service,
                serviceRegion,
                text,
                securityGroups,
                subnets,
                routeTables,
                requesterManaged,
                tags,
                createdAt);
    }
}
