package vpceguard.model;

import java.time.Instant;
import java.util.Optional;
import java.util.TreeMap;
import vpceguard.json.Json;
import vpceguard.json.Stored;

/// An endpoint as JSON, for records; what is written is read again without loss.
public final class EndpointJson {
    private EndpointJson() {}

    public static Json.Obj write(Endpoint endpoint) {
        var tags = Json.object();
        new TreeMap<>(endpoint.tags()).forEach(tags::put);
        var json = Json.object()
                .put("id", endpoint.id().value())
                .put("type", endpoint.type().name())
                .put("state", endpoint.state().name())
                .put("vpcId", endpoint.vpcId())
                .put("service", endpoint.service().value())
                .put("serviceRegion", endpoint.serviceRegion())
                .put("policy", endpoint.policy());
        NetworkJson.write(endpoint.network(), json)
                .put("tags", tags.build())
                .put("createdAt", endpoint.createdAt().map(Instant::toString));
        endpoint.requesterManaged().ifPresent(flag -> json.put("requesterManaged", flag));
        return json.build();
    }

    public static Endpoint read(Stored stored) {
        return new Endpoint(
                new EndpointId(stored.text("id")),
                new EndpointType(stored.text("type")),
                new EndpointState(stored.text("state")),
                stored.text("vpcId"),
                new ServiceName(stored.text("service")),
                stored.optionalText("serviceRegion"),
                stored.optionalText("policy"),
                NetworkJson.read(stored),
                stored.optionalBool("requesterManaged"),
                stored.textMap("tags"),
                stored.optionalText("createdAt").map(Instant::parse));
    }

    /// The tag `Name`, if there is one.
    public static Optional<String> name(Endpoint endpoint) {
        return Optional.ofNullable(endpoint.tags().get("Name"));
    }
}
