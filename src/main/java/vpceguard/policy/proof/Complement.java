package vpceguard.policy.proof;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import vpceguard.json.Json;
import vpceguard.policy.Actions;
import vpceguard.policy.Condition;
import vpceguard.policy.ConditionKeys;
import vpceguard.policy.Operator;
import vpceguard.policy.Operator.Test;
import vpceguard.policy.Principals;
import vpceguard.policy.Resources;
import vpceguard.policy.Statement;

/// What some Allow statements leave out, as Deny statements: allow everything and add them, and the same requests pass.
///
/// By case split on keys that have one value, which is linear in the number of values, then by De Morgan over what is
/// left. It is a proposal: whoever uses it has it proved.
final class Complement {
    private static final int MOST_STATEMENTS = 200;

    private final List<Part> parts = new ArrayList<>();

    private Complement() {}

    /// The Deny statements; empty if they cannot be written, or are too many.
    static Optional<List<Json.Obj>> of(List<Statement> allows) {
        var rest = new ArrayList<Rest>();
        for (var allow : allows) {
            var principals = allow.principals().principals();
            if (!(allow.principals() instanceof Principals.Only)
                    || principals.stream().noneMatch(Principals.Principal::isAnyone)
                    || allow.source().toString().contains("${")) {
                return Optional.empty();
            }
            rest.add(new Rest(allow, allow.conditions()));
        }
        var complement = new Complement();
        return complement.split(rest, List.of()) ? Optional.of(complement.denies()) : Optional.empty();
    }

    private List<Json.Obj> denies() {
        var denies = new ArrayList<Json.Obj>();
        parts.forEach(part -> denies.add(part.term().deny(denies.size() + 1, part.lines())));
        return denies;
    }

    /// An Allow statement without the conditions that the case at hand has settled.
    private record Rest(Statement statement, List<Condition> conditions) {
        private Rest without(String key) {
            return new Rest(
                    statement,
                    conditions.stream()
                            .filter(condition -> !isChoice(condition, key))
                            .toList());
        }

        /// Whether the statement still matches where the key has that value; empty stands for any other, or none.
        private boolean admits(String key, Optional<String> value) {
            return conditions.stream()
                    .filter(condition -> isChoice(condition, key))
                    .allMatch(condition ->
                            value.map(condition.patterns()::contains).orElse(false)
                                    != condition.operator().negated());
        }

        private boolean isEverything() {
            return conditions.isEmpty()
                    && statement.actions() instanceof Actions.Only(var actions)
                    && actions.contains("*")
                    && statement.resources() instanceof Resources.Only(var resources)
                    && resources.contains("*");
        }
    }

    private static boolean isChoice(Condition condition, String key) {
        var operator = condition.operator();
        return condition.name().equals(key)
                && operator.test() == Test.STRING_EQUALS
                && operator.values() == Operator.Values.ONE
                && (operator.negated() || !operator.ifExists());
    }

    /// Whether all that the statements leave out, in a case, could be written.
    private boolean split(List<Rest> allows, List<Literal> given) {
        if (allows.stream().anyMatch(Rest::isEverything)) {
            return true;
        }
        var choices = allows.stream()
                .flatMap(allow -> allow.conditions().stream())
                .filter(condition ->
                        ConditionKeys.isSingleValued(condition.name()) && isChoice(condition, condition.name()))
                .toList();
        if (choices.isEmpty()) {
            return Term.product(allows.stream().map(Complement::negations).toList())
                    .map(terms -> terms.stream().allMatch(term -> add(term, given)))
                    .orElse(false);
        }
        var key = choices.getFirst().key();
        var name = choices.getFirst().name();
        var values = new TreeSet<String>();
        choices.stream()
                .filter(choice -> choice.name().equals(name))
                .forEach(choice -> values.addAll(choice.patterns()));
        // The statements that each value is among, so that values with the same ones share a case.
        var cases = new LinkedHashMap<List<Rest>, Set<String>>();
        for (var value : values) {
            cases.computeIfAbsent(left(allows, name, Optional.of(value)), _ -> new TreeSet<>())
                    .add(value);
        }
        return cases.entrySet().stream()
                        .allMatch(each ->
                                split(each.getKey(), with(given, new Literal("StringEquals", key, each.getValue()))))
                && split(
                        left(allows, name, Optional.empty()), with(given, new Literal("StringNotEquals", key, values)));
    }

    private static List<Rest> left(List<Rest> allows, String key, Optional<String> value) {
        return allows.stream()
                .filter(allow -> allow.admits(key, value))
                .map(allow -> allow.without(key))
                .toList();
    }

    private static List<Literal> with(List<Literal> given, Literal literal) {
        var all = new ArrayList<>(given);
        all.add(literal);
        return all;
    }

    /// Each way not to match a statement; empty if one cannot be written.
    private static List<Term> negations(Rest allow) {
        var ways = new ArrayList<Term>();
        switch (allow.statement().actions()) {
            case Actions.Only(var patterns) when patterns.contains("*") -> {}
            case Actions.Only(var patterns) -> ways.add(Term.notAction(patterns));
            case Actions.AllExcept _ -> ways.add(Term.OPEN);
        }
        switch (allow.statement().resources()) {
            case Resources.Only(var patterns) when patterns.contains("*") -> {}
            case Resources.Only(var patterns) -> ways.add(Term.notResource(patterns));
            case Resources.AllExcept _, Resources.Absent _ -> ways.add(Term.OPEN);
        }
        allow.conditions()
                .forEach(condition ->
                        ways.add(Literal.negation(condition).map(Term::of).orElse(Term.OPEN)));
        return ways;
    }

    private boolean add(Term term, List<Literal> given) {
        var lines = new TreeMap<String, Map<String, Set<String>>>();
        var literals = new ArrayList<>(given);
        literals.addAll(term.literals());
        for (var literal : literals) {
            var before = lines.computeIfAbsent(literal.operator(), _ -> new TreeMap<>())
                    .putIfAbsent(literal.key(), new TreeSet<>(literal.values()));
            if (before != null && !literal.joins(before)) {
                return false;
            }
        }
        var part = new Part(term, lines);
        if (parts.stream().noneMatch(other -> other.takes(part))) {
            parts.add(part);
        }
        return parts.size() <= MOST_STATEMENTS;
    }

    /// A part of the complement: a statement in the making.
    private record Part(Term term, Map<String, Map<String, Set<String>>> lines) {
        /// Makes both parts one, if they differ in the values of one key alone.
        private boolean takes(Part other) {
            var mine = lines.getOrDefault("StringEquals", Map.of());
            var theirs = other.lines.getOrDefault("StringEquals", Map.of());
            var differing = mine.entrySet().stream()
                    .filter(line -> !line.getValue().equals(theirs.get(line.getKey())))
                    .toList();
            if (differing.size() != 1
                    || !mine.keySet().equals(theirs.keySet())
                    || !others(lines).equals(others(other.lines))
                    || !term.isAsWideAs(other.term)) {
                return false;
            }
            var line = differing.getFirst();
            return line.getValue().addAll(theirs.getOrDefault(line.getKey(), Set.of()));
        }

        private static Map<String, Map<String, Set<String>>> others(Map<String, Map<String, Set<String>>> lines) {
            var others = new TreeMap<>(lines);
            others.remove("StringEquals");
            return others;
        }
    }
}
