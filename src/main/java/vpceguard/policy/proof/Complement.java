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
import vpceguard.policy.ConditionKeys;
import vpceguard.policy.Policy;
import vpceguard.policy.Principals;
import vpceguard.policy.Resources;
import vpceguard.policy.Statement;

/// Deny statements that match what some Allow statements leave out: a policy that allows everything and has
/// them lets through just what the Allow statements do.
///
/// Made by case split on keys that have one value, which is linear in the number of values, then by De
/// Morgan's laws for the rest. The result is a proposal: its user has it proved.
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
                    || !principals.contains(Principals.Principal.EVERYBODY)
                    || allow.source().toString().contains("${")) {
                return Optional.empty();
            }
            rest.add(new Rest(allow.actions(), allow.resources(), allow.conditions()));
        }
        var complement = new Complement();
        if (!complement.split(rest, List.of())) {
            return Optional.empty();
        }
        var ceiling = Policy.of(allows);
        complement.parts.forEach(part -> part.widen(ceiling));
        return Optional.of(complement.denies());
    }

    private List<Json.Obj> denies() {
        var joined = new ArrayList<Part>();
        for (var part : parts) {
            if (joined.stream().noneMatch(other -> other.equals(part) || other.takes(part))) {
                joined.add(part);
            }
        }
        var denies = new ArrayList<Json.Obj>();
        joined.forEach(part -> denies.add(part.deny(denies.size() + 1)));
        return denies;
    }

    /// Whether all that the statements leave out, in a case, could be written.
    private boolean split(List<Rest> allows, List<Literal> given) {
        if (allows.stream().anyMatch(Rest::isEverything)) {
            return true;
        }
        var choices = allows.stream()
                .flatMap(allow -> allow.conditions().stream())
                .filter(condition ->
                        ConditionKeys.isSingleValued(condition.name()) && Rest.isChoice(condition, condition.name()))
                .toList();
        if (choices.isEmpty()) {
            return splitByAction(allows, given);
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

    /// By case split on the actions too, where these are plain names: each statement's resources then stand in one
    /// case.
    private boolean splitByAction(List<Rest> allows, List<Literal> given) {
        if (!allows.stream().allMatch(allow -> allow.ofAnyAction().isOfAnyAction())) {
            return write(allows, Term.EVERYTHING, given);
        }
        var names = new TreeSet<String>(String.CASE_INSENSITIVE_ORDER);
        allows.forEach(allow -> names.addAll(allow.names()));
        var cases = new LinkedHashMap<List<Rest>, Set<String>>();
        for (var name : names) {
            var left = allows.stream()
                    .filter(allow -> allow.isOf(name))
                    .map(Rest::ofAnyAction)
                    .toList();
            cases.computeIfAbsent(left, _ -> new TreeSet<>()).add(name);
        }
        var otherwise = allows.stream().filter(allow -> allow.names().isEmpty()).toList();
        return cases.entrySet().stream().allMatch(each -> write(each.getKey(), Term.action(each.getValue()), given))
                && write(otherwise, names.isEmpty() ? Term.EVERYTHING : Term.notAction(names), given);
    }

    private boolean write(List<Rest> allows, Term within, List<Literal> given) {
        if (allows.stream().anyMatch(Rest::isEverything)) {
            return true;
        }
        return Term.product(within, allows.stream().map(Complement::negations).toList())
                .map(terms -> terms.stream().allMatch(term -> add(term, given)))
                .orElse(false);
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
        switch (allow.actions()) {
            case Actions.Only(var patterns) when patterns.contains("*") -> {}
            case Actions.Only(var patterns) -> ways.add(Term.notAction(patterns));
            case Actions.AllExcept _ -> ways.add(Term.OPEN);
        }
        switch (allow.resources()) {
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
}
