package vpceguard.control;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import vpceguard.json.Json;
import vpceguard.json.JsonPointer;
import vpceguard.json.JsonWriter;
import vpceguard.policy.Condition;
import vpceguard.policy.Effect;
import vpceguard.policy.Operator;
import vpceguard.policy.Operator.Values;
import vpceguard.policy.Policy;
import vpceguard.policy.Statement;

/// One condition of an Allow statement, and variants of the policy by which its effect is tested. The
/// variants are never written to an endpoint.
///
/// @param index the statement's place in the policy
record ConditionLine(Policy policy, int index, Condition condition) {
    private static final Operator NULL = Operator.of("Null").orElseThrow();

    static Stream<ConditionLine> of(Policy policy) {
        return IntStream.range(0, policy.statements().size())
                .filter(i -> policy.statements().get(i).effect() == Effect.ALLOW)
                .boxed()
                .flatMap(i -> policy.statements().get(i).conditions().stream()
                        .map(condition -> new ConditionLine(policy, i, condition)));
    }

    static JsonPointer place(JsonPointer statement, Condition condition) {
        return statement.child("Condition").child(condition.operator().name()).child(condition.key());
    }

    JsonPointer place() {
        return place(PerStatement.place(policy, index), condition);
    }

    String text() {
        var patterns = Json.object().put(condition.key(), condition.patterns()).build();
        return JsonWriter.compact(
                Json.object().put(condition.operator().name(), patterns).build());
    }

    Statement statement() {
        return policy.statements().get(index);
    }

    /// Everything, on this condition alone.
    Policy alone() {
        return policyOf(Stream.of(Statement.EVERYTHING.under(List.of(condition))));
    }

    /// Everything.
    Policy unconditioned() {
        return policyOf(Stream.of(Statement.EVERYTHING));
    }

    /// The statement as it is.
    Policy own() {
        return policyOf(Stream.of(statement()));
    }

    /// The statement without this condition.
    Policy left() {
        var others = statement().conditions().stream().filter(other -> !other.equals(condition));
        return policyOf(Stream.of(statement().under(others.toList())));
    }

    /// What the statement lets through without the key, and no Deny stops.
    Policy lacking() {
        var absent = new Condition(NULL, condition.key(), List.of("true"));
        var conditions = Stream.concat(statement().conditions().stream(), Stream.of(absent));
        return policyOf(Stream.concat(Stream.of(statement().under(conditions.toList())), policy.denies()));
    }

    /// The policy's other Allow statements.
    Policy others() {
        return policyOf(IntStream.range(0, policy.statements().size())
                .filter(i -> i != index)
                .mapToObj(policy.statements()::get)
                .filter(other -> other.effect() == Effect.ALLOW));
    }

    /// Whether a request without the key passes, and nothing in the statement asks for the key.
    boolean passesWithoutKey() {
        var operator = condition.operator();
        return !operator.negated()
                && (operator.ifExists() || operator.values() == Values.ALL)
                && statement().conditions().stream()
                        .noneMatch(other -> other.operator().name().equals("Null")
                                && other.name().equals(condition.name()));
    }

    private Policy policyOf(Stream<Statement> statements) {
        return new Policy(policy.version(), statements.toList(), policy.source());
    }
}
