package vpceguard.policy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import vpceguard.policy.ReferenceEvaluator.Caller;
import vpceguard.policy.ReferenceEvaluator.Request;

/// Draws requests near the boundaries of policies: their own patterns filled in, near misses of them, keys absent,
/// present and foreign.
public final class RequestSampler {
    private static final List<String> FILLINGS = List.of("", "x", "key/with/slash", "0", "x:y", "-evil", ".evil");

    /// A value of each type that AWS keeps some keys to.
    private static final Map<Operator.Type, String> TYPICAL = Map.of(
            Operator.Type.BOOLEAN, "true",
            Operator.Type.ADDRESS, "10.0.0.1",
            Operator.Type.NUMBER, "1",
            Operator.Type.DATE, "2026-01-01T00:00:00Z");

    private static final Map<Operator.Type, Operator.Test> EQUALITY = Map.of(
            Operator.Type.BOOLEAN, Operator.Test.BOOL,
            Operator.Type.ADDRESS, Operator.Test.IP_ADDRESS,
            Operator.Type.NUMBER, Operator.Test.NUMERIC_EQUALS,
            Operator.Type.DATE, Operator.Test.DATE_EQUALS);

    private final Set<String> actions =
            new LinkedHashSet<>(List.of("s3:GetObject", "kms:Decrypt", "sts:AssumeRoleWithSAML", "-:0"));
    private final Set<String> resources =
            new LinkedHashSet<>(List.of("*", "arn:aws:s3:::foreign-bucket/key", "arn:aws:s3:::foreign-bucket"));
    private final Map<String, Set<String>> keys = new TreeMap<>();
    private final Set<String> typed = new LinkedHashSet<>();
    private final Set<String> several = new LinkedHashSet<>();
    private final List<Caller> callers = new ArrayList<>(List.of(
            Caller.ANONYMOUS,
            new Caller("Service", "cloudformation.amazonaws.com"),
            new Caller("AWS", "arn:aws:iam::111122223333:root"),
            new Caller("AWS", "arn:aws:sts::111122223333:assumed-role/app/session"),
            new Caller("AWS", "arn:aws:iam::999988887777:user/foreign")));

    /// Draws near these statements.
    public RequestSampler(Iterable<Statement> statements) {
        statements.forEach(this::learn);
    }

    /// Draws near these values of a key as well.
    public RequestSampler key(String name, String... values) {
        keys.computeIfAbsent(name.toLowerCase(Locale.ROOT), _ -> new LinkedHashSet<>())
                .addAll(List.of(values));
        return this;
    }

    /// The first disagreement among so many requests in words, made as small as it gets; empty if there is none.
    public Optional<String> disagreement(long seed, int requests, Predicate<Request> agrees) {
        var random = new Random(seed);
        return IntStream.range(0, requests)
                .mapToObj(_ -> next(random))
                .filter(agrees.negate())
                .map(request -> smaller(request, agrees))
                .min(Comparator.comparingInt(request -> request.toString().length()))
                .map(request -> "seed " + seed + ", " + request);
    }

    private Request smaller(Request request, Predicate<Request> agrees) {
        for (var key : List.copyOf(request.context().keySet())) {
            var fewer = new TreeMap<>(request.context());
            fewer.remove(key);
            var smaller = new Request(request.caller(), request.action(), request.resource(), fewer);
            if (!agrees.test(smaller)) {
                return smaller(smaller, agrees);
            }
        }
        return request;
    }

    private Request next(RandomGenerator random) {
        var context = new HashMap<String, List<String>>();
        keys.forEach((key, values) -> {
            int count = random.nextInt(4) == 0 ? 0 : several.contains(key) ? random.nextInt(3) : 1;
            if (count > 0) {
                context.put(
                        key,
                        IntStream.range(0, count)
                                .mapToObj(_ -> value(random, key, values))
                                .toList());
            }
        });
        return new Request(
                pick(random, callers),
                near(random, pick(random, actions)),
                near(random, pick(random, resources)),
                context);
    }

    private String value(RandomGenerator random, String key, Set<String> values) {
        var value = pick(random, values);
        return typed.contains(key) ? value.replaceFirst("/\\d+$", "") : near(random, value);
    }

    /// The pattern filled in, and one time in three with one character too many, too few, changed or in another case.
    private static String near(RandomGenerator random, String pattern) {
        var filled = new StringBuilder();
        pattern.chars()
                .forEach(
                        c -> filled.append(c == '*' ? pick(random, FILLINGS) : c == '?' ? "q" : Character.toString(c)));
        int at = filled.isEmpty() ? 0 : random.nextInt(filled.length());
        if (filled.isEmpty() || random.nextInt(3) > 0) {
            return filled.toString();
        }
        switch (random.nextInt(6)) {
            case 0 -> filled.append(pick(random, FILLINGS));
            case 1 -> filled.insert(0, pick(random, FILLINGS));
            case 2 -> filled.deleteCharAt(at);
            case 3 -> filled.insert(at, pick(random, FILLINGS));
            case 4 -> filled.setCharAt(at, '_');
            default -> {
                char c = filled.charAt(at);
                filled.setCharAt(at, Character.isUpperCase(c) ? Character.toLowerCase(c) : Character.toUpperCase(c));
            }
        }
        return filled.toString();
    }

    private static <T> T pick(RandomGenerator random, Iterable<T> from) {
        var list = new ArrayList<T>();
        from.forEach(list::add);
        return list.get(random.nextInt(list.size()));
    }

    private void learn(Statement statement) {
        actions.addAll(statement.actions().patterns());
        resources.addAll(statement.resources().patterns());
        statement.principals().principals().forEach(this::learn);
        for (var condition : statement.conditions()) {
            var key = condition.key().toLowerCase(Locale.ROOT);
            if (condition.operator().name().equals("Null")) {
                key(key, typical(key).orElse("present"));
            } else {
                key(
                        key,
                        condition.patterns().stream()
                                .filter(pattern -> typical(key).isEmpty() || isTyped(key, pattern))
                                .toArray(String[]::new));
            }
            if (condition.operator().name().contains("Bool")) {
                key(key, "true", "false");
            }
            typical(key).ifPresent(value -> {
                typed.add(key);
                key(key, value);
            });
            if (condition.operator().name().startsWith("For")) {
                several.add(key);
            }
        }
    }

    /// A value of the key's type, if it has values of one type alone.
    private static Optional<String> typical(String key) {
        return TYPICAL.keySet().stream()
                .filter(type -> ConditionKeys.isAlways(key, type))
                .map(TYPICAL::get)
                .findFirst();
    }

    /// Whether the key can have that value, or one of that range.
    private static boolean isTyped(String key, String pattern) {
        return EQUALITY.entrySet().stream()
                .filter(type -> ConditionKeys.isAlways(key, type.getKey()))
                .anyMatch(type ->
                        Comparison.of(type.getValue(), key, List.of(pattern)).holds(pattern.replaceFirst("/\\d+$", ""))
                                != Truth.UNKNOWN);
    }

    private void learn(Principals.Principal principal) {
        var id = principal.id().matches("\\d+") ? "arn:aws:iam::" + principal.id() + ":user/u" : principal.id();
        callers.add(new Caller(principal.kind(), id));
    }
}
