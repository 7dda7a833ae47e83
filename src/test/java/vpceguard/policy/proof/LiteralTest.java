package vpceguard.policy.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vpceguard.model.EndpointType;
import vpceguard.policy.Condition;
import vpceguard.policy.Decision;
import vpceguard.policy.Evaluator;
import vpceguard.policy.Operator;
import vpceguard.policy.Policies;
import vpceguard.policy.Request;

class LiteralTest {
    private static Condition condition(String operator, String... patterns) {
        return new Condition(Operator.of(operator).orElseThrow(), "Key", List.of(patterns));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            StringEquals,                  v,    StringNotEquals
            StringNotEquals,               v,    StringEquals
            StringEqualsIgnoreCase,        v,    StringNotEqualsIgnoreCase
            StringNotEqualsIgnoreCase,     v,    StringEqualsIgnoreCase
            StringLike,                    v*,   StringNotLike
            StringNotLike,                 v*,   StringLike
            ArnEquals,                     arn:b:c:d:e:f, ArnNotEquals
            ArnNotLike,                    arn:b:c:d:e:*, ArnLike
            NumericEquals,                 5,    NumericNotEquals
            NumericNotEquals,              5,    NumericEquals
            NumericLessThan,               5,    NumericGreaterThanEqualsIfExists
            NumericLessThanEquals,         5,    NumericGreaterThanIfExists
            NumericGreaterThan,            5,    NumericLessThanEqualsIfExists
            NumericGreaterThanEquals,      5,    NumericLessThanIfExists
            NumericLessThanIfExists,       5,    NumericGreaterThanEquals
            DateEquals,                    2026-01-01, DateNotEquals
            DateLessThan,                  2026-01-01, DateGreaterThanEqualsIfExists
            DateGreaterThanEqualsIfExists, 2026-01-01, DateLessThan
            IpAddress,                     10.0.0.0/8, NotIpAddress
            NotIpAddress,                  10.0.0.0/8, IpAddress
            ForAllValues:StringEquals,     v,    ForAnyValue:StringNotEquals
            ForAnyValue:StringEquals,      v,    ForAllValues:StringNotEquals
            ForAllValues:StringNotLike,    v*,   ForAnyValue:StringLike
            ForAnyValue:NotIpAddress,      10.0.0.0/8, ForAllValues:IpAddress
            """)
    void aLineIsTurnedAndHoldsExactlyWhereTheOtherDoesNot(String operator, String pattern, String turned) {
        var negation = Literal.negation(condition(operator, pattern)).orElseThrow();
        assertThat(negation).isEqualTo(new Literal(turned, "Key", Set.of(pattern)));
        var contexts = new ArrayList<Map<String, List<String>>>(List.of(Map.of()));
        for (var value :
                List.of(pattern, "v", "x", "4", "5", "6", "10.0.0.1", "11.0.0.1", "2025-01-01", "arn:b:c:d:e:f")) {
            contexts.add(Map.of("key", List.of(value)));
        }
        int decided = 0;
        for (var context : contexts) {
            var before = decide(operator, pattern, context);
            var after = decide(turned, pattern, context);
            decided += before == Decision.UNKNOWN ? 0 : 1;
            assertThat(after).as("%s", context).isEqualTo(opposite(before));
        }
        assertThat(decided).isGreaterThan(2);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            Null,         true,  Null,         false
            Null,         false, Null,         true
            Bool,         true,  BoolIfExists, false
            Bool,         false, BoolIfExists, true
            BoolIfExists, true,  Bool,         false
            BoolIfExists, false, Bool,         true
            """)
    void aTruthIsTurned(String operator, String pattern, String turned, String opposite) {
        assertThat(Literal.negation(condition(operator, pattern)))
                .hasValue(new Literal(turned, "Key", Set.of(opposite)));
        for (var context : List.of(
                Map.<String, List<String>>of(), Map.of("key", List.of("true")), Map.of("key", List.of("false")))) {
            assertThat(decide(turned, opposite, context)).isEqualTo(opposite(decide(operator, pattern, context)));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "StringEqualsIfExists",
                "StringNotEqualsIfExists",
                "ForAllValues:StringLikeIfExists",
                "BinaryEquals",
                "ForAnyValue:NumericLessThan",
                "ForAllValues:Bool",
                "Bool",
                "Null"
            })
    void whatNoOneLineSaysIsLeftOpen(String operator) {
        assertThat(Literal.negation(condition(operator, "v"))).isEmpty();
    }

    @Test
    void severalPatternsAreKeptOrRefused() {
        assertThat(Literal.negation(condition("StringEquals", "b", "a"))
                        .orElseThrow()
                        .values())
                .containsExactly("a", "b");
        assertThat(Literal.negation(condition("NumericLessThan", "1", "2"))).isEmpty();
        assertThat(Literal.negation(condition("Bool", "true", "false"))).isEmpty();
    }

    @Test
    void twoLinesAreOneWhereTheirValuesAddUp() {
        Set<String> before = new TreeSet<>(Set.of("a"));
        assertThat(new Literal("StringNotEquals", "k", Set.of("b")).joins(before))
                .isTrue();
        assertThat(before).containsExactly("a", "b");
        assertThat(new Literal("ForAllValues:StringNotEquals", "k", Set.of("c")).joins(before))
                .isTrue();
        assertThat(before).containsExactly("a", "b", "c");
        assertThat(new Literal("StringEquals", "k", Set.of("d")).joins(before)).isFalse();
        assertThat(new Literal("ForAnyValue:StringNotEquals", "k", Set.of("d")).joins(before))
                .isFalse();
        assertThat(before).containsExactly("a", "b", "c");
        assertThat(new Literal("StringEquals", "k", Set.of("a", "b", "c")).joins(before))
                .isTrue();
    }

    private static Decision opposite(Decision decision) {
        return switch (decision) {
            case ALLOWED -> Decision.DENIED;
            case DENIED -> Decision.ALLOWED;
            case UNKNOWN -> Decision.UNKNOWN;
        };
    }

    private static Decision decide(String operator, String pattern, Map<String, List<String>> context) {
        return Evaluator.decide(
                Policies.read(Policies.document(
                        "2012-10-17",
                        "{'Effect':'Allow','Principal':'*','Action':'*','Resource':'*','Condition':{'%s':{'key':'%s'}}}"
                                .formatted(operator, pattern))),
                new Request(Request.ANONYMOUS, "s3:GetObject", "*", context, true),
                EndpointType.INTERFACE);
    }
}
