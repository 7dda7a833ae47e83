package vpceguard.policy.smt;

import java.math.BigInteger;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import vpceguard.json.Quoted;
import vpceguard.policy.Condition;
import vpceguard.policy.ConditionKeys;
import vpceguard.policy.Operator;
import vpceguard.policy.Operator.Values;
import vpceguard.policy.Policy;
import vpceguard.policy.smt.Smt.Unwritable;

/// The condition keys that policies ask of.
final class SmtKeys {
    private static final BigInteger V4 = BigInteger.TWO.pow(32);
    private static final BigInteger V6 = BigInteger.TWO.pow(128);

    /// One key.
    ///
    /// @param values how many values it may have at once
    record Key(String name, Operator.Type type, int values) {
        String value(int i) {
            return values == 1 ? "|" + name + "|" : "|" + name + " " + (i + 1) + "|";
        }

        String present(int i) {
            return value(i).replaceFirst("\\|$", " is present|");
        }

        List<String> presences() {
            return IntStream.range(0, values).mapToObj(this::present).toList();
        }
    }

    private final Map<String, Key> keys = new TreeMap<>();

    SmtKeys(List<Policy> policies) {
        var asked = new TreeMap<String, Set<Condition>>();
        for (var policy : policies) {
            for (var statement : policy.statements()) {
                for (var condition : statement.conditions()) {
                    asked.computeIfAbsent(condition.name(), _ -> new LinkedHashSet<>())
                            .add(condition);
                }
            }
        }
        asked.forEach((name, conditions) -> keys.put(name, key(name, conditions)));
    }

    Key get(Condition condition) {
        return Objects.requireNonNull(keys.get(condition.name()));
    }

    private static Key key(String name, Set<Condition> conditions) {
        if (!name.chars().allMatch(c -> c >= ' ' && c <= '~' && c != '|' && c != '\\')) {
            throw new Unwritable("the name of the key " + Quoted.of(name));
        }
        var types = EnumSet.noneOf(Operator.Type.class);
        conditions.forEach(condition -> types.add(condition.operator().test().type()));
        types.remove(Operator.Type.PRESENCE);
        if (ConditionKeys.isAlways(name, Operator.Type.ARN) && types.remove(Operator.Type.ARN)) {
            types.add(Operator.Type.STRING);
        }
        var isBoolean = ConditionKeys.isAlways(name, Operator.Type.BOOLEAN);
        if (isBoolean && types.stream().allMatch(Operator.Type.STRING::equals)) {
            types.clear();
        }
        if (isBoolean) {
            types.remove(Operator.Type.STRING);
            types.add(Operator.Type.BOOLEAN);
        }
        if (types.size() > 1) {
            throw new Unwritable("the key " + name + ", asked as " + types);
        }
        var type = types.stream().findFirst().orElse(Operator.Type.STRING);
        if (!ConditionKeys.isAlways(name, type)) {
            throw new Unwritable("the key " + name + ", asked as " + type + ", which its values need not be");
        }
        var several = ConditionKeys.isMultivalued(name)
                || (!ConditionKeys.isSingleValued(name)
                        && conditions.stream()
                                .anyMatch(asked -> asked.operator().values() != Values.ONE));
        if (several
                && conditions.stream()
                        .anyMatch(asked -> asked.operator().values() == Values.ONE
                                && asked.operator().test().type() != Operator.Type.PRESENCE)) {
            throw new Unwritable("the key " + name + " of several values, asked as if it had one");
        }
        return new Key(name, type, several ? conditions.size() + 1 : 1);
    }

    String declarations() {
        var text = new StringBuilder("""
                ; Condition keys. A key with several values has as many here as there are questions to it, and one: of
                ; more values, those that no question needs to be answered as it is could be left out.
                """);
        for (var key : keys.values()) {
            for (int i = 0; i < key.values(); i++) {
                text.append("(declare-const %s Bool)\n(declare-const %s %s)\n"
                        .formatted(key.present(i), key.value(i), sort(key.type())));
                restriction(key.type(), key.value(i)).ifPresent(only -> text.append("(assert " + only + ")\n"));
            }
        }
        return text.toString();
    }

    private static String sort(Operator.Type type) {
        return switch (type) {
            case STRING, ARN, BOOLEAN, BINARY, PRESENCE -> "String";
            case ADDRESS -> "Int";
            case NUMBER, DATE -> "Real";
        };
    }

    /// What the value must be besides its sort's; a text may be empty, as a tag's value is that has none.
    private static Optional<String> restriction(Operator.Type type, String value) {
        return switch (type) {
            case BOOLEAN -> Optional.of("(or (= %1$s \"true\") (= %1$s \"false\"))".formatted(value));
            case ADDRESS ->
                Optional.of("(<= 0 %s %s)".formatted(value, V4.add(V6).subtract(BigInteger.ONE)));
            case STRING, ARN, BINARY, NUMBER, DATE, PRESENCE -> Optional.empty();
        };
    }

    /// An address as a number: IPv4 first, IPv6 behind it.
    static BigInteger number(int bits, BigInteger address) {
        return bits == 32 ? address : address.add(V4);
    }
}
