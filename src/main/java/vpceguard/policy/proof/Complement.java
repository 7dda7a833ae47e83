package vpceguard.policy.proof;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
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

    private final List<Json.Obj> denies = new ArrayList<>();

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
        return complement.split(rest, List.of()) ? Optional.of(complement.denies) : Optional.empty();
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

        private Optional<Condition> choice(String key) {
            return conditions.stream()
                    .filter(condition -> isChoice(condition, key))
                    .findFirst();
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
                && !operator.negated()
                && !operator.ifExists();
    }

    /// Whether all that the statements leave out, in a case, could be written.
    private boolean split(List<Rest> allows, List<Literal> given) {
        if (allows.stream().anyMatch(Rest::isEverything)) {
            return true;
        }
        var key = allows.stream()
                .flatMap(allow -> allow.conditions().stream())
                .filter(condition ->
                        ConditionKeys.isSingleValued(condition.name()) && isChoice(condition, condition.name()))
                .findFirst();
        if (key.isEmpty()) {
            return Term.product(allows.stream().map(Complement::negations).toList())
                    .map(terms -> terms.stream().allMatch(term -> add(term, given)))
                    .orElse(false);
        }
        var name = key.get().name();
        // The statements that each value is among, so that values with the same ones share a case.
        var cases = new LinkedHashMap<List<Rest>, Set<String>>();
        var values = new TreeSet<String>();
        allows.forEach(allow -> allow.choice(name).ifPresent(choice -> values.addAll(choice.patterns())));
        for (var value : values) {
            var left = allows.stream()
                    .filter(allow -> allow.choice(name)
                            .map(choice -> choice.patterns().contains(value))
                            .orElse(true))
                    .map(allow -> allow.without(name))
                    .toList();
            cases.computeIfAbsent(left, _ -> new TreeSet<>()).add(value);
        }
        var otherwise =
                allows.stream().filter(allow -> allow.choice(name).isEmpty()).toList();
        return cases.entrySet().stream()
                        .allMatch(each -> split(
                                each.getKey(),
                                with(
                                        given,
                                        new Literal("StringEquals", key.get().key(), each.getValue()))))
                && split(
                        otherwise,
                        with(given, new Literal("StringNotEquals", key.get().key(), values)));
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
        var all = new TreeMap<String, Map<String, Set<String>>>();
        var literals = new ArrayList<>(given);
        literals.addAll(term.literals());
        for (var literal : literals) {
            var before = all.computeIfAbsent(literal.operator(), _ -> new TreeMap<>())
                    .putIfAbsent(literal.key(), new LinkedHashSet<>(literal.values()));
            if (before != null && !literal.joins(before)) {
                return false;
            }
        }
        denies.add(term.deny(denies.size() + 1, all));
        return denies.size() <= MOST_STATEMENTS;
    }
}
