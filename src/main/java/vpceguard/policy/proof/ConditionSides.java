package vpceguard.policy.proof;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import vpceguard.json.Json;
import vpceguard.json.JsonWriter;
import vpceguard.policy.Comparison;
import vpceguard.policy.Condition;
import vpceguard.policy.ConditionKeys;
import vpceguard.policy.Conditions;
import vpceguard.policy.Glob;
import vpceguard.policy.Operator;
import vpceguard.policy.Operator.Test;
import vpceguard.policy.Operator.Values;
import vpceguard.policy.Policy;
import vpceguard.policy.Statement;
import vpceguard.policy.Truth;
import vpceguard.policy.Variables;

/// Condition lines of a policy as sides of boxes: a list of alternatives, each of which is a conjunction.
final class ConditionSides {
    private final Asked asked;
    private final Policy policy;
    private final Readings readings;
    private final Dimensions dimensions;

    ConditionSides(Asked asked, Policy policy, Readings readings, Dimensions dimensions) {
        this.asked = asked;
        this.policy = policy;
        this.readings = readings;
        this.dimensions = dimensions;
    }

    List<List<Side>> of(Statement statement, Condition condition) {
        var key = dimensions.key(condition.name());
        if (statement.isRepeated(condition)) {
            return List.of(List.of(repeated(statement, condition)));
        }
        if (key.isEmpty() || condition.respelled()) {
            return List.of(List.of(opaque(condition)));
        }
        var comparison = comparison(condition);
        if (comparison.isPresent()) {
            var held = held(condition, dimensions.get(key.get()), comparison.get());
            if (Dimension.isEmpty(held.open)) {
                return List.of(List.of(new Side(key.get(), held.certain)));
            }
            if (isOpenForEmptyValues(condition, dimensions.get(key.get()), held.open, comparison.get())) {
                return List.of(
                        List.of(new Side(key.get(), held.certain)),
                        List.of(new Side(key.get(), held.open), emptyAsNone(condition)));
            }
            if (!isToldApart(condition)) {
                return List.of(List.of(opaque(condition)));
            }
            var holds = !Conditions.mayTakeForNone(condition) && isOfItsType(condition, comparison.get())
                    ? ofAnotherType(condition)
                    : opaque(condition);
            return List.of(List.of(new Side(key.get(), held.certain)), List.of(new Side(key.get(), held.open), holds));
        }
        var equal = equality(condition, key.get());
        return equal.isEmpty() ? ofAValue(condition, key.get()) : equal;
    }

    /// Whether each value that this line tells from another has a representative of its own: one text stands for all
    /// that are compared alike as texts, whatever they are as numbers, dates or addresses.
    private boolean isToldApart(Condition condition) {
        var type = condition.operator().test().type();
        return type == Operator.Type.STRING
                || type == Operator.Type.PRESENCE
                || (type == Operator.Type.ARN && ConditionKeys.isAlways(condition.name(), type))
                || asked.isAskedAs(type, condition.name());
    }

    /// Whether the line is open only because an empty value may count as none.
    private static boolean isOpenForEmptyValues(Condition condition, Dimension of, long[] open, Comparison comparison) {
        if (!Conditions.mayTakeForNone(condition)
                || (condition.operator().test() != Test.NULL && comparison.holds("") == Truth.UNKNOWN)
                || holds(condition, List.of(), comparison) == Truth.UNKNOWN) {
            return false;
        }
        for (int i = 0; i < of.size(); i++) {
            if (Dimension.has(open, i) && !of.get(i).contains("")) {
                return false;
            }
        }
        return true;
    }

    /// That it does for "all of them" and for `Null` of an absent key, which then hold more often; that it does not for
    /// "one of them" and for `Null` of one that is there.
    private Side emptyAsNone(Condition condition) {
        boolean isNull = condition.operator().test() == Test.NULL;
        return dimensions.opaque(
                "whether %s an empty %s for none"
                        .formatted(isNull ? "Null takes" : "set operators take", condition.name()),
                isNull
                        ? holds(condition, List.of(), NO_COMPARISON) == Truth.TRUE
                        : condition.operator().values() == Values.ALL);
    }

