package vpceguard.policy.smt;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.z3.Status;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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

    /// A statement with that element, and everything in the others.
    private static String with(String version, String element, String value) {
        var others = Stream.of("Principal", "Action", "Resource")
                .filter(other -> !element.endsWith(other))
                .map(other -> "'" + other + "':'*',")
                .collect(Collectors.joining());
        return Policies.document(version, "{'Effect':'Allow'," + others + "'" + element + "':" + value + "}");
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
            2012-10-17; NotPrincipal; {'AWS':'111122223333'}; a statement with NotPrincipal, of which it is open whom it reaches
            2012-10-17; NotResource; 'arn:aws:s3:::${aws:userid}'; a policy variable in "arn:aws:s3:::${aws:userid}"
            2012-10-17; Resource; 'bucket';         the resource "bucket", which is no ARN
            2012-10-17; Condition; {'StringEquals':{'aws:TagKeys':'a'}}; the key aws:tagkeys of several values, asked as if it had one
            2012-10-17; Condition; {'StringEquals':{'k':'1'},'NumericEquals':{'k':'1'}}; the key k, asked as [STRING, NUMBER]
            2012-10-17; Condition; {'Bool':{'ec2:Encrypted':'yes'}}; Bool with "yes", which it does not compare
            2012-10-17; Condition; {'NumericEquals':{'k':'1'}}; the key k, asked as NUMBER, which its values need not be
            2012-10-17; Condition; {'StringEquals':{'a|b':'1'}}; the name of the key "a|b"
            2012-10-17; Condition; {'StringEquals':{'k':'1','K':'2'}}; the key k in two spellings under one operator
            2012-10-17; Condition; {'StringEquals':{'k':[]}}; a condition on k without values
            2012-10-17; Condition; {'StringEquals':{'k':1e2}}; a number without quotes under StringEquals
            2012-10-17; Condition; {'NumericEquals':{'s3:max-keys':'1.0000000000000001'}}; NumericEquals with "1.0000000000000001", which it does not compare
            2012-10-17; Condition; {'ForAnyValue:StringLikeIfExists':{'k':'a'}}; ForAnyValue:StringLikeIfExists, of which AWS does not say what an absent key is
            """)
    void whatHasNoExactFormIsRefusedWithTheReason(String version, String element, String value, String reason) {
        var policy = with(version, element, Policies.json(value));
        assertThat(smt(policy, FULL)).isEqualTo(new Smt.Refused(reason));
        assertThat(smt(FULL, policy)).isEqualTo(new Smt.Refused(reason));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
            {'StringEquals':{'k':'\\u0022)\\\\\\u00e9\\u20ac\\u20ac'}}; {'StringLike':{'k':'\\u0022)\\\\\\u00e9??'}}
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

    /// Each on the left lets through less than the one on the right.
    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
            Action; 's3:GetObject'; ['s3:Get*','ec2:*']
            Action; 's3:?etObject'; 's3:*'
            Action; 'S3:GETOBJECT'; ['s3:getobject','sns:publish']
            NotAction; 's3:*'; 's3:Get*'
            NotAction; '*'; 's3:Get*'
            Resource; 'arn:aws:s3:::a/*'; 'arn:aws:s3:::*'
            Resource; ['arn:aws:s3:::a','arn:aws:s3:::b']; 'arn:aws:s3:::?'
            Resource; 'arn:aws:sns:*:111122223333:t'; '*'
            NotResource; 'arn:aws:s3:::*'; 'arn:aws:s3:::a*'
            Principal; {'AWS':'111122223333'}; '*'
            Principal; {'AWS':'arn:aws:iam::111122223333:role/r'}; {'AWS':'arn:aws:iam::111122223333:root'}
            Principal; {'AWS':'arn:aws:iam::111122223333:user/u'}; {'AWS':['111122223333','444455556666']}
            Principal; {'Service':'logs.amazonaws.com'}; {'Service':['logs.amazonaws.com','sns.amazonaws.com']}
            Condition; {'ArnLike':{'aws:PrincipalArn':'arn:aws:iam::111122223333:role/r'}}; {'ArnLike':{'aws:PrincipalArn':'arn:*:iam::111122223333:*'}}
            Condition; {'ArnEquals':{'aws:PrincipalArn':'arn:aws:iam::111122223333:role/r'}}; {'ArnLike':{'aws:PrincipalArn':'arn:aws:iam::1?1122223333:role/*'}}
            Condition; {'StringEqualsIgnoreCase':{'k':'Ab'}}; {'StringLike':{'k':['ab','AB','aB','Ab','c']}}
            Condition; {'StringLike':{'k':'a'}}; {'StringEqualsIgnoreCase':{'k':'A'}}
            Condition; {'StringEquals':{'k':'a'}}; {'StringEqualsIfExists':{'k':'a'}}
            Condition; {'StringEquals':{'k':'a','l':'b'}}; {'StringEquals':{'k':'a'}}
            Condition; {'ForAnyValue:StringEquals':{'aws:TagKeys':'a'}}; {'ForAnyValue:StringLike':{'aws:TagKeys':'?'}}
            Condition; {'ForAllValues:StringEquals':{'aws:TagKeys':'a'}}; {'ForAllValues:StringLike':{'aws:TagKeys':'?'}}
            Condition; {'NumericLessThan':{'s3:max-keys':'5'}}; {'NumericLessThanEquals':{'s3:max-keys':'5'}}
            Condition; {'NumericGreaterThan':{'s3:max-keys':'5'}}; {'NumericGreaterThanEquals':{'s3:max-keys':'5'}}
            Condition; {'NumericEquals':{'s3:max-keys':['3','4']}}; {'NumericLessThan':{'s3:max-keys':'5'}}
            Condition; {'IpAddress':{'aws:SourceIp':'10.1.2.0/24'}}; {'IpAddress':{'aws:SourceIp':'10.0.0.0/8'}}
            Condition; {'IpAddress':{'aws:SourceIp':'2001:db8::/64'}}; {'IpAddress':{'aws:SourceIp':'2001:db8::/32'}}
            Condition; {'Bool':{'aws:SecureTransport':'true'}}; {'Bool':{'aws:SecureTransport':['true','false']}}
            Condition; {'Null':{'k':'false'},'StringEquals':{'k':'a'}}; {'Null':{'k':'false'}}
            """)
    void aSolverTellsWhichOfTwoElementsHoldsTheOther(String element, String narrow, String wide) {
        var a = with("2012-10-17", element, narrow);
        var b = with("2012-10-17", element, wide);
        assertThat(solved(a, b)).isEqualTo(Status.UNSATISFIABLE);
        assertThat(solved(b, a)).isEqualTo(Status.SATISFIABLE);
        assertThat(solved(denying(b), denying(a))).isEqualTo(Status.UNSATISFIABLE);
        assertThat(solved(denying(a), denying(b))).isEqualTo(Status.SATISFIABLE);
    }

    private static Status solved(String a, String b) {
        return Solver.check(((Smt.Written) smt(a, b)).text());
    }

    /// Everything but what a policy allows.
    private static String denying(String policy) {
        return policy.replace("\"Effect\":\"Allow\"", "\"Effect\":\"Deny\"")
                .replaceFirst(
                        "\\[", "[{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"*\",\"Resource\":\"*\"},");
    }

    @Test
    void aValueMayBeEmpty() {
        var notOneCharacter = with("2012-10-17", "Condition", Policies.json("{'StringNotLike':{'k':'?'}}"));
        var notEmpty = with("2012-10-17", "Condition", Policies.json("{'StringNotLike':{'k':''}}"));
        assertThat(Solver.check(((Smt.Written) smt(notOneCharacter, notEmpty)).text()))
                .isEqualTo(Status.SATISFIABLE);
    }
}
