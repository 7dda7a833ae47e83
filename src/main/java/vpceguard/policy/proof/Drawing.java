package vpceguard.policy.proof;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import vpceguard.policy.Actions;
import vpceguard.policy.Callers;
import vpceguard.policy.Effect;
import vpceguard.policy.Glob;
import vpceguard.policy.Patterns;
import vpceguard.policy.Policy;
import vpceguard.policy.Principals;
import vpceguard.policy.Request;
import vpceguard.policy.Resources;
import vpceguard.policy.Statement;
import vpceguard.policy.Truth;
import vpceguard.policy.Variables;

/// Turns the statements of a policy into boxes. A request matches a statement if one of its boxes holds it.
final class Drawing {
    private final Asked asked;
    private final Policy policy;
    private final boolean gateway;
    private final Readings readings;
    private final Dimensions dimensions;
    private final ConditionSides conditions;

    Drawing(Asked asked, Policy policy, boolean gateway, Readings readings, Dimensions dimensions) {
        this.asked = asked;
        this.policy = policy;
        this.gateway = gateway;
        this.readings = readings;
        this.dimensions = dimensions;
        this.conditions = new ConditionSides(asked, policy, readings, dimensions);
    }

    /// Empty if there are more than that.
    Optional<List<List<Side>>> boxes(Statement statement, int most) {
        var boxes = callers(statement);
        var more = new ArrayList<List<List<Side>>>();
        more.add(actions(statement.actions()));
        more.add(resources(statement.resources()));
        for (var condition : statement.conditions()) {
            more.add(conditions.of(statement, condition));
        }
        if (policy.hasVariables()) {
            more.addAll(counts(statement));
        }
        for (var sides : more) {
            if (boxes.size() * sides.size() > most) {
                return Optional.empty();
            }
            boxes = Side.both(boxes, sides);
        }
        return Optional.of(boxes);
    }

    private List<List<Side>> callers(Statement statement) {
        var principals = statement.principals();
        var listed = new Listed(Dimensions.CALLER);
        for (var principal : principals.principals()) {
            if (Callers.isUntold(principal)) {
                listed.addOpaque("principal " + principal.kind() + " " + principal.id(), List.of());
                continue;
            }
            var matching = Callers.matching(principal, gateway);
            for (int i = 0; i < listed.of.size(); i++) {
                var caller = listed.of.get(i).getFirst();
                if (matching.apply(caller) == Truth.TRUE
                        && !(principal.isAnyoneOfAws() && caller.equals(Request.ANONYMOUS))) {
                    Dimension.add(listed.union, i);
                }
            }
        }
        if (principals.nameAnyoneOfAws()) {
            asked.action(Request.FEDERATED_CALLS).ifPresent(listed::addAllBut);
        }
        return switch (principals.speaksOf(Truth.TRUE)) {
            case TRUE -> listed.any();
            case FALSE -> withReached(statement, listed);
            case UNKNOWN ->
                open("Principal", principals instanceof Principals.Absent, principals instanceof Principals.AllExcept);
        };
    }

    /// Those whom the statement does not leave out, and those whom it may reach all the same.
    private List<List<Side>> withReached(Statement statement, Listed listed) {
        var reached = listed.of.none();
        for (int i = 0; i < listed.of.size(); i++) {
            if (Dimension.has(listed.union, i)
                    && statement.mayReachExcepted(listed.of.get(i).getFirst())) {
                Dimension.add(reached, i);
            }
        }
        var boxes = new ArrayList<>(listed.none());
        if (!Dimension.isEmpty(reached)) {
            var names = statement.principals().principals().stream()
                    .map(Principals.Principal::id)
                    .toList();
            boxes.add(List.of(
                    new Side(Dimensions.CALLER, reached),
                    dimensions.opaque(
                            whether(statement.effect()) + " reaches users and roles of NotPrincipal "
                                    + ConditionSides.list(names),
                            true)));
        }
        return boxes;
    }

    /// For each place of variables: that all their keys have values, or that the statement counts all the same. AWS may
    /// answer that otherwise in another place.
    private List<List<List<Side>>> counts(Statement statement) {
        var places = new TreeMap<String, List<String>>();
        places.put("Resource", new ArrayList<>(statement.resources().patterns()));
        for (var condition : statement.conditions()) {
            places.computeIfAbsent(
                            condition.operator().ifExists() ? "Condition with IfExists" : "Condition",
                            _ -> new ArrayList<>())
                    .addAll(condition.patterns());
        }
        var counts = new ArrayList<List<List<Side>>>();
        places.forEach((place, texts) -> {
            var needed = Variables.needed(texts);
            if (!needed.isEmpty()) {
                counts.add(counts(statement.effect(), place, needed));
            }
        });
        return counts;
    }