    /// A line of which it is open when it holds for a value, and not when it does for an absent key.
    private List<List<Side>> ofAValue(Condition condition, int key) {
        var of = dimensions.get(key);
        var absent = of.only(0);
        var present = List.of(new Side(key, of.complement(absent)), opaque(condition));
        return switch (holds(condition, List.of(), NO_COMPARISON)) {
            case TRUE -> List.of(List.of(new Side(key, absent)), present);
            case FALSE -> List.of(present);
            case UNKNOWN -> List.of(List.of(opaque(condition)));
        };
    }

    /// The line in whole, as something that is true or false.
    private Side opaque(Condition condition) {
        return dimensions.opaque(text(condition), true);
    }

    /// All lines that an operator has for a key: which of them count is open, so that none has a meaning of its own.
    private Side repeated(Statement statement, Condition condition) {
        var lines = statement.conditions().stream()
                .filter(line ->
                        line.name().equals(condition.name()) && line.operator().equals(condition.operator()))
                .map(line -> line.key() + " " + list(line.patterns()))
                .collect(Collectors.joining(" and "));
        return dimensions.opaque(condition.operator().name() + " " + lines + suffix(policy), true);
    }

    /// That the line holds for a value which is no number, say, where numbers are compared: AWS does not say what
    /// happens then, but hardly that it depends on the number.
    private Side ofAnotherType(Condition condition) {
        var operator = condition.operator();
        return dimensions.opaque(
                "%s of a value that is no %s%s"
                        .formatted(
                                condition.name(),
                                operator.test().type().name().toLowerCase(Locale.ROOT),
                                operator.negated() ? ", negated" : ""),
                true);
    }

    /// Whether the values for which the line is open are those of another type: its own patterns can be compared, an
    /// absent key is not open, and nothing else is asked of the key but presence.
    private boolean isOfItsType(Condition condition, Comparison comparison) {
        var test = condition.operator().test();
        return test.type() != Operator.Type.STRING
                && test.type() != Operator.Type.PRESENCE
                && holds(condition, List.of(), comparison) != Truth.UNKNOWN
                && condition.patterns().stream()
                        .noneMatch(pattern -> Comparison.of(test, condition.name(), List.of(pattern))
                                        .holds(pattern)
                                == Truth.UNKNOWN)
                && asked.isAskedAs(test.type(), condition.name());
    }

    private String text(Condition condition) {
        return condition.operator().name() + " " + condition.name() + " " + list(condition.patterns())
                + (condition.respelled() ? " without quotes" : "") + suffix(policy);
    }

    /// One text for a set of texts, and for no other: what has the same name is the same question.
    static String list(Collection<String> texts) {
        return JsonWriter.compact(Json.Arr.ofTexts(new TreeSet<>(texts)));
    }

    /// The same text asks another question where it may hold variables.
    static String suffix(Policy policy) {
        return policy.hasVariables() ? " with variables" : "";
    }

    /// The representatives for which a line holds, and those for which that is open.
    private static final class Held {
        private final long[] certain;
        private final long[] open;

        private Held(Dimension of) {
            this.certain = of.none();
            this.open = of.none();
        }

        private void add(int representative, Truth holds) {
            if (holds != Truth.FALSE) {
                Dimension.add(holds == Truth.TRUE ? certain : open, representative);
            }
        }
    }

