package vpceguard.perimeter;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import vpceguard.json.Json;
import vpceguard.policy.Answers;
import vpceguard.policy.PolicyReader;
import vpceguard.policy.Statement;
import vpceguard.policy.proof.Bound;

/// Makes a perimeter's bound for one service. As Allow statements it is the product of its clauses. Where
/// partners with some calls, or `only`, would make that product long, the first clause is written as Allow
/// statements, and Deny statements hold the others.
record Forms(Perimeter perimeter, ServiceKnowledge knowledge) {
    private static final Json.Obj EVERYTHING = Json.object()
            .put("Sid", "VpceGuardNothing")
            .put("Effect", "Deny")
            .put("Principal", "*")
            .put("Action", "*")
            .put("Resource", "*")
            .build();

    /// Complements that were found before: one takes up to a second, and a sweep asks for the same ones again and
    /// again.
    private static final Answers<List<Statement>, List<Json.Obj>> FOUND = new Answers<>(32);

    Bound bound(Set<Clause> clauses) {
        var held = held(clauses);
        var denies = denies(held);
        if (held.size() < 2 || isPlain(held)) {
            return new Bound(allows(held), denies);
        }
        var first = EnumSet.of(held.iterator().next());
        var others = EnumSet.copyOf(held);
        others.removeAll(first);
        return new Bound(allows(first), denies(others), denies);
    }

    /// Without the clause that says nothing of this service.
    private Set<Clause> held(Set<Clause> clauses) {
        var held = EnumSet.noneOf(Clause.class);
        held.addAll(clauses);
        if (rule().only().isEmpty()) {
            held.remove(Clause.STATEMENTS);
        }
        return held;
    }

    private boolean isPlain(Set<Clause> clauses) {
        return !clauses.contains(Clause.STATEMENTS)
                && identities().limited().isEmpty()
                && resources().limited().isEmpty();
    }

    private List<Statement> allows(Set<Clause> clauses) {
        return PolicyReader.own(AllowForm.of(perimeter, knowledge, clauses)).statements();
    }

    private List<Statement> denies(Set<Clause> clauses) {
        var all = new ArrayList<Json.Obj>();
        clauses.forEach(clause -> all.addAll(denies(clause)));
        return PolicyReader.own(all).statements();
    }

    private List<Json.Obj> denies(Clause clause) {
        return switch (clause) {
            case IDENTITIES -> denies(clause, identities());
            case RESOURCES -> denies(clause, resources());
            case STATEMENTS -> complement(clause);
        };
    }

    private List<Json.Obj> denies(Clause clause, Trusted trusted) {
        var exceptions = Exceptions.of(clause, knowledge, rule());
        boolean isBuiltIn = rule().also().isEmpty() && trusted.limited().isEmpty();
        return isBuiltIn
                        || (Exceptions.areBoxes(rule().also())
                                && exceptions.areApart(trusted)
                                && exceptions.areGuardsApart(rule().also()))
                ? DenyForm.of(clause, trusted, resources(), exceptions)
                : complement(clause);
    }

    /// As the procedure finds it; what it cannot write is denied as a whole, and the check at loading says so.
    private List<Json.Obj> complement(Clause clause) {
        var found = FOUND.to(
                allows(Set.of(clause)), allows -> Bound.complement(allows).orElse(List.of(EVERYTHING)));
        var named = new ArrayList<Json.Obj>();
        found.forEach(statement ->
                named.add(statement.with("Sid", new Json.Str("VpceGuard" + clause.sid() + (named.size() + 1)))));
        return named;
    }

    private Trusted identities() {
        return Trusted.identities(perimeter, knowledge.service());
    }

    private Trusted resources() {
        return Trusted.resources(perimeter, knowledge.service());
    }

    private ServiceRule rule() {
        return perimeter.rule(knowledge.service());
    }
}
