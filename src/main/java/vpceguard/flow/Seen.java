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
    private static final int LOOKS = 3;

    /// Looks at an endpoint until that does not take long, or three times, since what somebody did before a look and
    /// after the trail began would count as newer than what was seen (`NewestIntent`).
    static Seen of(Ports ports, Clock clock, Invocation invocation, EndpointId id, String cause) {
        var seen = look(ports, clock, invocation, id, cause);
        for (int looks = 1; looks < LOOKS && seen.isLate(clock); looks++) {
            seen = look(ports, clock, invocation, id, cause);
        }
        return seen;
    }

    private boolean isLate(Clock clock) {
        return endpoint.isPresent() && clock.instant().isAfter(trail.begunAt().plus(NewestIntent.SKEW));
    }

    private static Seen look(Ports ports, Clock clock, Invocation invocation, EndpointId id, String cause) {
        return new Seen(
                new Trail(invocation, clock, id, cause), ports.endpoints().find(id));
    }
}