    private List<List<Side>> counts(Effect effect, String place, Set<String> keys) {
        var question = whether(effect) + " with a variable in " + place + " counts where that has no value";
        var present = new ArrayList<Side>();
        for (var key : keys) {
            dimensions.key(key).ifPresent(index -> {
                var of = dimensions.get(index);
                present.add(new Side(index, of.complement(of.only(0))));
            });
        }
        // Where it is not told apart whether keys have values, it is a question of its own.
        return present.size() == keys.size()
                ? List.of(present, List.of(dimensions.opaque(question, true)))
                : List.of(List.of(dimensions.opaque(question + ": " + ConditionSides.list(keys), true)));
    }

    private static String whether(Effect effect) {
        return effect == Effect.DENY ? "whether a Deny" : "whether an Allow";
    }

    /// An element that is not there, or that lists nothing: AWS does not say what it means.
    private List<List<Side>> open(String element, boolean absent, boolean negated) {
        var text = absent ? "a statement without " + element : "an empty " + (negated ? "Not" : "") + element;
        return List.of(List.of(dimensions.opaque(text, true)));
    }

    private List<List<Side>> actions(Actions actions) {
        var listed = new Listed(Dimensions.ACTION);
        for (var pattern : actions.patterns()) {
            var glob = asked.action(pattern);
            if (glob.isPresent()) {
                listed.add(glob.get());
            } else {
                listed.addOpaque("action " + pattern, List.of());
            }
        }
        return switch (actions.speaksOf(Truth.TRUE)) {
            case TRUE -> listed.any();
            case FALSE -> listed.none();
            case UNKNOWN -> open("Action", false, actions instanceof Actions.AllExcept);
        };
    }

    private List<List<Side>> resources(Resources resources) {
        var listed = new Listed(Dimensions.RESOURCE);
        for (var pattern : resources.patterns()) {
            var glob = asked.resource(policy, pattern, readings.front());
            if (glob.isPresent()) {
                listed.add(glob.get());
            } else {
                var within = widened(pattern);
                listed.addOpaque(
                        "resource " + ConditionSides.list(List.of(pattern)) + ConditionSides.suffix(policy),
                        within.isEmpty()
                                ? List.of()
                                : List.of(new Side(
                                        Dimensions.RESOURCE,
                                        dimensions.get(Dimensions.RESOURCE).matching(within.get()))));
            }
        }
        return switch (resources.speaksOf(Truth.TRUE)) {
            case TRUE -> listed.any();
            case FALSE -> listed.none();
            case UNKNOWN ->
                open("Resource", resources instanceof Resources.Absent, resources instanceof Resources.AllExcept);
        };
    }

    /// The resources that a pattern of the policy means; empty if that is not understood.
    static Optional<Glob> resource(Policy policy, String pattern, Patterns.Reading reading) {
        return Glob.clashes(pattern)
                ? Optional.empty()
                : Variables.tokens(policy, pattern, true).flatMap(tokens -> Patterns.resource(tokens, reading));
    }

    /// A pattern with variables matches no more than with stars in their place.
    static Optional<Glob> widened(String pattern) {
        return Glob.clashes(pattern)
                ? Optional.empty()
                : Variables.widened(pattern).flatMap(tokens -> Patterns.resource(tokens, Patterns.Reading.WHOLE));
    }

    /// The elements of a list: those that are understood together, and each of the others by itself.
    private final class Listed {
        private final int dimension;
        private final Dimension of;
        private final long[] union;
        private final List<String> texts = new ArrayList<>();
        private final List<List<Side>> others = new ArrayList<>();
        private final List<Side> except = new ArrayList<>();

        private Listed(int dimension) {
            this.dimension = dimension;
            this.of = dimensions.get(dimension);
            this.union = of.none();
        }

        private void add(Glob glob) {
            var bits = of.matching(glob);
            for (int w = 0; w < bits.length; w++) {
                union[w] |= bits[w];
            }
        }

        /// @param within what is known of it all the same
        private void addOpaque(String text, List<Side> within) {
            texts.add(text);
            var sides = new ArrayList<>(within);
            sides.add(dimensions.opaque(text, true));
            others.add(sides);
        }

        /// Anonymous callers are meant by `{"AWS": "*"}`, but for these calls.
        private void addAllBut(Glob federated) {
            var calls = dimensions.get(Dimensions.ACTION);
            var bits = calls.matching(federated);
            others.add(List.of(new Side(Dimensions.ACTION, calls.complement(bits))));
            except.add(new Side(Dimensions.ACTION, bits));
        }

        private List<List<Side>> any() {
            others.add(List.of(new Side(dimension, union)));
            return others;
        }

        /// A variable without a value may count as named or not here, so it is not the same question as in a list of
        /// those meant.
        private List<List<Side>> none() {
            var sides = new ArrayList<>(except);
            sides.add(new Side(dimension, of.complement(union)));
            for (var text : texts) {
                sides.add(dimensions.opaque("except " + text, true));
            }
            return List.of(sides);
        }
    }
}
