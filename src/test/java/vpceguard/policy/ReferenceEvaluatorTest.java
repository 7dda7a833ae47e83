package vpceguard.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vpceguard.policy.ReferenceEvaluator.Caller;
import vpceguard.policy.ReferenceEvaluator.Request;

class ReferenceEvaluatorTest {
    private static Request request(Map<String, List<String>> context) {
        return new Request(Caller.ANONYMOUS, "s3:GetObject", "arn:aws:s3:::bucket/key", context);
    }

    private static boolean holds(String version, String condition, Map<String, List<String>> context) {
        return ReferenceEvaluator.allows(
                Policies.read(Policies.document(
                        version,
                        "{'Effect':'Allow','Principal':'*','Action':'*','Resource':'*','Condition':%s}"
                                .formatted(condition))),
                request(context));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '"', textBlock = """
            StringEquals;              a;           a;            true
            StringEquals;              a;           A;            false
            StringEquals;              a;           -;            false
            StringEqualsIfExists;      a;           -;            true
            StringEqualsIfExists;      a;           b;            false
            StringNotEquals;           a;           a;            false
            StringNotEquals;           a;           -;            true
            StringNotEqualsIfExists;   a;           a;            false
            StringEqualsIgnoreCase;    a;           A;            true
            StringNotEqualsIgnoreCase; a;           A;            false
            StringLike;                a*c?;        abbcd;        true
            StringLike;                a*c?;        abbc;         false
            StringNotLike;             a*;          b;            true
            ArnLike;                   arn:aws:iam::*:role/x*;  arn:aws:iam::1:role/xy; true
            ArnLike;                   arn:aws:iam:*:role/x;    arn:aws:iam::1:role/x;  false
            ArnNotEquals;              arn:aws:iam::1:role/x;   arn:aws:iam::1:role/x;  false
            Bool;                      true;        TRUE;         true
            Bool;                      false;       -;            false
            BoolIfExists;              false;       -;            true
            IpAddress;                 10.1.2.0/24; 10.1.2.255;   true
            IpAddress;                 10.1.2.0/24; 10.1.3.0;     false
            IpAddress;                 10.1.2.3;    10.1.2.3;     true
            IpAddress;                 2001:db8::/32; 2001:db8::1; true
            IpAddress;                 0.0.0.0/0;   2001:db8::1;  false
            NotIpAddress;              10.0.0.0/8;  -;            true
            NumericEquals;             10;          10.0;         true
            NumericLessThan;           10;          9.9;          true
            NumericLessThan;           10;          10;           false
            NumericGreaterThanEquals;  10;          10;           true
            NumericNotEquals;          10;          -;            true
            DateLessThan;              2026-01-02;  2026-01-01T23:59:59Z; true
            DateGreaterThan;           1767225600;  2026-01-01T00:00:01Z; true
            Null;                      true;        -;            true
            Null;                      true;        a;            false
            Null;                      false;       a;            true
            ForAllValues:StringEquals; a;           -;            true
            ForAnyValue:StringEquals;  a;           -;            false
            ForAnyValue:StringNotEquals; a;         a;            false
            BinaryEquals;              QmluYXJ5;    QmluYXJ5;     true
            """)
    void eachOperatorHoldsAsTheGuideSays(String operator, String wanted, String value, boolean expected) {
        Map<String, List<String>> context = value.equals("-") ? Map.of() : Map.of("Aws:Key", List.of(value));
        assertThat(holds("2012-10-17", "{'%s':{'aws:key':'%s'}}".formatted(operator, wanted), context))
                .isEqualTo(expected);
    }

    @Test
    void setOperatorsLookAtEachValue() {
        var ab = Map.of("aws:TagKeys", List.of("a", "b"));
        assertThat(holds("2012-10-17", "{'ForAllValues:StringEquals':{'aws:TagKeys':['a','b','c']}}", ab))
                .isTrue();
        assertThat(holds("2012-10-17", "{'ForAllValues:StringEquals':{'aws:TagKeys':'a'}}", ab))
                .isFalse();
        assertThat(holds("2012-10-17", "{'ForAnyValue:StringEquals':{'aws:TagKeys':'a'}}", ab))
                .isTrue();
        assertThat(holds("2012-10-17", "{'ForAnyValue:StringNotEquals':{'aws:TagKeys':['a','b']}}", ab))
                .isFalse();
        assertThat(holds("2012-10-17", "{'ForAllValues:StringNotEquals':{'aws:TagKeys':'a'}}", ab))
                .isFalse();
    }

    @Test
    void variablesAreFilledInByVersion2012Alone() {
        var condition = "{'StringLike':{'aws:PrincipalArn':'*/${aws:PrincipalTag/team}'}}";
        var arn = List.of("arn:aws:iam::111122223333:role/red*");
        var red = Map.of("aws:PrincipalArn", arn, "aws:PrincipalTag/team", List.of("red*"));
        assertThat(holds("2012-10-17", condition, red)).isTrue();
        assertThat(holds("2008-10-17", condition, red)).isFalse();
        assertThat(holds("2012-10-17", condition, Map.of("aws:PrincipalArn", arn)))
                .isFalse();
        var several = Map.of("aws:PrincipalArn", arn, "aws:PrincipalTag/team", List.of("red*", "blue"));
        assertThat(holds("2012-10-17", condition, several)).isFalse();
        var star = Map.of("aws:key", List.of("*x"));
        assertThat(holds("2012-10-17", "{'StringLike':{'aws:key':'${*}${aws:none, \\u0027x\\u0027}'}}", star))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"StringMatches", "ForAllValues:IpInside", "BoolIfexists"})
    void anUnknownOperatorIsNoOperator(String operator) {
        assertThat(Operator.of(operator)).isEmpty();
    }

    @Test
    void aRoleStandsForItsSessionsAndAnAccountForAllOfIt() {
        var session = new Caller("AWS", "arn:aws:sts::111122223333:assumed-role/app/session");
        assertThat(List.of("arn:aws:iam::111122223333:role/path/app", "111122223333", "arn:aws:iam::111122223333:root"))
                .allMatch(id -> admits(id, session));
        assertThat(List.of("arn:aws:iam::111122223333:role/ap", "444455556666", "arn:aws:iam::444455556666:root"))
                .noneMatch(id -> admits(id, session));
        assertThat(admits("111122223333", Caller.ANONYMOUS)).isFalse();
        assertThat(admits("*", Caller.ANONYMOUS)).isTrue();
    }

    private static boolean admits(String principal, Caller caller) {
        var text = Policies.FULL_ACCESS.replace("\"Principal\":\"*\"", "\"Principal\":{\"AWS\":\"" + principal + "\"}");
        return ReferenceEvaluator.allows(
                Policies.read(text), new Request(caller, "s3:GetObject", "arn:aws:s3:::b/k", Map.of()));
    }
}
