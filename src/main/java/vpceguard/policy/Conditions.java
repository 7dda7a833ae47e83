package vpceguard.policy;

import java.util.List;
import java.util.function.Function;

/// Whether a condition line holds for all of a key's values and patterns, once it is known for each pair of
/// them.
public final class Conditions {
    private Conditions() {}

    /// Whether the line holds for a key with these values; none, if the key is absent.
    ///
    /// Unknown where AWS's text is open: no patterns, or one that is respelled, one-value operators on keys with
    /// several values, `ForAnyValue:…IfExists` on an absent key, set operators and `Null` where an empty value may
    /// count as none.
    ///
    /// @param comparison whether a value passes with one of the patterns
    public static Truth holds(Condition condition, List<String> values, Function<String, Truth> comparison) {
        var operator = condition.operator();
        if (condition.patterns().isEmpty() || condition.respelled()) {
            return Truth.UNKNOWN;
        }
        if (operator.test() == Operator.Test.NULL) {
            var held = any(condition.patterns(), pattern -> isNull(pattern, values.isEmpty()));
            return mayTakeForNone(condition)
                            && !values.isEmpty()
                            && values.stream().allMatch(String::isEmpty)
                            && held != any(condition.patterns(), pattern -> isNull(pattern, true))
                    ? Truth.UNKNOWN
                    : held;
        }
        Function<String, Truth> passes =
                operator.negated() ? value -> comparison.apply(value).not() : comparison;
        var held = holds(operator, values, passes);
        if (mayTakeForNone(condition) && values.contains("")) {
            var others = values.stream().filter(value -> !value.isEmpty()).toList();
            return held == holds(operator, others, passes) ? held : Truth.UNKNOWN;
        }
        return held;
    }

    /// Whether an empty value may count as none: AWS says so of set operators, and of one value alone.
    public static boolean mayTakeForNone(Condition condition) {
        return !condition.operator().isForOneValue() && ConditionKeys.mayBeEmpty(condition.name());
    }

    private static Truth holds(Operator operator, List<String> values, Function<String, Truth> passes) {
        return switch (operator.values()) {
            case ALL -> any(values, value -> passes.apply(value).not()).not();
            case ANY -> values.isEmpty() && operator.ifExists() ? Truth.UNKNOWN : any(values, passes);
            case ONE -> {
                if (values.size() > 1) {
                    yield Truth.UNKNOWN;
                }
                yield values.isEmpty()
                        ? Truth.of(operator.negated() || operator.ifExists())
                        : passes.apply(values.getFirst());
            }
        };
    }

    private static Truth isNull(String pattern, boolean absent) {
        return switch (Glob.lower(pattern)) {
            case "true" -> Truth.of(absent);
            case "false" -> Truth.of(!absent);
            default -> Truth.UNKNOWN;
        };
    }

    /// Whether it holds for one of the items.
    public static <T> Truth any(List<T> items, Function<T, Truth> holds) {
        var found = Truth.FALSE;
        for (int i = 0; i < items.size() && found != Truth.TRUE; i++) {
            found = found.or(holds.apply(items.get(i)));
        }
        return found;
    }
}
