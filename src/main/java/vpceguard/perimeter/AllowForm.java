package vpceguard.perimeter;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import vpceguard.json.Json;
import vpceguard.perimeter.ServiceKnowledge.Grant;

/// A ceiling as Allow statements: a request passes if one of them matches.
final class AllowForm {
    private static final List<String> EVERYTHING = List.of("*");

    private final List<Json.Obj> statements = new ArrayList<>();

    private AllowForm() {}

    static List<Json.Obj> of(Perimeter perimeter, ServiceKnowledge knowledge, Set<Clause> clauses) {
        var form = new AllowForm();
        if (clauses.isEmpty()) {
            form.add("Everything", EVERYTHING, EVERYTHING, Json.object().build());
            return form.statements;
        }
        form.add(
                "AwsServices",
                EVERYTHING,
                EVERYTHING,
                Json.object()
                        .put(
                                "Bool",
                                Json.object()
                                        .put("aws:PrincipalIsAWSService", "true")
                                        .build())
                        .build());
        knowledge
                .anyone()
                .forEach(grant -> form.add("AwsOwned", grant, Json.object().build()));
        var identities = clauses.contains(Clause.IDENTITIES)
                ? TrustConditions.trusted(perimeter, Clause.IDENTITIES)
                : List.of(Json.object().build());
        for (var identity : identities) {
            form.addResources(perimeter, knowledge, clauses, identity);
        }
        if (clauses.contains(Clause.IDENTITIES) && !knowledge.unsigned().isEmpty()) {
            for (var resource : TrustConditions.trusted(perimeter, Clause.RESOURCES)) {
                form.add("UnsignedToTrusted", knowledge.unsigned(), EVERYTHING, stringEquals(resource));
            }
        }
        return form.statements;
    }

    static Json.Obj example(Grant call) {
        var form = new AllowForm();
        form.add("Example", call, Json.object().build());
        return form.statements.getFirst();
    }

    private void addResources(Perimeter perimeter, ServiceKnowledge knowledge, Set<Clause> clauses, Json.Obj identity) {
        if (!clauses.contains(Clause.RESOURCES)) {
            add("Trusted", EVERYTHING, EVERYTHING, stringEquals(identity));
            return;
        }
        for (var resource : TrustConditions.trusted(perimeter, Clause.RESOURCES)) {
            var both = Json.object();
            identity.members().forEach(both::put);
            resource.members().forEach(both::put);
            add("Trusted", EVERYTHING, EVERYTHING, stringEquals(both.build()));
        }
        knowledge.trusted().forEach(grant -> add("TrustedToAwsOwned", grant, stringEquals(identity)));
        if (!knowledge.withoutResourceKeys().isEmpty()) {
            add("TrustedWithoutResourceKeys", knowledge.withoutResourceKeys(), EVERYTHING, stringEquals(identity));
        }
    }

    private static Json.Obj stringEquals(Json.Obj keys) {
        return keys.members().isEmpty()
                ? keys
                : Json.object().put("StringEquals", keys).build();
    }

    private void add(String name, Grant grant, Json.Obj condition) {
        add(name, grant.actions(), grant.resources(), condition);
    }

    private void add(String name, List<String> actions, List<String> resources, Json.Obj condition) {
        var statement = Json.object()
                .put("Sid", "VpceGuard" + name + (statements.size() + 1))
                .put("Effect", "Allow")
                .put("Principal", "*")
                .put("Action", scalarOrList(actions))
                .put("Resource", scalarOrList(resources));
        if (!condition.members().isEmpty()) {
            statement.put("Condition", condition);
        }
        statements.add(statement.build());
    }

    static Json scalarOrList(List<String> values) {
        return values.size() == 1 ? new Json.Str(values.getFirst()) : Json.Arr.ofTexts(values);
    }
}
