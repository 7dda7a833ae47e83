package vpceguard.policy.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.z3.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vpceguard.model.EndpointType;
import vpceguard.policy.Policies;

/// What is written as SMT-LIB, what is refused, and that a solver reads it.
class SmtTest {
    private static final String FULL = Policies.FULL_ACCESS;

    private static Smt smt(String a, String b) {
        return Smt.of(Policies.read(a), Policies.read(b), EndpointType.INTERFACE);
    }

    private static String with(String version, String element, String value) {
        var kept = "Resource".equals(element.replace("Not", "")) ? "'Action':'*'" : "'Resource':'*','Action':'*'";
        var statement = "{'Effect':'Allow','Principal':'*'," + kept + ",'" + element + "':" + value + "}";
        return Policies.document(version, statement);
    }

    @Test
    void theTextSpeaksOfEachStatementAndEndsWithTheQuestion() {
        assertThat(smt(FULL, FULL))
                .isInstanceOfSatisfying(
                        Smt.Written.class,
                        written -> assertThat(written.text())
                                .startsWith("; Does every request that policy a lets through")
                                .contains(
                                        "; {\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"*\",\"Resource\":\"*\"}")
                                .endsWith("(check-sat)\n"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
            2012-10-17; NotResource; 'arn:aws:s3:::${aws:userid}'; a policy variable in "arn:aws:s3:::${aws:userid}"
            2012-10-17; Resource; 'bucket';         the resource "bucket", which is no ARN
            2012-10-17; Condition; {'StringEquals':{'aws:TagKeys':'a'}}; the key aws:tagkeys of several values, asked as if it had one
            2012-10-17; Condition; {'StringEquals':{'k':'1'},'NumericEquals':{'k':'1'}}; the key k, asked as [STRING, NUMBER]
            2012-10-17; Condition; {'Bool':{'ec2:Encrypted':'yes'}}; Bool with "yes", which it does not compare
            2012-10-17; Condition; {'NumericEquals':{'k':'1'}}; the key k, asked as NUMBER, which its values need not be
            2012-10-17; Condition; {'StringEquals':{'a|b':'1'}}; the name of the key "a|b"
            2012-10-17; Condition; {'StringEquals':{'k':'1','K':'2'}}; the key k in two spellings under one operator
            2012-10-17; Condition; {'StringEquals':{'k':[]}}; a condition on k without values
            2012-10-17; Condition; {'ForAnyValue:StringLikeIfExists':{'k':'a'}}; ForAnyValue:StringLikeIfExists, of which AWS does not say what an absent key is
            """)
    void whatHasNoExactFormIsRefusedWithTheReason(String version, String element, String value, String reason) {
        var policy = with(version, element, Policies.json(value));
        assertThat(smt(policy, FULL)).isEqualTo(new Smt.Refused(reason));
        assertThat(smt(FULL, policy)).isEqualTo(new Smt.Refused(reason));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
            {'StringEquals':{'k':'\\u0022)\\\\\\u00e9\\ud83d\\ude00'}}; {'StringLike':{'k':'\\u0022)\\\\\\u00e9??'}}
            {'StringEquals':{'k':'\\\\u{41}'}}; {'StringNotEquals':{'k':'A'}}
            {'NumericLessThan':{'s3:max-keys':'-0.5'}}; {'NumericLessThanEquals':{'s3:max-keys':-0.50}}
            {'DateEquals':{'aws:CurrentTime':'2026-01-01'}}; {'DateEquals':{'aws:CurrentTime':'1767225600'}}
            {'BinaryEquals':{'k':'QUJD'}}; {'Null':{'k':false}}
            {'IpAddress':{'aws:VpcSourceIp':'10.1.2.0/24'}}; {'NotIpAddress':{'aws:VpcSourceIp':['10.1.3.0/24','::/0']}}
            """)
    void aSolverReadsEveryKindOfValue(String narrow, String wide) {
        var a = with("2008-10-17", "Condition", Policies.json(narrow));
        var b = with("2008-10-17", "Condition", Policies.json(wide));
        assertThat(Solver.check(((Smt.Written) smt(a, b)).text())).isEqualTo(Status.UNSATISFIABLE);
        assertThat(Solver.check(((Smt.Written) smt(b, a)).text()))
                .isEqualTo(wide.contains("1767225600") ? Status.UNSATISFIABLE : Status.SATISFIABLE);
    }

    @Test
    void aValueMayBeEmpty() {
        var notOneCharacter = with("2012-10-17", "Condition", Policies.json("{'StringNotLike':{'k':'?'}}"));
        var notEmpty = with("2012-10-17", "Condition", Policies.json("{'StringNotLike':{'k':''}}"));
        assertThat(Solver.check(((Smt.Written) smt(notOneCharacter, notEmpty)).text()))
                .isEqualTo(Status.SATISFIABLE);
    }
}
