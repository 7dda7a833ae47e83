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
import vpceguard.policy.Condition;
import vpceguard.policy.Glob;
import vpceguard.policy.Patterns;
import vpceguard.policy.Resources;
import vpceguard.policy.Statement;

/// The calls that a clause lets through beside those of whom it trusts, by action.
///
/// @param boxes resources by action, on which everybody's calls pass
/// @param unsigned calls that are judged by the owner of the resource
/// @param free calls that pass on every resource
/// @param guards boxes that are for some callers or owners alone
record Exceptions(Map<String, Set<String>> boxes, List<String> unsigned, List<String> free, Map<Box, Guard> guards) {

    /// One call on one resource; both are patterns.
    record Box(String action, String resource) {}

    /// A condition key, and the values that pass.
    record Guard(String key, Set<String> values) {}

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
                clause == Clause.RESOURCES ? knowledge.withoutResourceKeys() : List.of(),
                guards(rule.also()));
    }

    private static Map<Box, Guard> guards(List<Statement> also) {
        var guards = new LinkedHashMap<Box, Guard>();
        for (var statement : also) {
            statement
                    .conditions()
                    .forEach(condition -> statement
                            .actions()
                            .patterns()
                            .forEach(action -> statement
                                    .resources()
                                    .patterns()
                                    .forEach(resource -> guards.merge(
                                            new Box(action, resource),
                                            new Guard(condition.key(), new TreeSet<>(condition.patterns())),
                                            Exceptions::both))));
        }
        return guards;
    }

    private static Guard both(Guard one, Guard other) {
        var values = new TreeSet<>(one.values());
        values.addAll(other.values());
        return new Guard(one.key(), values);
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
                .filter(Glob::hasWildcard)
                .allMatch(pattern -> all.stream()
                        .filter(other -> !other.equals(pattern))
                        .allMatch(other -> !Glob.hasWildcard(other) && !matches(pattern, other)));
    }

    static boolean matches(String pattern, String action) {
        return Patterns.action(pattern)
                .filter(glob -> glob.matches(Glob.lower(action)))
                .isPresent();
    }

    /// Whether statements are nothing but calls on resources, for everybody or for those that one key names; of these
    /// each has its resources for itself.
    static boolean areBoxes(List<Statement> statements) {
        return statements.stream()
                .allMatch(statement -> (statement.conditions().isEmpty() || isGuard(statement.conditions()))
                        && statement.actions() instanceof Actions.Only
                        && statement.resources() instanceof Resources.Only);
    }

    private static boolean isGuard(List<Condition> conditions) {
        return conditions.size() == 1 && conditions.getFirst().operator().name().equals("StringEquals");
    }

    /// Whether each guarded box has one key, and nothing else lets its call through.
    boolean areGuardsApart(List<Statement> also) {
        return guards.keySet().stream()
                .allMatch(box -> !Glob.hasWildcard(box.action())
                        && !unsigned.contains(box.action())
                        && !free.contains(box.action())
                        && also.stream()
                                        .filter(statement -> concerns(statement, box))
                                        .map(statement -> statement.conditions().stream()
                                                .map(Condition::key)
                                                .toList())
                                        .distinct()
                                        .count()
                                == 1
                        && on(box.action()).stream()
                                .filter(resource -> !resource.equals(box.resource()))
                                .noneMatch(resource -> mayMeet(resource, box.resource())));
    }

    private static boolean concerns(Statement statement, Box box) {
        return statement.actions().patterns().contains(box.action())
                && statement.resources().patterns().contains(box.resource());
    }

    /// Whether one text may match both patterns: it begins as both do.
    private static boolean mayMeet(String one, String other) {
        var first = beginning(one);
        var second = beginning(other);
        return first.startsWith(second) || second.startsWith(first);
    }

    private static String beginning(String pattern) {
        return pattern.split("[*?]", 2)[0];
    }
}
