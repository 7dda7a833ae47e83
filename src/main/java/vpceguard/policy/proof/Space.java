package vpceguard.policy.proof;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import vpceguard.policy.Condition;
import vpceguard.policy.Effect;
import vpceguard.policy.Glob;
import vpceguard.policy.Patterns;
import vpceguard.policy.Policy;
import vpceguard.policy.Principals.Principal;
import vpceguard.policy.Request;
import vpceguard.policy.Statement;

/// All requests there are, as far as some policies tell them apart. A statement is a few boxes in it: a set of
/// representatives in each dimension.
///
/// Every request falls on a point that answers all questions of the policies as the request does. The dimensions are
/// taken as independent, which only adds points: what is contained here is contained.
final class Space {
    private static final int MOST_BOXES = 5_000;

    /// What to do with sides that are not understood.
    enum Sides {
        /// Keep them, each in a dimension of its own.
        EXACT,
        /// Leave them out, which makes the box larger.
        WIDE,
        /// Leave out the box.
        NARROW
    }

    /// The boxes of one statement.
    private record Drawn(Effect effect, List<List<Side>> boxes) {}

    private final Dimensions dimensions;
    private final List<List<Drawn>> policies = new ArrayList<>();

    private Space(Dimensions dimensions) {
        this.dimensions = dimensions;
    }

    /// The space that some policies span; empty if it has too many cases.
    static Optional<Space> of(List<Policy> policies, boolean gateway, Readings readings) {
        var asked = new Asked(readings);
        for (var policy : policies) {
            for (var statement : policy.statements()) {
                asked.add(policy, statement);
            }
        }
        return asked.dimensions().flatMap(dimensions -> {
            var space = new Space(dimensions);
            int left = MOST_BOXES;
            for (var policy : policies) {
                var drawing = new Drawing(policy, gateway, readings, dimensions);
                var drawn = new ArrayList<Drawn>();
                for (var statement : policy.statements()) {
                    var boxes = drawing.boxes(statement, left);
                    if (boxes.isEmpty()) {
                        return Optional.empty();
                    }
                    left -= boxes.get().size();
                    drawn.add(new Drawn(statement.effect(), boxes.get()));
                }
                space.policies.add(drawn);
            }
            return Optional.of(space);
        });
    }

    /// What statements ask of requests.
    private static final class Asked {
        private final Readings readings;
        private final Map<String, Principal> callers = new LinkedHashMap<>();
        private final Map<String, Glob> actions = new LinkedHashMap<>();
        private final Map<String, Glob> resources = new LinkedHashMap<>();

        /// Each with the key whose conditions count for it too, since the two are compared; in the end with itself.
        private final Map<String, String> keys = new TreeMap<>();

        private final Map<String, List<Condition>> conditions = new HashMap<>();

        private Asked(Readings readings) {
            this.readings = readings;
        }

        private void add(Policy policy, Statement statement) {
            for (var principal : statement.principals().principals()) {
                callers.put(principal.kind() + " " + principal.id(), principal);
            }
            for (var pattern : statement.actions().patterns()) {
                Patterns.action(pattern).ifPresent(glob -> actions.put(glob.tokens(), glob));
            }
            for (var pattern : statement.resources().patterns()) {
                Drawing.resource(policy, pattern, readings.front())
                        .or(() -> Drawing.widened(pattern))
                        .ifPresent(glob -> resources.put(glob.tokens(), glob));
            }
            for (var condition : statement.conditions()) {
                ConditionSides.comparedWith(policy, condition)
                        .ifPresentOrElse(
                                other -> link(condition.name(), other),
                                () -> of(condition.name()).add(condition));
            }
        }

        private List<Condition> of(String key) {
            return conditions.computeIfAbsent(linked(key), _ -> new ArrayList<>());
        }

        private String linked(String key) {
            var other = keys.computeIfAbsent(key, own -> own);
            return other.equals(key) ? key : linked(other);
        }

        private void link(String key, String other) {
            if (!linked(key).equals(linked(other))) {
                of(key).addAll(of(other));
                conditions.remove(linked(other));
                keys.put(linked(other), linked(key));
            }
        }

        private Optional<Dimensions> dimensions() {
            var names = Texts.representatives(actions.values(), Texts.Shape.ACTION);
            var arns = Texts.representatives(resources.values(), Texts.Shape.ARN);
            if (names.isEmpty() || arns.isEmpty()) {
                return Optional.empty();
            }
            var all = new ArrayList<>(arns.get());
            all.add("*");
            var dimensions = new Dimensions(Representatives.callers(callers.values()), names.get(), all);
            List.copyOf(keys.keySet()).forEach(key -> dimensions.addKey(key, of(key), readings.ipv6()));
            return Optional.of(dimensions);
        }
    }

    /// The boxes of a policy's statements of that effect.
    ///
    /// @param policy its place among those the space was made of
    List<long[]> boxes(int policy, Effect effect, Sides sides) {
        var found = new ArrayList<long[]>();
        var offsets = dimensions.offsets();
        for (var drawn : policies.get(policy)) {
            if (drawn.effect() == effect) {
                for (var box : drawn.boxes()) {
                    if (sides != Sides.NARROW || isUnderstood(box)) {
                        found.add(words(box, sides, offsets));
                    }
                }
            }
        }
        return found;
    }

    private boolean isUnderstood(List<Side> box) {
        for (var side : box) {
            if (dimensions.isOpaque(side.dimension)) {
                return false;
            }
        }
        return true;
    }

    private long[] words(List<Side> box, Sides sides, int[] offsets) {
        var words = dimensions.everything(offsets);
        for (var side : box) {
            if (sides == Sides.EXACT || !dimensions.isOpaque(side.dimension)) {
                for (int w = 0; w < side.bits.length; w++) {
                    words[offsets[side.dimension] + w] &= side.bits[w];
                }
            }
        }
        return words;
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
