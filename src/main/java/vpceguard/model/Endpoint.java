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
        NetworkSettings network,
        Optional<Boolean> requesterManaged,
        Map<String, String> tags,
        Optional<Instant> createdAt) {
    public Endpoint {
        tags = Map.copyOf(tags);
    }

    public Set<String> securityGroups() {
        return network.attachments().securityGroups();
    }

    public Set<String> subnets() {
        return network.attachments().subnets();
    }

    public Set<String> routeTables() {
        return network.attachments().routeTables();
    }

    /// The same endpoint with another policy, or none.
    public Endpoint withPolicy(Optional<String> text) {
        return with(text, network);
    }

    /// The same endpoint with other network settings.
    public Endpoint withNetwork(NetworkSettings settings) {
        return with(policy, settings);
    }

    private Endpoint with(Optional<String> text, NetworkSettings settings) {
        return new Endpoint(
                id, type, state, vpcId, service, serviceRegion, text, settings, requesterManaged, tags, createdAt);
    }
}
