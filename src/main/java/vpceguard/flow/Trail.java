package vpceguard.flow;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import vpceguard.json.Json;
import vpceguard.model.EndpointId;

/// The steps of one pass over one endpoint, collected for the journal. It is made before the endpoint is
/// looked at.
final class Trail {
    private final Invocation invocation;
    private final Clock clock;
    private final EndpointId endpoint;
    private final String cause;
    private final Instant begunAt;
    private final List<Json.Obj> steps = new ArrayList<>();

    Trail(Invocation invocation, Clock clock, EndpointId endpoint, String cause) {
        this.invocation = invocation;
        this.clock = clock;
        this.endpoint = endpoint;
        this.cause = cause;
        this.begunAt = clock.instant();
    }

    String cause() {
        return cause;
    }

    Invocation invocation() {
        return invocation;
    }

    /// Before the look: what somebody does from then on, a write that follows from it may go over.
    Instant begunAt() {
        return begunAt;
    }

    Trail step(String name, Json detail) {
        steps.add(Journal.step(name)
                .put("at", clock.instant().toString())
                .put("endpoint", endpoint.value())
                .put("cause", cause)
                .put("invocation", invocation.id())
                .put("detail", detail)
                .build());
        return this;
    }

    Trail step(String name, String detail) {
        return step(name, new Json.Str(detail));
    }

    List<Json.Obj> steps() {
        return steps;
    }
}
