package vpceguard.flow;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import vpceguard.model.Attachments;
import vpceguard.model.Endpoint;
import vpceguard.model.EndpointId;
import vpceguard.model.NetworkSettings;
import vpceguard.remediation.Step;

/// EC2's endpoints in memory.
final class FakeEndpoints implements Endpoints {
    final Map<EndpointId, Endpoint> shown = new LinkedHashMap<>();
    Optional<String> refusal = Optional.empty();
    /// Whether EC2 is at somebody else's call.
    Predicate<EndpointId> isBusy = _ -> false;
    boolean forgetsModifications;
    private final Calls calls;
    private int requests;

    FakeEndpoints(Calls calls) {
        this.calls = calls;
    }

    @Override
    public Optional<Endpoint> find(EndpointId id) {
        return calls.call("describe", () -> Optional.ofNullable(shown.get(id)));
    }

    @Override
    public Optional<Endpoint> findUntil(EndpointId id, Predicate<Endpoint> expected) {
        return find(id);
    }

    @Override
    public Stream<Endpoint> all() {
        return calls.call("describe all", () -> List.copyOf(shown.values()).stream());
    }

    @Override
    public Modification modify(EndpointId id, Step step) {
        return calls.call("modify", () -> modifyNow(id, step));
    }

    Modification modifyNow(EndpointId id, Step step) {
        if (isBusy.test(id)) {
            return new Modification.UnderWay("OperationInProgress");
        }
        if (refusal.isPresent()) {
            return new Modification.Refused(refusal.get());
        }
        if (!forgetsModifications) {
            shown.computeIfPresent(id, (_, endpoint) -> modified(endpoint, step));
        }
        requests++;
        return new Modification.Accepted("request-" + requests);
    }

    private static Endpoint modified(Endpoint endpoint, Step step) {
        var network = endpoint.network();
        var attachments = network.attachments();
        var kept = new Attachments(
                attachments.minus(step.removed()).securityGroups(),
                attachments.minus(step.removed()).subnets(),
                attachments.minus(step.removed()).routeTables());
        var settings = new NetworkSettings(
                kept.plus(step.restored().attachments()),
                step.restored().privateDns().or(network::privateDns),
                step.restored().ipAddressType().or(network::ipAddressType),
                step.restored().dnsOptions().isEmpty()
                        ? network.dnsOptions()
                        : step.restored().dnsOptions());
        return endpoint.withPolicy(step.policy().or(endpoint::policy)).withNetwork(settings);
    }
}
