package vpceguard.flow;

import java.util.Optional;
import java.util.function.Supplier;
import vpceguard.control.Subject;
import vpceguard.event.EndpointChange;
import vpceguard.model.Endpoint;
import vpceguard.perimeter.Ceiling;
import vpceguard.perimeter.Perimeter;

/// Brings together what controls look at; whatever costs a call is asked for only where a control needs it.
record Assessor(Ports ports, Stack stack) {

    /// The subject for a change, without the network around the endpoint.
    Subject of(EndpointChange change, Endpoint endpoint, Perimeter perimeter, Supplier<Standing> standing) {
        var subject = of(Optional.of(change), endpoint, perimeter);
        if (subject.asksForIntent()) {
            subject = subject.since(standing.get().intent());
        }
        var baseline = subject.asksForBaseline() && change.touched().networkTouched()
                ? standing.get().baseline()
                : Optional.<vpceguard.model.NetworkSettings>empty();
        return baseline.isPresent() ? subject.with(baseline.get()) : subject;
    }

    /// The subject of a sweep.
    Subject of(Endpoint endpoint, Perimeter perimeter) {
        return of(Optional.empty(), endpoint, perimeter);
    }

    private Subject of(Optional<EndpointChange> change, Endpoint endpoint, Perimeter perimeter) {
        return Subject.of(
                endpoint,
                stack.account(),
                ports.services().of(endpoint),
                perimeter,
                Ceiling.of(perimeter, endpoint.service(), region(endpoint), perimeter.writtenClauses()),
                change);
    }

    /// The Region of the endpoint's service.
    String region(Endpoint endpoint) {
        return endpoint.serviceRegion().orElse(stack.region());
    }
}
