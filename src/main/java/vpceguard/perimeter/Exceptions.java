package vpceguard.perimeter;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import vpceguard.perimeter.ServiceKnowledge.Grant;
import vpceguard.policy.Actions;
import vpceguard.policy.Glob;
import vpceguard.policy.Patterns;
import vpceguard.policy.Resources;
import vpceguard.policy.Statement;

/// The calls that a clause lets through whoever is trusted, told apart by action.
///
/// @param boxes resources by action, on which everybody's calls pass
/// @param unsigned calls that are judged by the owner of the resource
/// @param free calls that pass on every resource
record Exceptions(Map<String, Set<String>> boxes, List<String> unsigned, List<String> free) {

    static Exceptions of(Clause clause, ServiceKnowledge knowledge, ServiceRule rule) {
        var grants = new ArrayList<>(knowledge.anyone());
        rule.also()
                .forEach(statement -> grants.add(new Grant(
                        statement.actions().patterns(), statement.resources().patterns())));
        if (clause == Clause.RESOURCES) {
            grants.addAll(knowledge.trusted());
        }
        var boxes = new LinkedHashMap<String, Set<String>>();
        grants.forEach(grant -> grant.actions()
                .forEach(action -> boxes.computeIfAbsent(action, _ -> new LinkedHashSet<>())
                        .addAll(grant.resources())));
        return new Exceptions(
                boxes,
                clause == Clause.IDENTITIES ? knowledge.unsigned() : List.of(),
                clause == Clause.RESOURCES ? knowledge.withoutResourceKeys() : List.of());
    }

    Set<String> on(String action) {
        return boxes.getOrDefault(action, Set.of());
    }

    /// The calls that have a case of their own: those with a box, and those that only some accounts may make.
    Set<String> named(Trusted trusted) {
        var named = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        trusted.limited().keySet().forEach(named::addAll);
        boxes.keySet().forEach(named::remove);
        var all = new LinkedHashSet<>(boxes.keySet());
        all.addAll(named);
        all.removeIf(action -> unsigned.contains(action) || free.contains(action));
        return all;
    }

    /// Whether each call has one case.
    boolean areApart(Trusted trusted) {
        var all = new ArrayList<>(named(trusted));
        all.addAll(unsigned);
        all.addAll(free);
        return all.stream()
                .filter(Exceptions::isPattern)
                .allMatch(pattern -> all.stream()
                        .filter(other -> !other.equals(pattern))
                        .allMatch(other -> !isPattern(other) && !matches(pattern, other)));
    }

    static boolean matches(String pattern, String action) {
        return Patterns.action(pattern)
                .filter(glob -> glob.matches(Glob.lower(action)))
                .isPresent();
    }

    /// Whether statements are nothing but calls on resources.
    static boolean areBoxes(List<Statement> statements) {
        return statements.stream()
                .allMatch(statement -> statement.conditions().isEmpty()
                        && statement.actions() instanceof Actions.Only
                        && statement.resources() instanceof Resources.Only);
    }

    private static boolean isPattern(String action) {
        return action.contains("*") || action.contains("?");
    }
}
