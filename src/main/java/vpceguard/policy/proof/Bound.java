package vpceguard.policy.proof;

import java.util.ArrayList;
import java.util.List;
import vpceguard.json.Json;
import vpceguard.json.Parsed;
import vpceguard.policy.Policy;
import vpceguard.policy.PolicyReader;
import vpceguard.policy.Statement;

/// The most that a policy may let through, in two forms that mean the same.
///
/// @param allows as Allow statements: a request is inside if one of them matches
/// @param denies as Deny statements: a request is inside if none of them matches
public record Bound(List<Statement> allows, List<Statement> denies) {
    public Bound {
        allows = List.copyOf(allows);
        denies = List.copyOf(denies);
    }

    /// Whether the bound leaves nothing out.
    public boolean isEverything() {
        return denies.isEmpty();
    }

    /// The bound as a policy, in the form that has the fewer statements.
    Policy policy() {
        var everything = Json.object()
                .put("Effect", "Allow")
                .put("Principal", "*")
                .put("Action", "*")
                .put("Resource", "*")
                .build();
        var statements = new ArrayList<Json>();
        if (denies.size() < allows.size()) {
            statements.add(everything);
        }
        (denies.size() < allows.size() ? denies : allows).forEach(statement -> statements.add(statement.source()));
        var document = Json.object()
                .put("Version", Policy.WITH_VARIABLES)
                .put("Statement", new Json.Arr(statements))
                .build();
        return switch (PolicyReader.read(document)) {
            case Parsed.Ok<Policy>(var policy) -> policy;
            case Parsed.Malformed<Policy> malformed -> throw new IllegalStateException("own policy: " + malformed);
        };
    }
}
