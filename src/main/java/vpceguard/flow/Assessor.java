package vpceguard.flow;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import vpceguard.control.Subject;
import vpceguard.event.EndpointChange;
import vpceguard.model.Attachments;
import vpceguard.model.Endpoint;
import vpceguard.model.NetworkSettings;
import vpceguard.perimeter.Ceiling;
import vpceguard.perimeter.Perimeter;

/// Collects what the controls look at on one endpoint. What costs a call to AWS is read only where a control
/// needs it.
record Assessor(Ports ports, Stack stack) {

    /// The subject for a change, without the network around the endpoint, unless the call took groups away.
    Subject of(EndpointChange change, Endpoint endpoint, Perimeter perimeter, Supplier<Standing> standing) {
        var subject = of(Optional.of(change), endpoint, perimeter);
        if (subject.asksForIntent()) {
            subject = subject.since(standing.get().intent());
        }
        return subject.asksForBaseline()
                ? baseline(change, standing)
                        .map(subject::with)
                        .map(this::aroundLost)
                        .orElse(subject)
                : subject;
    }

    /// Groups that may be put back are looked at in the same calls as those that the endpoint has.
    private Subject aroundLost(Subject subject) {
        var groups = subject.lost().securityGroups();
        if (!(subject.change().orElseThrow() instanceof EndpointChange.Settled)
                || groups.isEmpty()
                || !subject.asksForNetwork()) {
            return subject;
        }
        var endpoint = subject.endpoint();
        var all = endpoint.network().attachments().plus(new Attachments(groups, Set.of(), Set.of()));
        var with = endpoint.withNetwork(endpoint.network().with(all));
        return subject.with(ports.networks().of(List.of(with)));
    }

    private static Optional<NetworkSettings> baseline(EndpointChange change, Supplier<Standing> standing) {
        return change instanceof EndpointChange.Settled(var _, var baseline) && baseline.isPresent()
                ? baseline
                : standing.get().baseline();
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
                Ceiling.of(perimeter, endpoint, stack.region()),
                change);
    }
}
