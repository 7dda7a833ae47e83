package vpceguard.policy.proof;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import vpceguard.policy.Actions;
import vpceguard.policy.Callers;
import vpceguard.policy.Comparison;
import vpceguard.policy.Condition;
import vpceguard.policy.Conditions;
import vpceguard.policy.Effect;
import vpceguard.policy.Glob;
import vpceguard.policy.Operator.Test;
import vpceguard.policy.Operator.Values;
import vpceguard.policy.Patterns;
import vpceguard.policy.Patterns.Reading;
import vpceguard.policy.Policy;
import vpceguard.policy.Principals;
import vpceguard.policy.Principals.Principal;
import vpceguard.policy.Request;
import vpceguard.policy.Resources;
import vpceguard.policy.Statement;
import vpceguard.policy.Truth;
import vpceguard.policy.Variables;

/// All requests there are, as far as some policies tell them apart. A statement is a few boxes in it: a set of
/// representatives in each dimension.
///
/// Every request falls on a point that answers all questions of the policies as the request does. The dimensions are
/// taken as independent, which only adds points: what is contained here is contained.
final class Space {
    /// What to do with sides that are not understood.
    enum Sides {
        /// Keep them, each in a dimension of its own.
        EXACT,
        /// Leave them out, which makes the box larger.
        WIDE,
        /// Leave out the box.
        NARROW
    }

    /// Some representatives of one dimension.
    private static final class Side {
        private final int dimension;
        private final long[] bits;

        private Side(int dimension, long[] bits) {
            this.dimension = dimension;
            this.bits = bits;
        }
    }

    /// A conjunction of sides.
    private record Box(Effect effect, List<Side> sides) {}

    private final boolean gateway;
    private final Reading reading;
    private final Dimensions dimensions;
    private final List<List<Box>> boxes = new ArrayList<>();
    private final Map<Object, Optional<long[]>> known = new HashMap<>();

    private Space(boolean gateway, Reading reading, Dimensions dimensions) {
        this.gateway = gateway;
        this.reading = reading;
        this.dimensions = dimensions;
    }

    /// The space that some policies span; empty if it has too many cases.
    ///
    /// @param ipv6 whether callers may have IPv6 addresses where only IPv4 ranges are named
    static Optional<Space> of(List<Policy> policies, boolean gateway, Reading reading, boolean ipv6) {
        var callers = new LinkedHashSet<Principal>();
        var actions = new LinkedHashSet<Glob>();
        var resources = new LinkedHashSet<Glob>();
        var conditions = new TreeMap<String, List<Condition>>();
        for (var policy : policies) {
            for (var statement : policy.statements()) {
                callers.addAll(statement.principals().principals());
                statement
                        .actions()
                        .patterns()
                        .forEach(pattern -> Patterns.action(pattern).ifPresent(actions::add));
                for (var pattern : statement.resources().patterns()) {
                    resource(policy, pattern, reading)
                            .or(() -> widened(pattern))
                            .ifPresent(resources::add);
                }
                for (var condition : statement.conditions()) {
                    conditions
                            .computeIfAbsent(condition.name(), _ -> new ArrayList<>())
                            .add(condition);
                }
            }
        }
        var names = Texts.representatives(actions, Texts.Shape.ACTION);
        var arns = Texts.representatives(resources, Texts.Shape.ARN);
        if (names.isEmpty() || arns.isEmpty()) {
            return Optional.empty();
        }
        var space = new Space(
                gateway,
                reading,
                new Dimensions(
                        Representatives.callers(callers),
                        names.get(),
                        Stream.concat(arns.get().stream(), Stream.of("*")).toList()));
        conditions.forEach((name, asked) -> space.dimensions.addKey(name, asked, ipv6));
        policies.forEach(policy -> space.boxes.add(space.draw(policy)));
        return Optional.of(space);
    }

    private static Optional<Glob> resource(Policy policy, String pattern, Reading reading) {
        return Glob.clashes(pattern)
                ? Optional.empty()
                : tokens(policy, pattern, true).flatMap(tokens -> Patterns.resource(tokens, reading));
    }

    /// A pattern with variables matches no more than with stars in their place.
    private static Optional<Glob> widened(String pattern) {
        return Glob.clashes(pattern)
                ? Optional.empty()
                : Variables.widened(pattern).flatMap(tokens -> Patterns.resource(tokens, Reading.WHOLE));
    }

    private static Optional<String> tokens(Policy policy, String text, boolean wildcards) {
        return policy.hasVariables()
                ? Variables.tokens(text, wildcards)
                : Optional.of(wildcards ? Glob.of(text).tokens() : text);
    }

