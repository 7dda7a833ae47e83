package vpceguard.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vpceguard.model.EndpointType;

/// Each operator on a key that is missing, present, has several values, or is not known.
class EvaluatorConditionsTest {
    private static Decision decide(String condition, Map<String, List<String>> context, boolean complete) {
        return Evaluator.decide(
                Policies.read(Policies.document(
                        "2012-10-17",
                        "{'Effect':'Allow','Principal':'*','Action':'*','Resource':'*','Condition':" + condition
                                + "}")),
                new Request("anonymous", "s3:GetObject", "*", context, complete),
                EndpointType.INTERFACE);
    }

    private static Truth holds(String condition, Map<String, List<String>> context) {
        return switch (decide(condition, context, true)) {
            case ALLOWED -> Truth.TRUE;
            case DENIED -> Truth.FALSE;
            case UNKNOWN -> Truth.UNKNOWN;
        };
    }

    /// Whether the line holds for: no value, one that passes, one that does not, both of them, two that pass.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            StringEquals              | a            | a       | b            | FALSE | TRUE | FALSE
            StringNotEquals           | b            | a       | b            | TRUE  | TRUE | FALSE
            StringEqualsIgnoreCase    | A            | a       | b            | FALSE | TRUE | FALSE
            StringNotEqualsIgnoreCase | B            | a       | b            | TRUE  | TRUE | FALSE
            StringLike                | a*           | ax      | b            | FALSE | TRUE | FALSE
            StringNotLike             | b?           | b       | bx           | TRUE  | TRUE | FALSE
            ArnLike                   | arn:b:c:d:e:*  | arn:b:c:d:e:f | arn:b:c:d:x:f | FALSE | TRUE | FALSE
            ArnNotLike                | arn:b:c:d:e:*  | arn:b:c:d:x:f | arn:b:c:d:e:f | TRUE | TRUE | FALSE
            ArnEquals                 | arn:b:c:*:e:f  | arn:b:c::e:f  | arn:b:c::x:f  | FALSE | TRUE | FALSE
            ArnNotEquals              | arn:b:c:*:e:f  | arn:b:c::x:f  | arn:b:c::e:f  | TRUE | TRUE | FALSE
            Bool                      | true         | true    | false        | FALSE | TRUE | FALSE
            BinaryEquals              | QQ==         | QQ==    | Qg==         | FALSE | TRUE | FALSE
            IpAddress                 | 10.0.0.0/8   | 10.0.0.1 | 11.0.0.1    | FALSE | TRUE | FALSE
            NotIpAddress              | 10.0.0.0/8   | 11.0.0.1 | 10.0.0.1    | TRUE  | TRUE | FALSE
            NumericEquals             | 5            | 5.0     | 6            | FALSE | TRUE | FALSE
            NumericNotEquals          | 5            | 6       | 5            | TRUE  | TRUE | FALSE
            NumericLessThan           | 5            | 4       | 5            | FALSE | TRUE | FALSE
            NumericLessThanEquals     | 5            | 5       | 6            | FALSE | TRUE | FALSE
            NumericGreaterThan        | 5            | 6       | 5            | FALSE | TRUE | FALSE
            NumericGreaterThanEquals  | 5            | 5       | 4            | FALSE | TRUE | FALSE
            DateEquals                | 2026-01-01   | 2026-01-01T00:00:00Z | 2026-01-02 | FALSE | TRUE | FALSE
            DateNotEquals             | 2026-01-01   | 2026-01-02 | 2026-01-01 | TRUE | TRUE | FALSE
            DateLessThan              | 2026-01-02   | 2026-01-01 | 2026-01-02 | FALSE | TRUE | FALSE
            DateLessThanEquals        | 2026-01-02   | 2026-01-02 | 2026-01-03 | FALSE | TRUE | FALSE
            DateGreaterThan           | 2026-01-02   | 2026-01-03 | 2026-01-02 | FALSE | TRUE | FALSE
            DateGreaterThanEquals     | 2026-01-02   | 2026-01-02 | 2026-01-01 | FALSE | TRUE | FALSE
            """)
    void anOperatorHoldsInEachOfItsForms(
            String name, String pattern, String good, String bad, Truth missing, Truth passing, Truth failing) {
        Map<String, List<String>> none = Map.of();
        var one = Map.of("k", List.of(good));
        var other = Map.of("k", List.of(bad));
        var both = Map.of("k", List.of(good, bad));
        var twice = Map.of("k", List.of(good, good));
        var bare = "{'" + name + "':{'K':'" + pattern + "'}}";
        assertThat(List.of(holds(bare, none), holds(bare, one), holds(bare, other), holds(bare, both)))
                .containsExactly(missing, passing, failing, Truth.UNKNOWN);
        var ifExists = "{'" + name + "IfExists':{'k':'" + pattern + "'}}";
        assertThat(List.of(holds(ifExists, none), holds(ifExists, one), holds(ifExists, other)))
                .containsExactly(Truth.TRUE, passing, failing);
        var any = "{'ForAnyValue:" + name + "':{'k':'" + pattern + "'}}";
        assertThat(List.of(holds(any, none), holds(any, one), holds(any, other), holds(any, both), holds(any, twice)))
                .containsExactly(Truth.FALSE, Truth.TRUE, Truth.FALSE, Truth.TRUE, Truth.TRUE);
        var all = "{'ForAllValues:" + name + "':{'k':'" + pattern + "'}}";
        assertThat(List.of(holds(all, none), holds(all, one), holds(all, other), holds(all, both), holds(all, twice)))
                .containsExactly(Truth.TRUE, Truth.TRUE, Truth.FALSE, Truth.FALSE, Truth.TRUE);
        var anyIfExists = any.replace(name + "'", name + "IfExists'");
        assertThat(List.of(holds(anyIfExists, none), holds(anyIfExists, both)))
                .containsExactly(Truth.UNKNOWN, Truth.TRUE);
        var allIfExists = all.replace(name + "'", name + "IfExists'");
        assertThat(List.of(holds(allIfExists, none), holds(allIfExists, both)))
                .containsExactly(Truth.TRUE, Truth.FALSE);
        for (var form : List.of(bare, ifExists, any, all)) {
            assertThat(decide(form, none, false)).as("a key not known").isEqualTo(Decision.UNKNOWN);
            assertThat(decide(form, other, false)).isEqualTo(decide(form, other, true));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'true'              | TRUE    | FALSE
            'false'             | FALSE   | TRUE
            true                | TRUE    | FALSE
            'TRUE'              | TRUE    | FALSE
            ['true','false']    | TRUE    | TRUE
            'x'                 | UNKNOWN | UNKNOWN
            ['x','true']        | TRUE    | UNKNOWN
            []                  | UNKNOWN | UNKNOWN
            """)
    void nullAsksWhetherAKeyIsThere(String pattern, Truth missing, Truth present) {
        var condition = "{'Null':{'k':" + pattern + "}}";
        assertThat(holds(condition, Map.of())).isEqualTo(missing);
        assertThat(holds(condition, Map.of("k", List.of("v")))).isEqualTo(present);
        assertThat(holds(condition, Map.of("k", List.of("v", "w")))).isEqualTo(present);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'StringEquals':{'k':['a','b']}}                          | b     | TRUE
            {'StringEquals':{'k':['a','b']}}                          | c     | FALSE
            {'StringNotEquals':{'k':['a','b']}}                       | b     | FALSE
            {'StringNotEquals':{'k':['a','b']}}                       | c     | TRUE
            {'StringEquals':{'k':[]}}                                 | a     | UNKNOWN
            {'StringNotEquals':{'k':[]}}                              | a     | UNKNOWN
            {'StringEquals':{'k':'a'},'StringLike':{'k':'b*'}}        | a     | FALSE
            {'StringEquals':{'k':'a'},'StringLike':{'k':'a*'}}        | a     | TRUE
            {'StringEquals':{'k':'a','l':'x'}}                        | a     | FALSE
            {'StringEquals':{'k':'a','K':'b'}}                        | a     | UNKNOWN
            {'StringEquals':{'k':'a','K':'b','l':'x'}}                | a     | FALSE
            {'StringEquals':{'aws:TagKeys':'a'}}                      | a     | TRUE
            {'Bool':{'k':['true','x']}}                               | true  | TRUE
            {'Bool':{'k':['true','x']}}                               | false | UNKNOWN
            {'NumericLessThan':{'k':['5','x']}}                       | 4     | TRUE
            {'ForAllValues:NumericLessThan':{'k':'x'}}                | 4     | UNKNOWN
            {}                                                        | a     | TRUE
            """)
    void linesAndPatternsJoin(String condition, String value, Truth truth) {
        assertThat(holds(condition, Map.of("k", List.of(value), "aws:tagkeys", List.of(value))))
                .isEqualTo(truth);
    }

    @Test
    void aVariableOfAnAbsentKeyMatchesNothingAndItsNegationIsOpen() {
        var context = Map.of("k", List.of("v"));
        assertThat(holds("{'StringEquals':{'k':'${aws:none}'}}", context)).isEqualTo(Truth.FALSE);
        assertThat(holds("{'StringLike':{'k':['${aws:none}','v*']}}", context)).isEqualTo(Truth.UNKNOWN);
        assertThat(holds("{'StringEqualsIfExists':{'l':'${aws:none}'}}", context))
                .isEqualTo(Truth.UNKNOWN);
        assertThat(holds("{'StringNotEquals':{'k':'${aws:none}'}}", context)).isEqualTo(Truth.UNKNOWN);
        assertThat(holds("{'StringEquals':{'k':'${k}'}}", context)).isEqualTo(Truth.TRUE);
        assertThat(holds("{'StringLike':{'k':'${k}*'}}", context)).isEqualTo(Truth.TRUE);
        assertThat(holds("{'Bool':{'k':'${k}'}}", Map.of("k", List.of("true")))).isEqualTo(Truth.UNKNOWN);
        assertThat(holds("{'StringEquals':{'k':'\uE000'}}", context)).isEqualTo(Truth.UNKNOWN);
    }
}
