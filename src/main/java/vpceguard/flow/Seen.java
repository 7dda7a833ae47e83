package vpceguard.flow;

import java.time.Clock;
import java.util.Optional;
import vpceguard.model.Endpoint;
import vpceguard.model.EndpointId;

/// An endpoint as it was just looked at.
///
/// @param trail begun right before the look
/// @param endpoint empty if there is no such endpoint any more
record Seen(Trail trail, Optional<Endpoint> endpoint) {

    /// Looks at an endpoint; once more if that took long, since what somebody did before the look and after the trail
    /// began would count as newer than what was seen (`NewestIntent`).
    static Seen of(Ports ports, Clock clock, Invocation invocation, EndpointId id, String cause) {
        var seen = look(ports, clock, invocation, id, cause);
        boolean isLate = clock.instant().isAfter(seen.trail().begunAt().plus(NewestIntent.SKEW));
        return isLate && seen.endpoint().isPresent() ? look(ports, clock, invocation, id, cause) : seen;
    }

    private static Seen look(Ports ports, Clock clock, Invocation invocation, EndpointId id, String cause) {
        return new Seen(
                new Trail(invocation, clock, id, cause), ports.endpoints().find(id));
    }
}
