package vpceguard.control;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import vpceguard.json.Json;
import vpceguard.json.JsonPointer;
import vpceguard.policy.Policy;
import vpceguard.policy.Principals;
import vpceguard.policy.Statement;
import vpceguard.policy.proof.Axiom;

/// What the controls share that look at each statement alone.
final class PerStatement {
    /// A notice is short and a record has an end: what is alike beyond that many is counted.
    private static final int MOST = 6;

    private PerStatement() {}

    /// What is found in a statement that stands at that place in the document.
    interface Look {
        Stream<Finding> at(Statement statement, JsonPointer place);
    }

    static ControlResult check(Subject subject, Look look) {
        return subject.policy().judge(policy -> {
            var findings = new ArrayList<Finding>();
            for (int i = 0; i < policy.statements().size(); i++) {
                look.at(policy.statements().get(i), place(policy, i)).forEach(findings::add);
            }
            return found(findings, Set.of());
        });
    }

    /// A lone statement may stand outside a list.
    static JsonPointer place(Policy policy, int index) {
        var statement = JsonPointer.ROOT.child("Statement");
        return policy.source().get("Statement").orElseThrow() instanceof Json.Arr ? statement.child(index) : statement;
    }

    /// Where its principals stand.
    static JsonPointer principals(Statement statement, JsonPointer place) {
        return place.child(statement.principals() instanceof Principals.AllExcept ? "NotPrincipal" : "Principal");
    }

    /// What is found in all of them; else what one could not answer.
    static ControlResult all(List<ControlResult> results) {
        var findings =
                results.stream().flatMap(result -> result.findings().stream()).toList();
        var assumed =
                results.stream().flatMap(result -> result.assumed().stream()).collect(Collectors.toSet());
        return results.stream()
                .filter(ControlResult.InsufficientData.class::isInstance)
                .filter(_ -> findings.isEmpty())
                .findFirst()
                .orElse(found(findings, assumed));
    }

    /// The first findings, the last of which says how many more there are.
    private static ControlResult found(List<Finding> findings, Set<Axiom> assumed) {
        if (findings.size() <= MOST) {
            return ControlResult.found(findings, assumed);
        }
        var shown = new ArrayList<>(findings.subList(0, MOST));
        var last = shown.removeLast();
        shown.add(last.saying(last.message() + ", and so in " + (findings.size() - MOST) + " more places"));
        return ControlResult.found(shown, assumed);
    }
}
