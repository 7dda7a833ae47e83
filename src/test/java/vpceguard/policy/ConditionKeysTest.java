package vpceguard.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConditionKeysTest {
    @ParameterizedTest
    @CsvSource(textBlock = """
            aws:principalorgid,       true,  false, false
            aws:sourcevpce,           true,  false, false
            aws:securetransport,      true,  false, true
            aws:principalisawsservice, true, false, true
            aws:principaltag/team,    true,  false, false
            aws:requesttag/a/b,       true,  false, false
            aws:principaltag,         false, false, false
            aws:tagkeys,              false, true,  false
            aws:principalorgpaths,    false, true,  false
            dynamodb:leadingkeys,     false, true,  false
            s3:max-keys,              true,  false, false
            lambda:subnetids,         false, true,  false
            s3:prefix,                false, false, false
            lambda:functionarn,       true,  false, false
            events:targetarn,         false, true,  false
            ssm:documentversion,      false, true,  false
            s3express:permissions,    false, true,  false
            sagemaker:vpcsubnets,     false, true,  false
            glue:securitygroupids,    false, true,  false
            saml:edupersonaffiliation, false, true, false
            cognito-identity.amazonaws.com:amr, false, true, false
            cognito-identity.amazonaws.com:aud, false, false, false
            /x,                       false, false, false
            """)
    void aKeysCardinalityAndTypeAreKnownOrNot(String name, boolean single, boolean multi, boolean bool) {
        assertThat(ConditionKeys.isSingleValued(name)).isEqualTo(single);
        assertThat(ConditionKeys.isMultivalued(name)).isEqualTo(multi);
        assertThat(ConditionKeys.isAlways(name, Operator.Type.BOOLEAN)).isEqualTo(bool);
    }

    @ParameterizedTest
    @CsvSource({
        "aws:currenttime, DATE",
        "aws:epochtime, DATE",
        "aws:epochtime, NUMBER",
        "s3:max-keys, NUMBER",
        "aws:vpcsourceip, ADDRESS",
        "ec2:encrypted, BOOLEAN",
        "aws:principalarn, ARN",
        "events:targetarn, ARN",
        "aws:requesttag/size, STRING",
        "aws:requesttag/size, BINARY",
        "aws:requesttag/size, PRESENCE"
    })
    void someKeysHaveValuesOfATypeAlone(String name, Operator.Type type) {
        assertThat(ConditionKeys.isAlways(name, type)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "aws:principalaccount, false",
        "aws:principalorgpaths, false",
        "aws:tagkeys, false",
        "s3:max-keys, false",
        "saml:edupersonaffiliation, true",
        "aws:requesttag/t, true",
        "s3:existingobjecttag/t, true",
        "s3:prefix, true",
        "aws:useragent, true"
    })
    void whatACallerWritesMayBeEmpty(String name, boolean empty) {
        assertThat(ConditionKeys.mayBeEmpty(name)).isEqualTo(empty);
    }

    @ParameterizedTest
    @CsvSource({
        "aws:currenttime, NUMBER",
        "aws:requesttag/size, NUMBER",
        "aws:principaltag/since, DATE",
        "aws:requesttag/from, ADDRESS",
        "s3:max-keys, BOOLEAN",
        "aws:principalaccount, ARN",
        "aws:principaltag/owner, ARN"
    })
    void othersMayHaveAnyText(String name, Operator.Type type) {
        assertThat(ConditionKeys.isAlways(name, type)).isFalse();
    }
}
