package vpceguard.policy.proof;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import vpceguard.policy.Comparison;
import vpceguard.policy.Condition;
import vpceguard.policy.ConditionKeys;
import vpceguard.policy.Conditions;
import vpceguard.policy.Glob;
import vpceguard.policy.Operator.Test;
import vpceguard.policy.Operator.Values;
import vpceguard.policy.Policy;
import vpceguard.policy.Statement;
import vpceguard.policy.Truth;
import vpceguard.policy.Variables;

/// Condition lines of a policy as sides: either of several conjunctions.
final class ConditionSides {
    private final Policy policy;
    private final Readings readings;
    private final Dimensions dimensions;

    ConditionSides(Policy policy, Readings readings, Dimensions dimensions) {
        this.policy = policy;
        this.readings = readings;
        this.dimensions = dimensions;
    }

    List<List<Side>> of(Statement statement, Condition condition) {
        var key = dimensions.key(condition.name());
        if (key.isPresent() && !statement.isRepeated(condition)) {
            var bits = bits(condition, dimensions.get(key.get()));
            if (bits.isPresent()) {
                return List.of(List.of(new Side(key.get(), bits.get())));
            }
            var equal = equality(condition, key.get());
            if (!equal.isEmpty()) {
                return equal;
            }
        }
        return List.of(List.of(dimensions.opaque(text(condition), true)));
    }

    private String text(Condition condition) {
        return condition.operator().name() + " " + condition.name() + " " + new TreeSet<>(condition.patterns())
                + suffix(policy);
    }

    /// The same text asks another question where it may hold variables.
    static String suffix(Policy policy) {
        return policy.hasVariables() ? " with variables" : "";
    }

    /// The representatives for which the line holds; empty if that is open for one of them.
    private Optional<long[]> bits(Condition condition, Dimension of) {
        var comparisons = comparisons(condition);
        if (comparisons.isEmpty()) {
            return Optional.empty();
        }
        var singles = of.hasSets() ? of.values().size() : of.size();
        var bits = of.none();
        int passing = 0;
        for (int i = 0; i < singles; i++) {
            var truth = holds(condition, of.hasSets() ? List.of(of.values().get(i)) : of.get(i), comparisons.get());
            if (truth == Truth.UNKNOWN) {
                return Optional.empty();
            }
            if (truth == Truth.TRUE) {
                if (of.hasSets()) {
                    passing |= 1 << i;
                } else {
                    Dimension.add(bits, i);
                }
            }
        }
        if (of.hasSets()) {
            var absent = holds(condition, List.of(), comparisons.get());
            if (absent == Truth.UNKNOWN) {
                return Optional.empty();
            }
            var asked = condition.operator().values() == Values.ONE
                    ? readings.several()
                    : condition.operator().values();
            for (int i = 0; i < of.size(); i++) {
                int members = of.members(i);
                if (members == 0
                        ? absent == Truth.TRUE
                        : asked == Values.ALL ? (members & ~passing) == 0 : (members & passing) != 0) {
                    Dimension.add(bits, i);
                }
            }
        }
        return Optional.of(bits);
    }

    /// The line's patterns made ready; empty if one is not understood without a request.
    private Optional<List<Comparison>> comparisons(Condition condition) {
        var test = condition.operator().test();
        var comparisons = new ArrayList<Comparison>();
        if (test != Test.NULL) {
            for (var pattern : condition.patterns()) {
                var tokens = Variables.tokens(policy, pattern, Comparison.hasWildcards(test));
                if (tokens.isEmpty() || Glob.clashes(pattern)) {
                    return Optional.empty();
                }
                comparisons.add(Comparison.of(test, tokens.get()));
            }
        }
        return Optional.of(comparisons);
    }

    private static Truth holds(Condition condition, List<String> values, List<Comparison> comparisons) {
        return Conditions.holds(
                condition, values, value -> Conditions.any(comparisons, comparison -> comparison.holds(value)));
    }

    /// Where the key is compared with another one, as in `"${aws:PrincipalOrgID}"`: value by value, since the two have
    /// the same representatives. Values that no policy names may be the same or not. Empty if it is no such line.
    private List<List<Side>> equality(Condition condition, int key) {
        var operator = condition.operator();
        var other = comparedWith(policy, condition).flatMap(dimensions::key);
        var named = dimensions.named(condition.name());
        var of = dimensions.get(key);
        if (other.isEmpty()
                || named.isEmpty()
                || of.hasSets()
                || !of.representatives().equals(dimensions.get(other.get()).representatives())) {
            return List.of();
        }
        var same = "whether " + names(of.name(), dimensions.get(other.get()).name()) + " are the same";
        var equal = new ArrayList<List<Side>>();
        var present = of.none();
        for (int i = 1; i < of.size(); i++) {
            Dimension.add(present, i);
        }
        for (int i = 1; i < of.size(); i++) {
            var only = of.none();
            Dimension.add(only, i);
            var here = new Side(key, only);
            var there = new Side(other.get(), only);
            var certain = named.get().contains(of.get(i).getFirst());
            if (operator.negated()) {
                equal.add(List.of(here, new Side(other.get(), without(present, i))));
            }
            if (!certain) {
                equal.add(List.of(here, there, dimensions.opaque(same, !operator.negated())));
            } else if (!operator.negated()) {
                equal.add(List.of(here, there));
            }
        }
        var absent = new long[present.length];
        Dimension.add(absent, 0);
        if (operator.negated() || operator.ifExists()) {
            equal.add(List.of(new Side(key, absent)));
        }
        if (operator.negated()) {
            equal.add(List.of(
                    new Side(key, present), new Side(other.get(), absent), dimensions.opaque(text(condition), true)));
        }
        return equal;
    }

    private static long[] without(long[] bits, int representative) {
        var fewer = bits.clone();
        fewer[representative >> 6] &= ~(1L << representative);
        return fewer;
    }

    private static String names(String one, String other) {
        return one.compareTo(other) < 0 ? one + " and " + other : other + " and " + one;
    }

    /// The key that a line compares its own with; empty if it does more, or something else.
    static Optional<String> comparedWith(Policy policy, Condition condition) {
        var operator = condition.operator();
        return policy.hasVariables()
                        && condition.patterns().size() == 1
                        && !ConditionKeys.isMultivalued(condition.name())
                        && operator.values() == Values.ONE
                        && (operator.test() == Test.STRING_EQUALS || operator.test() == Test.STRING_LIKE)
                ? Variables.key(condition.patterns().getFirst()).filter(key -> !ConditionKeys.isMultivalued(key))
                : Optional.empty();
    }
}