    private Held held(Condition condition, Dimension of, Comparison comparison) {
        var held = new Held(of);
        if (!of.hasSets() || condition.operator().test() == Test.NULL) {
            for (int i = 0; i < of.size(); i++) {
                held.add(i, holds(condition, of.get(i), comparison));
            }
            return held;
        }
        int passing = 0;
        int perhaps = 0;
        for (int i = 0; i < of.values().size(); i++) {
            var passes = holds(condition, List.of(of.values().get(i)), comparison);
            passing |= passes == Truth.TRUE ? 1 << i : 0;
            perhaps |= passes == Truth.FALSE ? 0 : 1 << i;
        }
        held.add(0, holds(condition, List.of(), comparison));
        var values = condition.operator().values();
        var bare = condition.operator().negated() ? readings.negated() : readings.several();
        var asked = values == Values.ONE ? bare : values;
        for (int i = 1; i < of.size(); i++) {
            int members = of.members(i);
            held.add(
                    i,
                    hold(members, asked, passing)
                            ? Truth.TRUE
                            : hold(members, asked, perhaps) ? Truth.UNKNOWN : Truth.FALSE);
        }
        return held;
    }

    private static boolean hold(int members, Values asked, int passing) {
        return asked == Values.ALL ? (members & ~passing) == 0 : (members & passing) != 0;
    }

    /// Presence, which is not compared.
    private static final Comparison NO_COMPARISON = _ -> Truth.UNKNOWN;

    /// The line's patterns made ready; empty if one is not understood without a request.
    private Optional<Comparison> comparison(Condition condition) {
        var test = condition.operator().test();
        if (test == Test.NULL) {
            return Optional.of(NO_COMPARISON);
        }
        var patterns = new ArrayList<String>();
        for (var pattern : condition.patterns()) {
            var tokens = Variables.tokens(policy, pattern, Comparison.hasWildcards(test));
            if (tokens.isEmpty() || Glob.clashes(pattern)) {
                return Optional.empty();
            }
            patterns.add(tokens.get());
        }
        return Optional.of(Comparison.of(test, condition.name(), patterns));
    }

    private static Truth holds(Condition condition, List<String> values, Comparison comparison) {
        return Conditions.holds(condition, values, comparison::holds);
    }

    /// Where the key is compared with another one, as in `"${aws:PrincipalOrgID}"`: value by value, since the two have
    /// the same representatives. Values that no policy names may be the same or not. Empty if it is no such line.
    private List<List<Side>> equality(Condition condition, int key) {
        var operator = condition.operator();
        var other = comparedWith(policy, condition).flatMap(dimensions::key);
        var named = asked.named(condition.name());
        var of = dimensions.get(key);
        if (other.isEmpty()
                || named.isEmpty()
                || of.hasSets()
                || !of.representatives().equals(dimensions.get(other.get()).representatives())) {
            return List.of();
        }
        var same = "whether these are the same: "
                + list(List.of(of.name(), dimensions.get(other.get()).name()));
        var equal = new ArrayList<List<Side>>();
        var absent = of.only(0);
        var present = of.complement(absent);
        for (int i = 1; i < of.size(); i++) {
            var only = of.only(i);
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
        if (operator.negated() || operator.ifExists()) {
            equal.add(List.of(new Side(key, absent)));
        }
        if (operator.negated()) {
            equal.add(List.of(new Side(key, present), new Side(other.get(), absent), opaque(condition)));
        }
        return equal;
    }

    private static long[] without(long[] bits, int representative) {
        var fewer = bits.clone();
        fewer[representative >> 6] &= ~(1L << representative);
        return fewer;
    }

    /// The key that a line compares its own with; empty if it does more, or something else.
    static Optional<String> comparedWith(Policy policy, Condition condition) {
        var operator = condition.operator();
        return policy.hasVariables()
                        && condition.patterns().size() == 1
                        && !ConditionKeys.isMultivalued(condition.name())
                        && operator.values() == Values.ONE
                        && (operator.test() == Test.STRING_EQUALS || operator.test() == Test.STRING_LIKE)
                ? Variables.key(condition.patterns().getFirst())
                        .filter(key -> !ConditionKeys.isMultivalued(key)
                                && (operator.test() == Test.STRING_EQUALS || !ConditionKeys.mayHoldWildcards(key)))
                : Optional.empty();
    }
}
