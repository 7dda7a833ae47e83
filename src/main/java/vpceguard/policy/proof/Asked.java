package vpceguard.policy.proof;

import static java.util.stream.Collectors.toSet;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import vpceguard.policy.Answers;
import vpceguard.policy.Condition;
import vpceguard.policy.Glob;
import vpceguard.policy.Operator;
import vpceguard.policy.Patterns;
import vpceguard.policy.Patterns.Reading;
import vpceguard.policy.Policy;
import vpceguard.policy.Principals.Principal;
import vpceguard.policy.Request;
import vpceguard.policy.Statement;
import vpceguard.policy.Variables;

/// All that the statements of some policies test of a request. What does not depend on a reading is computed
/// once for all.
final class Asked {
    /// 2^8 sets of values; more is not worth the time.
    private static final int MOST_VALUES = 8;

    private static final int FEWEST_STATES = 200;

    /// Most policies meet the same ceilings, and most of what is asked of actions and resources is asked by these.
    private static final Answers<Told, Optional<Dimension>> DIMENSIONS = new Answers<>(32);

    private final List<Policy> policies;
    /// Each with the key whose conditions count for it too, since the two are compared; in the end with itself.
    private final Map<String, String> linked = new TreeMap<>();

    private final Map<String, List<Condition>> conditions = new HashMap<>();

    private final Dimension callers;
    private final Optional<Dimension> actions;
    private final Map<Reading, Optional<Dimension>> resources = new EnumMap<>(Reading.class);
    private final Map<Boolean, List<Dimension>> keys = new HashMap<>();

    /// What patterns mean: the same ones stand in many statements, and are asked for again by each reading.
    private final Map<String, Optional<Glob>> meantActions = new HashMap<>();

    /// In documents with variables, and in those without.
    private final Map<Reading, Map<String, Optional<Glob>>> meantWithVariables = new EnumMap<>(Reading.class);

    private final Map<Reading, Map<String, Optional<Glob>>> meantWithout = new EnumMap<>(Reading.class);

    Asked(List<Policy> policies) {
        this.policies = policies;
        var principals = new LinkedHashMap<String, Principal>();
        var calls = new ArrayList<List<Glob>>();
        for (var policy : policies) {
            for (var statement : policy.statements()) {
                for (var principal : statement.principals().principals()) {
                    principals.put(principal.kind() + " " + principal.id(), principal);
                }
                var meant = new ArrayList<Glob>();
                for (var pattern : statement.actions().patterns()) {
                    action(pattern).ifPresent(meant::add);
                }
                if (statement.principals().nameAnyoneOfAws()) {
                    action(Request.FEDERATED_CALLS).ifPresent(federated -> calls.add(List.of(federated)));
                }
                calls.add(meant);
                addConditions(policy, statement);
            }
        }
        this.callers = Dimension.of("principal", Representatives.callers(principals.values()));
        this.actions = dimension(calls, Shape.ACTION, names -> Dimension.of("action", names));
    }

    List<Policy> policies() {
        return policies;
    }

    /// The calls that a pattern means; empty if that is not understood.
    Optional<Glob> action(String pattern) {
        return meantActions.computeIfAbsent(pattern, Patterns::action);
    }

    /// The resources that a pattern of the policy means; empty if that is not understood.
    Optional<Glob> resource(Policy policy, String pattern, Reading front) {
        return (policy.hasVariables() ? meantWithVariables : meantWithout)
                .computeIfAbsent(front, _ -> new HashMap<>())
                .computeIfAbsent(pattern, _ -> Drawing.resource(policy, pattern, front));
    }

    private void addConditions(Policy policy, Statement statement) {
        if (policy.hasVariables()) {
            Variables.needed(statement).stream()
                    .filter(key -> !key.equals(Variables.UNREADABLE))
                    .forEach(this::of);
        }
        for (var condition : statement.conditions()) {
            var other = ConditionSides.comparedWith(policy, condition);
            if (other.isPresent()) {
                link(condition.name(), other.get());
            } else {
                of(condition.name()).add(condition);
            }
        }
    }

