package vpceguard.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vpceguard.model.EndpointType;

/// Each of AWS's rules for what is newly written, and none for what stood before.
class WritingRulesTest {
    private static final Policy NOTHING = Policies.read(Policies.document("2012-10-17"));
    private static final String GOOD =
            "{'Effect':'Allow','Principal':'*','Action':'*','Resource':'*','Condition':{'StringEquals':{'k':'v'}}}";

    private static Policy policy(String... statements) {
        return Policies.read(Policies.document("2012-10-17", statements));
    }

    @Test
    void aGoodPolicyPasses() {
        assertThat(WritingRules.fault(policy(GOOD), NOTHING, EndpointType.GATEWAY))
                .isEmpty();
        assertThat(WritingRules.fault(policy(GOOD), NOTHING, EndpointType.INTERFACE))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'StringLike':{'aws:PrincipalAccount':'1111222233*'}        | aws:PrincipalAccount holds an id of AWS's
            'StringNotLike':{'AWS:SourceVpc':'vpc-012345678?'}         | AWS:SourceVpc holds an id of AWS's
            'StringLikeIfExists':{'aws:PrincipalOrgID':['x','o-abcdefg*']} | aws:PrincipalOrgID holds an id of AWS's
            'ForAnyValue:StringLike':{'aws:userid':'AROAEXAMPLE*'}     | aws:userid holds an id of AWS's
            'NumericEquals':{'aws:ResourceAccount':'111122223333'}     | aws:ResourceAccount holds an id of AWS's
            'NumericLessThan':{'aws:SourceAccount':5}                  | aws:SourceAccount holds an id of AWS's
            'StringLike':{'k':'abcde*'}                                | a wildcard has fewer than 6
            'StringLike':{'k':'*'}                                     | a wildcard has fewer than 6
            'StringLike':{'k':'abcdef*abc*abc'}                        | a wildcard has fewer than 6
            'StringLike':{'k':'abcdef**'}                              | a wildcard has fewer than 6
            'StringNotLike':{'k':'abc?abc'}                            | a wildcard has fewer than 6
            'ArnLike':{'k':'arn:aws:iam::1111*:role/x'}                | an ARN has a wildcard beside digits
            'ArnEquals':{'k':'arn:aws:iam::?1111:role/x'}              | an ARN has a wildcard beside digits
            'StringEquals':{'k':'arn:aws:iam::1*:role/x'}              | an ARN has a wildcard beside digits
            'StringEquals':{'k':'arn:aws:iam::1*'}                     | an ARN has a wildcard beside digits
            """)
    void aConditionThatAwsRefusesIsFound(String line, String fault) {
        var text = GOOD.replace("'StringEquals':{'k':'v'}", line);
        for (var type : new EndpointType[] {EndpointType.GATEWAY, EndpointType.INTERFACE}) {
            assertThat(WritingRules.fault(policy(GOOD, text), NOTHING, type))
                    .hasValueSatisfying(found -> assertThat(found).startsWith(fault));
        }
        assertThat(WritingRules.fault(policy(text, GOOD), policy(text), EndpointType.GATEWAY))
                .as("it stood before")
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'StringLike':{'k':'abcdef*'}
            'StringLike':{'k':'*abcdef'}
            'StringLike':{'k':'a*abcdef*a'}
            'StringLike':{'k':'plain'}
            'StringEquals':{'aws:PrincipalAccount':'*'}
            'StringEquals':{'k':'*'}
            'StringNotEquals':{'aws:PrincipalOrgID':'o-a1b2c3d4e5'}
            'NumericEquals':{'s3:max-keys':5}
            'ArnLike':{'aws:PrincipalArn':'arn:aws:iam::*:role/x'}
            'ArnLike':{'aws:PrincipalArn':'arn:aws:iam::111122223333:role/*'}
            'ArnLike':{'aws:PrincipalArn':'arn:aws:iam:us-east-?:111122223333:role/x1'}
            'Bool':{'aws:SecureTransport':'true'}
            """)
    void aConditionThatAwsTakesPasses(String line) {
        var text = GOOD.replace("'StringEquals':{'k':'v'}", line);
        assertThat(WritingRules.fault(policy(text), NOTHING, EndpointType.GATEWAY))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'Resource':'arn:aws:sns:us-east-1:1111*:topic'             | false
            'Resource':'arn:aws:sns:us-east-1:1111?'                   | false
            'NotResource':['arn:aws:s3:::b','arn:aws:sns:*:*1:topic']  | false
            'Resource':'arn:aws:sns:us-east-1:*:topic1'                | true
            'Resource':'arn:aws:sns:*1:111122223333:topic*'            | true
            'Resource':'arn:aws:s3:::bucket1*'                         | true
            """)
    void anArnsAccountIsAnIdOrAWildcard(String resource, boolean fine) {
        var text = GOOD.replace("'Resource':'*'", resource);
        assertThat(WritingRules.fault(policy(text), NOTHING, EndpointType.INTERFACE)
                        .isEmpty())
                .isEqualTo(fine);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ``                                             | false | false
            'Principal':{'AWS':'*'},                       | true  | true
            'NotPrincipal':'*',                            | true  | true
            'Principal':{'AWS':'111122223333'},            | false | true
            'Principal':{'AWS':['*','111122223333']},      | false | true
            'Principal':{'Service':'ec2.amazonaws.com'},   | false | true
            'NotPrincipal':{'AWS':'111122223333'},         | false | true
            """)
    void aGatewaysStatementsAreForEverybody(String principal, boolean gateway, boolean other) {
        var text = GOOD.replace("'Principal':'*',", principal);
        assertThat(WritingRules.fault(policy(text), NOTHING, EndpointType.GATEWAY)
                        .isEmpty())
                .isEqualTo(gateway);
        assertThat(WritingRules.fault(policy(text), NOTHING, EndpointType.INTERFACE)
                        .isEmpty())
                .isEqualTo(other);
    }

    @Test
    void aVariableNeedsItsVersion() {
        var text = GOOD.replace("'v'", "'${aws:userid}'");
        assertThat(WritingRules.fault(policy(text), NOTHING, EndpointType.GATEWAY))
                .isEmpty();
        assertThat(WritingRules.fault(
                        Policies.read(Policies.document("2008-10-17", text)), NOTHING, EndpointType.GATEWAY))
                .hasValue("a statement holds a variable, and the policy's version has none");
    }

    @Test
    void whiteSpaceAndAllThePolicyHasACertainLengthAtMost() {
        var short_ = policy(GOOD.replace("{'Effect'", "{'Sid':'','Effect'"));
        int room = Policy.LONGEST - short_.text().length();
        var fitting = policy(GOOD.replace("{'Effect'", "{'Sid':'" + "x".repeat(room) + "','Effect'"));
        var tooLong = policy(GOOD.replace("{'Effect'", "{'Sid':'" + "x".repeat(room + 1) + "','Effect'"));
        assertThat(WritingRules.fault(fitting, NOTHING, EndpointType.GATEWAY)).isEmpty();
        assertThat(WritingRules.fault(tooLong, tooLong, EndpointType.GATEWAY))
                .hasValue("it has 20481 characters, AWS accepts 20480");
    }
}
