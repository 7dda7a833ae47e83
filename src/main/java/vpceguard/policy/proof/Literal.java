package vpceguard.policy.proof;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import vpceguard.policy.Condition;
import vpceguard.policy.Operator;
import vpceguard.policy.Operator.Test;
import vpceguard.policy.Operator.Values;

/// One condition line of a statement that is being written: operator, key and values.
record Literal(String operator, String key, Set<String> values) {
    /// The line that holds exactly where a condition does not, missing keys included; empty if no one line does.
    static Optional<Literal> negation(Condition condition) {
        var operator = condition.operator();
        return switch (operator.test()) {
            case NULL -> opposite(condition, operator.name());
            case BOOL ->
                operator.values() == Values.ONE
                        ? opposite(condition, ifExistsTurned(operator.test(), operator))
                        : Optional.empty();
            case STRING_EQUALS,
                    STRING_EQUALS_IGNORE_CASE,
                    STRING_LIKE,
                    ARN_EQUALS,
                    ARN_LIKE,
                    NUMERIC_EQUALS,
                    DATE_EQUALS,
                    IP_ADDRESS ->
                operator.ifExists()
                        ? Optional.empty()
                        : Optional.of(
                                new Literal(turned(operator), condition.key(), new TreeSet<>(condition.patterns())));
            case NUMERIC_LESS_THAN -> ordered(condition, Test.NUMERIC_GREATER_THAN_EQUALS);
            case NUMERIC_LESS_THAN_EQUALS -> ordered(condition, Test.NUMERIC_GREATER_THAN);
            case NUMERIC_GREATER_THAN -> ordered(condition, Test.NUMERIC_LESS_THAN_EQUALS);
            case NUMERIC_GREATER_THAN_EQUALS -> ordered(condition, Test.NUMERIC_LESS_THAN);
            case DATE_LESS_THAN -> ordered(condition, Test.DATE_GREATER_THAN_EQUALS);
            case DATE_LESS_THAN_EQUALS -> ordered(condition, Test.DATE_GREATER_THAN);
            case DATE_GREATER_THAN -> ordered(condition, Test.DATE_LESS_THAN_EQUALS);
            case DATE_GREATER_THAN_EQUALS -> ordered(condition, Test.DATE_LESS_THAN);
            case BINARY_EQUALS -> Optional.empty();
        };
    }

    /// `ForAnyValue:` and `ForAllValues:` change places, and so do an operator and its negation.
    private static String turned(Operator operator) {
        var values = switch (operator.values()) {
            case ONE -> Values.ONE;
            case ANY -> Values.ALL;
            case ALL -> Values.ANY;
        };
        return new Operator(operator.test(), !operator.negated(), false, values).name();
    }

    /// @param other the order that holds where the condition's does not
    private static Optional<Literal> ordered(Condition condition, Test other) {
        var operator = condition.operator();
        return condition.patterns().size() == 1 && operator.values() == Values.ONE
                ? Optional.of(
                        new Literal(ifExistsTurned(other, operator), condition.key(), Set.copyOf(condition.patterns())))
                : Optional.empty();
    }

    /// The operator of that test which an absent key passes if it fails the other operator, and fails if it passes.
    private static String ifExistsTurned(Test test, Operator operator) {
        return new Operator(test, false, !operator.ifExists(), Values.ONE).name();
    }

    private static Optional<Literal> opposite(Condition condition, String operator) {
        if (condition.patterns().size() != 1) {
            return Optional.empty();
        }
        return switch (condition.patterns().getFirst()) {
            case "true" -> Optional.of(new Literal(operator, condition.key(), Set.of("false")));
            case "false" -> Optional.of(new Literal(operator, condition.key(), Set.of("true")));
            default -> Optional.empty();
        };
    }

    /// Adds this line's values to those that stand for the same operator and key, if both lines are one then.
    boolean joins(Set<String> before) {
        if (before.equals(values)) {
            return true;
        }
        var negated = Operator.of(operator)
                .filter(known -> known.negated() && known.values() != Values.ANY)
                .isPresent();
        if (negated) {
            before.addAll(values);
        }
        return negated;
    }
}
