package vpceguard.flow;

import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import vpceguard.model.Endpoint;
import vpceguard.model.EndpointId;
import vpceguard.remediation.Step;

/// EC2 as a history sees it: each look is remembered, each write is judged.
record HistoryEndpoints(FakeEndpoints ec2, Calls calls, Supplier<HistoryInvocation> current, HistoryRules rules)
        implements Endpoints {
    @Override
    public Optional<Endpoint> find(EndpointId id) {
        var found = ec2.find(id);
        found.ifPresent(this::looked);
        return found;
    }

    @Override
    public Optional<Endpoint> findUntil(EndpointId id, Predicate<Endpoint> expected) {
        return find(id);
    }

    /// No look that a write may follow: by the time that an endpoint's turn has come the list is old.
    @Override
    public Stream<Endpoint> all() {
        return ec2.all();
    }

    private void looked(Endpoint endpoint) {
        current.get().looks.put(endpoint.id(), endpoint.policy().orElseThrow());
    }

    @Override
    public Modification modify(EndpointId id, Step step) {
        return calls.call("modify", () -> {
            var shown = Optional.ofNullable(ec2.shown.get(id));
            if (shown.isEmpty()) {
                return new Modification.Refused("InvalidVpcEndpointId.NotFound");
            }
            return rules.written(shown.get(), step, current.get(), () -> ec2.modifyNow(id, step));
        });
    }
}
