package vpceguard.policy.proof;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import vpceguard.json.Json;
import vpceguard.policy.Actions;
import vpceguard.policy.Condition;
import vpceguard.policy.Operator;
import vpceguard.policy.Principals;
import vpceguard.policy.Resources;
import vpceguard.policy.Statement;

/// What two Allow statements have in common, as one statement, where that can be written. The result is a
/// proposal: its user has it proved.
sealed interface Meet {
    /// They have nothing in common.
    record Empty() implements Meet {}

    /// They cannot be written as one.
    record Open() implements Meet {}

    /// The first statement, with the second's restrictions.
    record Common(Json.Obj statement) implements Meet {}

    static Meet of(Statement statement, Statement other) {
        if (!(other.principals() instanceof Principals.Only(var principals))
                || principals.stream().noneMatch(Principals.Principal::isAnyone)) {
            return new Open();
        }
        var source = statement.source();
        var actions = lists(
                statement.actions() instanceof Actions.Only,
                statement.actions().patterns(),
                other.actions() instanceof Actions.Only,
                other.actions().patterns(),
                true);
        var resources = lists(
                statement.resources() instanceof Resources.Only,
                statement.resources().patterns(),
                other.resources() instanceof Resources.Only,
                other.resources().patterns(),
                false);
        var conditions = conditions(statement.conditions(), other.conditions());
        if (actions.isEmpty() || resources.isEmpty() || conditions.isEmpty()) {
            return new Open();
        }
        if (actions.get().isNothing()
                || resources.get().isNothing()
                || conditions.get().values().stream()
                        .anyMatch(keys -> keys.values().stream().anyMatch(Set::isEmpty))) {
            return new Empty();
        }
        var common = actions.get().put(source, "Action");
        common = resources.get().put(common, "Resource");
        return new Common(conditions.get().isEmpty() ? common : common.with("Condition", block(conditions.get())));
    }

    /// A list of patterns, meant or excepted.
    record Listed(boolean only, List<String> patterns) {
        private boolean isNothing() {
            return only && patterns.isEmpty();
        }

        private Json.Obj put(Json.Obj statement, String element) {
            var name = only ? element : "Not" + element;
            var members = new LinkedHashMap<String, Json>();
            statement.members().forEach((member, value) -> {
                if (member.equals(element) || member.equals("Not" + element)) {
                    var same = member.equals(name) && patterns.equals(value.texts());
                    members.put(name, same ? value : Json.oneOrList(patterns));
                } else {
                    members.put(member, value);
                }
            });
            return new Json.Obj(members);
        }
    }

    /// Patterns that both lists let through, if each pattern of one lies within or outside each of the other.
    private static Optional<Listed> lists(
            boolean only, List<String> patterns, boolean otherOnly, List<String> others, boolean ignoreCase) {
        if (!only && !otherOnly) {
            var all = new LinkedHashSet<>(patterns);
            all.addAll(others);
            return Optional.of(new Listed(false, List.copyOf(all)));
        }
        if (!only) {
            return lists(true, others, false, patterns, ignoreCase);
        }
        var common = new LinkedHashSet<String>();
        for (var pattern : patterns) {
            boolean kept = !otherOnly;
            for (var other : others) {
                switch (PatternOrder.of(pattern, other, ignoreCase)) {
                    case WITHIN -> {
                        if (otherOnly) {
                            common.add(pattern);
                        }
                        kept = false;
                    }
                    case AROUND -> {
                        if (!otherOnly) {
                            return Optional.empty();
                        }
                        common.add(other);
                    }
                    case APART -> {}
                    case OPEN -> {
                        return Optional.empty();
                    }
                }
            }
            if (kept) {
                common.add(pattern);
            }
        }
        return Optional.of(new Listed(true, List.copyOf(common)));
    }

    /// Both blocks as one, by operator and key as written; empty if one operator has a key in both that it cannot ask
    /// both of at once.
    private static Optional<Map<String, Map<String, Set<String>>>> conditions(
            List<Condition> ones, List<Condition> others) {
        var all = new LinkedHashMap<String, Map<String, Set<String>>>();
        var names = new LinkedHashMap<String, String>();
        var both = new ArrayList<>(ones);
        both.addAll(others);
        for (var condition : both) {
            var operator = condition.operator();
            var key = names.computeIfAbsent(operator.name() + " " + condition.name(), _ -> condition.key());
            var keys = all.computeIfAbsent(operator.name(), _ -> new LinkedHashMap<>());
            var values = new LinkedHashSet<>(condition.patterns());
            var before = keys.putIfAbsent(key, values);
            if (before == null || before.equals(values)) {
                continue;
            }
            if (operator.negated() && operator.values() != Operator.Values.ANY) {
                before.addAll(values);
            } else if (operator.test() == Operator.Test.STRING_EQUALS
                    && operator.values() == Operator.Values.ONE
                    && !operator.ifExists()) {
                before.retainAll(values);
            } else {
                return Optional.empty();
            }
        }
        return Optional.of(all);
    }

    static Json.Obj block(Map<String, Map<String, Set<String>>> conditions) {
        var block = Json.object();
        conditions.forEach((operator, keys) -> {
            var lines = Json.object();
            keys.forEach((key, values) -> lines.put(key, Json.oneOrList(values)));
            block.put(operator, lines.build());
        });
        return block.build();
    }
}
