package vpceguard.perimeter;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import vpceguard.json.Json;
import vpceguard.perimeter.ServiceKnowledge.Grant;

/// A ceiling's complement as Deny statements, by case split on the action: for each clause one statement for the
/// actions that have an exception of their own, and one for all others. The exceptions of a clause have no action in
/// common, so each request meets one case, and the text grows by one statement an exception, not by their product.
final class DenyForm {
    private DenyForm() {}

    static List<Json.Obj> of(Perimeter perimeter, ServiceKnowledge knowledge, Set<Clause> clauses) {
        var statements = new ArrayList<Json.Obj>();
        for (var clause : Clause.values()) {
            if (clauses.contains(clause)) {
                statements.addAll(complement(perimeter, knowledge, clause));
            }
        }
        return statements;
    }

    private static List<Json.Obj> complement(Perimeter perimeter, ServiceKnowledge knowledge, Clause clause) {
        var untrusted = TrustConditions.untrusted(perimeter, clause);
        var excepted = new ArrayList<Grant>(knowledge.anyone());
        var unsigned = clause == Clause.IDENTITIES ? knowledge.unsigned() : List.<String>of();
        var spared = new ArrayList<>(unsigned);
        if (clause == Clause.RESOURCES) {
            excepted.addAll(knowledge.trusted());
            spared.addAll(knowledge.withoutResourceKeys());
        }
        excepted.forEach(grant -> spared.addAll(grant.actions()));

        var statements = new ArrayList<Json.Obj>();
        if (!spared.contains("*")) {
            var others = spared.isEmpty()
                    ? Json.object().put("Action", "*")
                    : Json.object().put("NotAction", AllowForm.scalarOrList(spared));
            statements.add(deny(clause, 1, others.put("Resource", "*"), untrusted));
        }
        if (!unsigned.isEmpty()) {
            var case_ = Json.object()
                    .put("Action", AllowForm.scalarOrList(unsigned))
                    .put("Resource", "*");
            statements.add(
                    deny(clause, statements.size() + 1, case_, TrustConditions.untrusted(perimeter, Clause.values())));
        }
        for (var grant : excepted) {
            var case_ = Json.object()
                    .put("Action", AllowForm.scalarOrList(grant.actions()))
                    .put("NotResource", AllowForm.scalarOrList(grant.resources()));
            statements.add(deny(clause, statements.size() + 1, case_, untrusted));
        }
        return statements;
    }

    private static Json.Obj deny(Clause clause, int number, Json.Builder scope, Json.Obj condition) {
        var statement = Json.object()
                .put("Sid", "VpceGuard" + clause.sid() + number)
                .put("Effect", "Deny")
                .put("Principal", "*");
        scope.build().members().forEach(statement::put);
        return statement.put("Condition", condition).build();
    }
}
