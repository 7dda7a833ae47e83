package vpceguard.policy.proof;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import vpceguard.policy.Condition;
import vpceguard.policy.Operator;

/// One line of a condition block that is being written.
record Literal(String operator, String key, Set<String> values) {
    /// The line that holds exactly where a condition does not, missing keys included; empty if no one line does.
    static Optional<Literal> negation(Condition condition) {
        var operator = condition.operator();
        var name = operator.name();
        return switch (operator.test()) {
            case NULL -> opposite(condition, "Null");
            case BOOL ->
                operator.values() == Operator.Values.ONE
                        ? opposite(condition, operator.ifExists() ? "Bool" : "BoolIfExists")
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
                        : Optional.of(new Literal(
                                turned(name, operator), condition.key(), new TreeSet<>(condition.patterns())));
            case BINARY_EQUALS,
                    NUMERIC_LESS_THAN,
                    NUMERIC_LESS_THAN_EQUALS,
                    NUMERIC_GREATER_THAN,
                    NUMERIC_GREATER_THAN_EQUALS,
                    DATE_LESS_THAN,
                    DATE_LESS_THAN_EQUALS,
                    DATE_GREATER_THAN,
                    DATE_GREATER_THAN_EQUALS -> ordered(condition);
        };
    }

    /// `ForAnyValue:` and `ForAllValues:` change places, and so do an operator and its negation.
    private static String turned(String name, Operator operator) {
        var prefix = name.substring(0, name.indexOf(':') + 1);
        var bare = name.substring(prefix.length());
        var other = switch (operator.values()) {
            case ONE -> "";
            case ANY -> "ForAllValues:";
            case ALL -> "ForAnyValue:";
        };
        if (operator.negated()) {
            return other + bare.replaceFirst("Not", "");
        }
        return other
                + (bare.equals("IpAddress")
                        ? "NotIpAddress"
                        : bare.replaceFirst("^(String|Arn|Numeric|Date)", "$1Not"));
    }

    private static Optional<Literal> ordered(Condition condition) {
        var name = condition.operator().name();
        if (condition.patterns().size() != 1
                || condition.operator().values() != Operator.Values.ONE
                || condition.operator().test() == Operator.Test.BINARY_EQUALS) {
            return Optional.empty();
        }
        var bare = condition.operator().ifExists() ? name.replace("IfExists", "") : name + "IfExists";
        var turned = bare.contains("LessThanEquals")
                ? bare.replace("LessThanEquals", "GreaterThan")
                : bare.contains("LessThan")
                        ? bare.replace("LessThan", "GreaterThanEquals")
                        : bare.contains("GreaterThanEquals")
                                ? bare.replace("GreaterThanEquals", "LessThan")
                                : bare.replace("GreaterThan", "LessThanEquals");
        return Optional.of(new Literal(turned, condition.key(), Set.copyOf(condition.patterns())));
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
                .filter(known -> known.negated() && known.values() != Operator.Values.ANY)
                .isPresent();
        if (negated) {
            before.addAll(values);
        }
        return negated;
    }
}