    private List<Box> draw(Policy policy) {
        var drawn = new ArrayList<Box>();
        for (var statement : policy.statements()) {
            var conditions = new ArrayList<Side>();
            for (var condition : statement.conditions()) {
                conditions.add(condition(policy, statement, condition));
            }
            for (var caller : callers(statement.principals())) {
                for (var action : actions(statement.actions())) {
                    for (var resource : resources(policy, statement.resources())) {
                        var sides = new ArrayList<>(conditions);
                        sides.addAll(caller);
                        sides.addAll(action);
                        sides.addAll(resource);
                        drawn.add(new Box(statement.effect(), sides));
                    }
                }
            }
        }
        return drawn;
    }

    /// Either of several conjunctions.
    private List<List<Side>> callers(Principals principals) {
        var listed = new Listed(Dimensions.CALLER);
        for (var principal : principals.principals()) {
            bits(Dimensions.CALLER, principal, Callers.matching(principal, gateway))
                    .ifPresentOrElse(
                            listed::add,
                            () -> listed.addOpaque("principal " + principal.kind() + " " + principal.id(), List.of()));
        }
        return switch (principals) {
            case Principals.Only _ -> listed.any();
            case Principals.AllExcept _ -> listed.none();
            case Principals.Absent() -> List.of(List.of(opaque("a statement without Principal", true)));
        };
    }

    private List<List<Side>> actions(Actions actions) {
        var listed = new Listed(Dimensions.ACTION);
        for (var pattern : actions.patterns()) {
            Patterns.action(pattern)
                    .flatMap(glob -> bits(Dimensions.ACTION, glob, name -> Truth.of(glob.matches(name))))
                    .ifPresentOrElse(listed::add, () -> listed.addOpaque("action " + pattern, List.of()));
        }
        return switch (actions) {
            case Actions.Only _ -> listed.any();
            case Actions.AllExcept _ -> listed.none();
        };
    }

    private List<List<Side>> resources(Policy policy, Resources resources) {
        var listed = new Listed(Dimensions.RESOURCE);
        for (var pattern : resources.patterns()) {
            resource(policy, pattern, reading)
                    .flatMap(this::resources)
                    .ifPresentOrElse(
                            listed::add,
                            () -> listed.addOpaque(
                                    "resource " + pattern + suffix(policy),
                                    widened(pattern).flatMap(this::resources).stream()
                                            .map(bits -> new Side(Dimensions.RESOURCE, bits))
                                            .toList()));
        }
        return switch (resources) {
            case Resources.Only _ -> listed.any();
            case Resources.AllExcept _ -> listed.none();
            case Resources.Absent() -> List.of(List.of(opaque("a statement without Resource", true)));
        };
    }

    private Optional<long[]> resources(Glob glob) {
        return bits(Dimensions.RESOURCE, glob, arn -> Truth.of(glob.matches(arn)));
    }

    private Side opaque(String text, boolean value) {
        return new Side(dimensions.opaque(text), new long[] {value ? 2L : 1L});
    }

    /// The elements of a list: those that are understood together, and each of the others by itself.
    private final class Listed {
        private final int dimension;
        private final long[] union;
        private final List<String> texts = new ArrayList<>();
        private final List<List<Side>> others = new ArrayList<>();

        private Listed(int dimension) {
            this.dimension = dimension;
            this.union = dimensions.get(dimension).none();
        }

        private void add(long[] bits) {
            for (int i = 0; i < bits.length; i++) {
                union[i] |= bits[i];
            }
        }

        /// @param within what is known of it all the same
        private void addOpaque(String text, List<Side> within) {
            texts.add(text);
            var sides = new ArrayList<>(within);
            sides.add(opaque(text, true));
            others.add(sides);
        }

        private List<List<Side>> any() {
            others.add(List.of(new Side(dimension, union)));
            return others;
        }

        /// A variable without a value may count as named or not here, so it is not the same question as in a list of
        /// those meant.
        private List<List<Side>> none() {
            var sides = new ArrayList<Side>();
            sides.add(new Side(dimension, complement(dimension, union)));
            texts.forEach(text -> sides.add(opaque("except " + text, true)));
            return List.of(sides);
        }
    }

    private long[] complement(int dimension, long[] bits) {
        var complement = new long[bits.length];
        int count = dimensions.get(dimension).representatives().size();
        for (int i = 0; i < count; i++) {
            if ((bits[i >> 6] >> i & 1) == 0) {
                complement[i >> 6] |= 1L << i;
            }
        }
        return complement;
    }

