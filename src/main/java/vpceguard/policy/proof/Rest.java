package vpceguard.policy.proof;

import java.util.List;
import java.util.Optional;
import vpceguard.policy.Actions;
import vpceguard.policy.Condition;
import vpceguard.policy.Glob;
import vpceguard.policy.Operator;
import vpceguard.policy.Operator.Test;
import vpceguard.policy.Resources;

/// What is left of an Allow statement in one case of a case split: the conditions that the case decides are
/// taken out.
record Rest(Actions actions, Resources resources, List<Condition> conditions) {
    /// Its actions, if all of them are plain names; else none.
    List<String> names() {
        return actions instanceof Actions.Only(var patterns)
                        && patterns.stream().noneMatch(Glob::hasWildcard)
                ? patterns
                : List.of();
    }

    boolean isOf(String name) {
        return names().isEmpty() || names().stream().anyMatch(name::equalsIgnoreCase);
    }

    /// The same in a case that has settled its actions, if it is one of those that do.
    Rest ofAnyAction() {
        return names().isEmpty() ? this : new Rest(new Actions.Only(List.of("*")), resources, conditions);
    }

    Rest without(String key) {
        return new Rest(
                actions,
                resources,
                conditions.stream()
                        .filter(condition -> !isChoice(condition, key))
                        .toList());
    }

    /// Whether the statement still matches where the key has that value; empty stands for any other, or none.
    boolean admits(String key, Optional<String> value) {
        return conditions.stream()
                .filter(condition -> isChoice(condition, key))
                .allMatch(condition -> value.map(condition.patterns()::contains).orElse(false)
                        != condition.operator().negated());
    }

    boolean isOfAnyAction() {
        return actions instanceof Actions.Only(var calls) && calls.contains("*");
    }

    boolean isEverything() {
        return conditions.isEmpty()
                && isOfAnyAction()
                && resources instanceof Resources.Only(var arns)
                && arns.contains("*");
    }

    /// Whether the line chooses among values of that key.
    static boolean isChoice(Condition condition, String key) {
        var operator = condition.operator();
        return condition.name().equals(key)
                && operator.test() == Test.STRING_EQUALS
                && operator.values() == Operator.Values.ONE
                && (operator.negated() || !operator.ifExists());
    }
}
