package vpceguard.model;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The VPCs and security groups around one endpoint or many, by id: what describing the endpoints alone does
/// not show.
public record NetworkFacts(Map<String, Vpc> vpcs, Map<String, SecurityGroup> groups) {
    public NetworkFacts {
        vpcs = Map.copyOf(vpcs);
        groups = Map.copyOf(groups);
    }

    public static NetworkFacts of(Collection<Vpc> vpcs, Collection<SecurityGroup> groups) {
        return new NetworkFacts(
                vpcs.stream().collect(Collectors.toMap(Vpc::id, Function.identity())),
                groups.stream().collect(Collectors.toMap(SecurityGroup::id, Function.identity())));
    }

    /// The VPC, or empty if AWS did not show it.
    public Optional<Vpc> vpc(String id) {
        return Optional.ofNullable(vpcs.get(id));
    }

    /// The security group, or empty if AWS did not show it.
    public Optional<SecurityGroup> group(String id) {
        return Optional.ofNullable(groups.get(id));
    }
}
