package vpceguard.cli.replay;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import vpceguard.event.EndpointChange;
import vpceguard.event.Touched;
import vpceguard.flow.Endpoints;
import vpceguard.json.Json;
import vpceguard.model.Attachments;
import vpceguard.model.Endpoint;
import vpceguard.model.EndpointId;
import vpceguard.model.EndpointState;
import vpceguard.model.EndpointType;
import vpceguard.model.NetworkSettings;
import vpceguard.model.ServiceName;
import vpceguard.policy.Policy;
import vpceguard.remediation.Step;

/// The endpoints as recorded calls left them, one call after the other. What no call says is taken from the
/// snapshot.
final class RecordedEndpoints implements Endpoints {
    private final Map<EndpointId, Endpoint> endpoints = new HashMap<>();

    RecordedEndpoints(List<Endpoint> snapshot) {
        snapshot.forEach(endpoint -> endpoints.put(endpoint.id(), endpoint));
    }

    /// Applies a call.
    ///
    /// @param detail CloudTrail's record of it
    void apply(EndpointChange change, Json detail) {
        switch (change) {
            case EndpointChange.Created created ->
                detail.at("responseElements", "CreateVpcEndpointResponse", "vpcEndpoint")
                        .ifPresent(made -> endpoints.put(created.endpoint(), made(created.endpoint(), made)));
            case EndpointChange.Modified(var _, var id, var touched) ->
                endpoints.computeIfPresent(id, (_, before) -> modified(before, touched));
            case EndpointChange.Settled _, EndpointChange.Found _, EndpointChange.Asked _ -> {}
        }
    }

    private static Endpoint modified(Endpoint before, Touched touched) {
        return switch (touched) {
            case Touched.Everything _ -> before;
            case Touched.Members set -> {
                var policy = set.policyReset()
                        ? Optional.of(Policy.DEFAULT)
                        : set.policy().or(before::policy);
                var attachments =
                        before.network().attachments().minus(set.removed()).plus(set.added());
                yield before.withPolicy(policy).withNetwork(before.network().with(attachments));
            }
        };
    }

    /// What the answer to a Create shows.
    private static Endpoint made(EndpointId id, Json made) {
        var type = made.textAt("vpcEndpointType").map(EndpointType::new).orElse(EndpointType.GATEWAY);
        return new Endpoint(
                id,
                type,
                new EndpointState("available"),
                made.textAt("vpcId").orElse("unknown"),
                new ServiceName(made.textAt("serviceName").orElse("unknown")),
                made.textAt("serviceRegion"),
                made.textAt("policyDocument")
                        .or(() -> type.mayCarryPolicy() ? Optional.of(Policy.DEFAULT) : Optional.empty()),
                new NetworkSettings(
                        new Attachments(
                                ids(made, "groupSet", "groupId"),
                                ids(made, "subnetIdSet", ""),
                                ids(made, "routeTableIdSet", "")),
                        truth(made, "privateDnsEnabled"),
                        made.textAt("ipAddressType"),
                        Map.of()),
                truth(made, "requesterManaged"),
                Map.of(),
                made.textAt("creationTimestamp").map(Instant::parse));
    }

    private static Optional<Boolean> truth(Json made, String name) {
        return made.at(name).map(new Json.Bool(true)::equals);
    }

    /// A set is one item, several, or an empty text.
    private static Set<String> ids(Json made, String set, String member) {
        var ids = new HashSet<String>();
        made.at(set, "item")
                .map(items -> items instanceof Json.Arr(var several) ? several : List.of(items))
                .orElse(List.of())
                .forEach(item -> (member.isEmpty() ? item.text() : item.textAt(member)).ifPresent(ids::add));
        return ids;
    }

    @Override
    public Optional<Endpoint> find(EndpointId id) {
        return Optional.ofNullable(endpoints.get(id));
    }

    @Override
    public Optional<Endpoint> findUntil(EndpointId id, Predicate<Endpoint> expected) {
        return find(id);
    }

    @Override
    public Stream<Endpoint> all() {
        return endpoints.values().stream();
    }

    @Override
    public Modification modify(EndpointId id, Step step) {
        throw new IllegalStateException("a replay observes, it changes no endpoint");
    }
}