    /// The representatives for which it holds; empty if that is open for one of them.
    private Optional<long[]> bits(int dimension, Object asked, Function<String, Truth> holds) {
        return known.computeIfAbsent(List.of(dimension, asked), _ -> {
            var of = dimensions.get(dimension);
            var bits = of.none();
            for (int i = 0; i < of.representatives().size(); i++) {
                var truth = holds.apply(of.representatives().get(i).getFirst());
                if (truth == Truth.UNKNOWN) {
                    return Optional.empty();
                }
                set(bits, i, truth == Truth.TRUE);
            }
            return Optional.of(bits);
        });
    }

    private static void set(long[] bits, int index, boolean value) {
        if (value) {
            bits[index >> 6] |= 1L << index;
        }
    }

    private Side condition(Policy policy, Statement statement, Condition condition) {
        return dimensions
                .key(condition.name())
                .filter(_ -> !statement.isRepeated(condition))
                .flatMap(key -> bits(policy, condition, key).map(bits -> new Side(key, bits)))
                .orElseGet(() -> opaque(
                        condition.operator().name() + " " + condition.name() + " " + new TreeSet<>(condition.patterns())
                                + suffix(policy),
                        true));
    }

    /// The same text asks another question where it may hold variables.
    private static String suffix(Policy policy) {
        return policy.hasVariables() ? " with variables" : "";
    }

    private Optional<long[]> bits(Policy policy, Condition condition, int key) {
        var operator = condition.operator();
        var comparisons = new ArrayList<Comparison>();
        if (operator.test() != Test.NULL) {
            for (var pattern : condition.patterns()) {
                var tokens = tokens(policy, pattern, Comparison.hasWildcards(operator.test()));
                if (tokens.isEmpty() || Glob.clashes(pattern)) {
                    return Optional.empty();
                }
                comparisons.add(Comparison.of(operator.test(), tokens.get()));
            }
        }
        var of = dimensions.get(key);
        var sets = !of.values().isEmpty();
        if (sets && operator.values() == Values.ONE && operator.test() != Test.NULL) {
            return Optional.empty();
        }
        var bits = of.none();
        int passing = 0;
        var singles = sets ? of.values().stream().map(List::of).toList() : of.representatives();
        for (int i = 0; i < singles.size(); i++) {
            var truth = holds(condition, singles.get(i), comparisons);
            if (truth == Truth.UNKNOWN) {
                return Optional.empty();
            }
            if (sets) {
                passing |= truth == Truth.TRUE ? 1 << i : 0;
            } else {
                set(bits, i, truth == Truth.TRUE);
            }
        }
        if (sets) {
            var absent = holds(condition, List.of(), comparisons);
            if (absent == Truth.UNKNOWN) {
                return Optional.empty();
            }
            set(bits, 0, absent == Truth.TRUE);
            for (int members = 1; members < of.representatives().size(); members++) {
                set(
                        bits,
                        members,
                        operator.values() == Values.ALL ? (members & ~passing) == 0 : (members & passing) != 0);
            }
        }
        return Optional.of(bits);
    }

    private static Truth holds(Condition condition, List<String> values, List<Comparison> comparisons) {
        return Conditions.holds(
                condition, values, value -> Conditions.any(comparisons, comparison -> comparison.holds(value)));
    }

    /// The boxes of a policy's statements of that effect.
    ///
    /// @param policy its place among those the space was made of
    List<long[]> boxes(int policy, Effect effect, Sides sides) {
        var found = new ArrayList<long[]>();
        for (var box : boxes.get(policy)) {
            if (box.effect() != effect
                    || (sides == Sides.NARROW
                            && box.sides().stream().anyMatch(side -> dimensions.isOpaque(side.dimension)))) {
                continue;
            }
            var words = dimensions.everything();
            var offsets = dimensions.offsets();
            for (var side : box.sides()) {
                if (sides == Sides.EXACT || !dimensions.isOpaque(side.dimension)) {
                    for (int i = 0; i < side.bits.length; i++) {
                        words[offsets[side.dimension] + i] &= side.bits[i];
                    }
                }
            }
            found.add(words);
        }
        return found;
    }

    int[] offsets() {
        return dimensions.offsets();
    }

    Set<String> opaqueTexts() {
        return dimensions.opaqueTexts();
    }

    Request witness(long[] requests) {
        return dimensions.witness(requests);
    }
}
