package vpceguard.perimeter;

import java.util.List;
import vpceguard.json.Json;
import vpceguard.model.EndpointType;
import vpceguard.model.ServiceName;
import vpceguard.policy.Policy;
import vpceguard.policy.PolicyReader;
import vpceguard.policy.Statement;
import vpceguard.policy.proof.Containment;
import vpceguard.policy.proof.Possible;

/// The calls of one service, as patterns of actions: no other call comes to its endpoint.
record ServiceCalls(List<String> patterns) {
    ServiceCalls {
        patterns = List.copyOf(patterns);
    }

    static ServiceCalls of(String service, String partition, String region) {
        var prefixes = ServiceKnowledge.of(ServiceName.of(service, region), partition, region)
                .prefixes();
        return new ServiceCalls(
                prefixes.isEmpty()
                        ? List.of("*")
                        : prefixes.stream().map(prefix -> prefix + ":*").toList());
    }

    /// Whether it is proved that statements let none of them through, whoever makes it.
    boolean areKeptOutBy(List<Statement> statements) {
        return areKeptOutBy(statements, Json.object().build());
    }

    /// The same for those under a condition.
    boolean areKeptOutBy(List<Statement> statements, Json.Obj condition) {
        var both = List.of(
                PolicyReader.own(List.of(AllowForm.statement("Calls", patterns, List.of("*"), condition))),
                Policy.of(statements));
        return Possible.of(both, Policy.NOTHING, EndpointType.INTERFACE).containment() instanceof Containment.Contained;
    }

    @Override
    public String toString() {
        return String.join(", ", patterns);
    }
}
