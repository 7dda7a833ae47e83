package vpceguard.perimeter;

import java.util.Set;

/// What every VPC and endpoint must have, and who may change endpoints.
///
/// @param services short names of services that every VPC needs an endpoint for
/// @param tags names of tags that every endpoint needs
/// @param actors patterns of the ARNs of those who may create and change endpoints; empty for everybody
public record Required(Set<String> services, Set<String> tags, Set<String> actors) {
    public static final Required NOTHING = new Required(Set.of(), Set.of(), Set.of());

    public Required {
        services = Set.copyOf(services);
        tags = Set.copyOf(tags);
        actors = Set.copyOf(actors);
    }
}
