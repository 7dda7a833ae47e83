package vpceguard.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import vpceguard.json.Json;
import vpceguard.json.Parsed;
import vpceguard.perimeter.Ceiling;
import vpceguard.perimeter.Ceilings;
import vpceguard.policy.NearMisses;
import vpceguard.policy.Policies;
import vpceguard.policy.Policy;
import vpceguard.policy.PolicyReader;
import vpceguard.policy.RandomPolicies;

/// Draws policies that get deep: drawn ones and those that people write, near misses of what was drawn before, and any
/// of them with texts in which the language's own characters stand where nobody expects them.
final class DrawnPolicies {
    private static final List<Policy> WRITTEN = Stream.concat(
                    Policies.examples().values().stream(), Policies.texts().stream())
            .map(Policies::read)
            .toList();
    private static final List<String> SERVICES = List.copyOf(Ceilings.different());
    private static final List<String> SIGNS =
            List.of("*", "?", ":", "/", "${", "}", ",", "'", " ", ".", "-", "0", "1", "a", "A", "\u0130", "\uE000");

    private final RandomGenerator random;
    private final RandomPolicies policies;
    private final NearMisses nearMisses;
    private final List<Policy> drawn = new ArrayList<>();

    DrawnPolicies(RandomGenerator random) {
        this.random = random;
        this.policies = new RandomPolicies(random);
        this.nearMisses = new NearMisses(random);
        drawn.add(policies.next());
    }

    Policy next() {
        var policy = switch (random.nextInt(3)) {
            case 0 -> policies.next();
            case 1 -> pick(WRITTEN);
            default -> nearMisses.of(pick(drawn));
        };
        var strange = random.nextInt(3) == 0 ? strange(policy) : policy;
        drawn.add(strange);
        return strange;
    }

    /// A built-in ceiling.
    Ceiling ceiling() {
        return Ceilings.of(pick(SERVICES), pick(Ceilings.CLAUSES));
    }

    /// The policy with one text of its statements replaced, if that can be read.
    private Policy strange(Policy policy) {
        var statements = policy.source().get("Statement").orElseThrow();
        return PolicyReader.read(policy.source().with("Statement", strange(statements)))
                        instanceof Parsed.Ok<Policy>(var read)
                ? read
                : policy;
    }

    private Json strange(Json value) {
        return switch (value) {
            case Json.Obj object
            when !object.members().isEmpty() -> {
                var name = pick(List.copyOf(object.members().keySet()));
                yield object.with(name, strange(object.get(name).orElseThrow()));
            }
            case Json.Arr(var items)
            when !items.isEmpty() -> {
                var changed = new ArrayList<>(items);
                int at = random.nextInt(items.size());
                changed.set(at, strange(items.get(at)));
                yield new Json.Arr(changed);
            }
            case Json _ -> new Json.Str(text());
        };
    }

    private String text() {
        return IntStream.range(0, random.nextInt(12)).mapToObj(_ -> pick(SIGNS)).collect(Collectors.joining());
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
