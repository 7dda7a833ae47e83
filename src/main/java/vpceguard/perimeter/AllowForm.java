package vpceguard.perimeter;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import vpceguard.json.Json;
import vpceguard.perimeter.ServiceKnowledge.Grant;
import vpceguard.policy.Statement;

/// A ceiling as Allow statements: a request passes if one of them matches.
///
/// Accounts that are trusted for some calls, and `only`, stand in it only where it holds one clause.
final class AllowForm {
    private static final List<String> EVERYTHING = List.of("*");
    private static final Json.Obj ANYHOW = Json.object().build();

    private final Trusted identities;
    private final Trusted resources;
    private final ServiceKnowledge knowledge;
    private final ServiceRule rule;
    private final List<Json.Obj> statements = new ArrayList<>();

    private AllowForm(Perimeter perimeter, ServiceKnowledge knowledge) {
        this.identities = Trusted.identities(perimeter, knowledge.service());
        this.resources = Trusted.resources(perimeter, knowledge.service());
        this.knowledge = knowledge;
        this.rule = perimeter.rule(knowledge.service());
    }

    static List<Json.Obj> of(Perimeter perimeter, ServiceKnowledge knowledge, Set<Clause> clauses) {
        var form = new AllowForm(perimeter, knowledge);
        if (clauses.isEmpty()) {
            form.add("Everything", EVERYTHING, EVERYTHING, ANYHOW);
            return form.statements;
        }
        form.addExceptions();
        if (clauses.contains(Clause.STATEMENTS)) {
            form.addStatements(form.rule.only());
        } else if (clauses.contains(Clause.IDENTITIES)) {
            form.addIdentities(clauses.contains(Clause.RESOURCES));
        } else {
            form.addResources(ANYHOW);
            form.addLimited(form.resources);
        }
        return form.statements;
    }

    /// What passes every clause.
    private void addExceptions() {
        var isService = Json.object().put("aws:PrincipalIsAWSService", "true").build();
        add(
                "AwsServices",
                EVERYTHING,
                EVERYTHING,
                Json.object().put("Bool", isService).build());
        knowledge.anyone().forEach(grant -> add("AwsOwned", grant, ANYHOW));
        addStatements(rule.also());
    }

    private void addStatements(List<Statement> more) {
        more.forEach(statement -> statements.add(statement.source()));
    }

    private void addIdentities(boolean resourcesToo) {
        for (var identity : identities.ways()) {
            if (resourcesToo) {
                addResources(identity);
            } else {
                add("Trusted", EVERYTHING, EVERYTHING, stringEquals(identity));
            }
        }
        addLimited(identities);
        if (!knowledge.unsigned().isEmpty()) {
            for (var resource : resources.ways()) {
                add("UnsignedToTrusted", knowledge.unsigned(), EVERYTHING, stringEquals(resource));
            }
        }
    }

    private void addResources(Json.Obj identity) {
        for (var resource : resources.ways()) {
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

    private void addLimited(Trusted trusted) {
        trusted.limited()
                .forEach((actions, accounts) ->
                        add("Partners", actions, EVERYTHING, stringEquals(trusted.of(accounts))));
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
        statements.add(statement(name + (statements.size() + 1), actions, resources, condition));
    }

    static Json.Obj statement(String name, List<String> actions, List<String> resources, Json.Obj condition) {
        var statement = Json.object()
                .put("Sid", "VpceGuard" + name)
                .put("Effect", "Allow")
                .put("Principal", "*")
                .put("Action", Json.oneOrList(actions))
                .put("Resource", Json.oneOrList(resources));
        return condition.members().isEmpty()
                ? statement.build()
                : statement.put("Condition", condition).build();
    }
}