    private List<Condition> of(String key) {
        return conditions.computeIfAbsent(linked(key), _ -> new ArrayList<>());
    }

    private String linked(String key) {
        var before = key;
        var last = linked.computeIfAbsent(key, own -> own);
        while (!last.equals(before)) {
            before = last;
            last = linked.computeIfAbsent(before, own -> own);
        }
        // Such a chain may be as long as the policy: it is gone through once.
        linked.put(key, last);
        return last;
    }

    private void link(String key, String other) {
        if (!linked(key).equals(linked(other))) {
            of(key).addAll(of(other));
            conditions.remove(linked(other));
            linked.put(linked(other), linked(key));
        }
    }

    /// What requests differ in; empty if there are too many cases.
    Optional<Dimensions> dimensions(Readings readings) {
        var arns = resources.computeIfAbsent(readings.front(), this::resources);
        return actions.isEmpty() || arns.isEmpty()
                ? Optional.empty()
                : Optional.of(new Dimensions(
                        callers, actions.get(), arns.get(), keys.computeIfAbsent(readings.ipv6(), this::keys)));
    }

    private Optional<Dimension> resources(Reading front) {
        var lists = new ArrayList<List<Glob>>();
        for (var policy : policies) {
            for (var statement : policy.statements()) {
                var meant = new ArrayList<Glob>();
                for (var pattern : statement.resources().patterns()) {
                    resource(policy, pattern, front)
                            .ifPresentOrElse(
                                    meant::add,
                                    () -> Drawing.widened(pattern).ifPresent(glob -> lists.add(List.of(glob))));
                }
                lists.add(meant);
            }
        }
        return dimension(lists, Shape.ARN, arns -> {
            var all = new ArrayList<>(arns);
            all.add("*");
            return Dimension.of("resource", all);
        });
    }

    private static Optional<Dimension> dimension(
            List<List<Glob>> lists, Shape shape, Function<List<String>, Dimension> made) {
        var sets = lists.stream().map(Set::copyOf).collect(toSet());
        return DIMENSIONS.to(
                new Told(sets, shape), _ -> Texts.representatives(lists, shape).map(made));
    }

    /// What texts are told apart by: the lists of patterns, in whatever order.
    private record Told(Set<Set<Glob>> lists, Shape shape) {}

    /// The keys; those with too many values are left out.
    private List<Dimension> keys(boolean ipv6) {
        var found = new ArrayList<Dimension>();
        // Each key is walked by itself, so that they share the states.
        int most = Math.max(FEWEST_STATES, Walk.MOST_STATES / Math.max(linked.size(), 1));
        var names = List.copyOf(linked.keySet());
        Set<String> compared = new HashSet<>();
        for (var name : names) {
            if (!linked(name).equals(name)) {
                compared.addAll(List.of(name, linked(name)));
            }
        }
        for (var name : names) {
            var values = Representatives.values(name, of(name), ipv6, compared.contains(name), most)
                    .orElse(List.of());
            var sets = false;
            for (var condition : of(name)) {
                sets |= condition.name().equals(name) && Readings.mayAskSets(condition);
            }
            if (!values.isEmpty() && (!sets || values.size() <= MOST_VALUES)) {
                found.add(sets ? Dimension.ofSets(name, values) : Dimension.ofKey(name, values));
            }
        }
        return found;
    }

    /// Values of a key that are told apart from all others; empty if it is not compared as text alone.
    Optional<Set<String>> named(String key) {
        return Representatives.named(of(key));
    }

    /// Whether nothing but values of that type and presence is asked of the key.
    boolean isAskedAs(Operator.Type type, String key) {
        return of(key).stream()
                .map(condition -> condition.operator().test().type())
                .allMatch(other -> other == type || other == Operator.Type.PRESENCE);
    }
}
