package vpceguard.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What AWS gives no meaning makes no difference, everything else does.
class CanonicalTest {
    private static final String ALLOW =
            "{'Sid':'a','Effect':'Allow','Principal':{'AWS':['1','2']},'Action':['s3:A','s3:B'],"
                    + "'Resource':['arn:x','arn:y'],'Condition':{'StringEquals':{'aws:K':['v','w']}}}";
    private static final String DENY = "{'Effect':'Deny','NotPrincipal':'*','NotAction':'s3:*','NotResource':'arn:z'}";

    private static Canonical of(String... statements) {
        return Canonical.of(Policies.read(Policies.document("2012-10-17", statements)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'Sid':'a',           | ``
            'Sid':'a'            | 'Sid':'b'
            ['1','2']            | ['2','1']
            ['s3:A','s3:B']      | ['s3:b','S3:A','s3:a']
            ['arn:x','arn:y']    | ['arn:y','arn:x','arn:x']
            ['v','w']            | ['w','v']
            aws:K                | AWS:k
            """)
    void spellingMakesNoDifference(String before, String after) {
        assertThat(ALLOW).contains(before);
        assertThat(of(ALLOW.replace(before, after))).isEqualTo(of(ALLOW));
        assertThat(fingerprint(ALLOW.replace(before, after))).isEqualTo(fingerprint(ALLOW));
    }

    @Test
    void orderAndRepetitionMakeNoDifference() {
        assertThat(of(DENY, ALLOW, DENY)).isEqualTo(of(ALLOW, DENY));
        assertThat(fingerprint(DENY, ALLOW)).isEqualTo(fingerprint(ALLOW, DENY));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'AWS':'*'}", "{'AWS':['*']}", "{'AWS':['*','*']}"})
    void everybodyOfAwsIsNotEverybody(String everybody) {
        var ofAws = DENY.replace("'*',", everybody + ",");
        assertThat(of(ofAws))
                .isEqualTo(of(DENY.replace("'*',", "{'AWS':'*'},")))
                .isNotEqualTo(of(DENY));
        assertThat(fingerprint(ofAws)).isNotEqualTo(fingerprint(DENY));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'Allow'              | 'Deny'
            'Principal'          | 'NotPrincipal'
            'Action'             | 'NotAction'
            'Resource'           | 'NotResource'
            'AWS'                | 'Service'
            ['1','2']            | ['1']
            ['s3:A','s3:B']      | 's3:A'
            ['arn:x','arn:y']    | ['arn:X','arn:y']
            'StringEquals'       | 'StringLike'
            aws:K                | aws:L
            ['v','w']            | ['V','w']
            ['v','w']            | []
            'Principal':{'AWS':['1','2']}, | ``
            'Resource':['arn:x','arn:y'],  | ``
            """)
    void contentMakesADifference(String before, String after) {
        assertThat(ALLOW).contains(before);
        assertThat(of(ALLOW.replace(before, after))).isNotEqualTo(of(ALLOW));
        assertThat(fingerprint(ALLOW.replace(before, after))).isNotEqualTo(fingerprint(ALLOW));
    }

    @Test
    void fingerprintsStayAsTheyAreStored() {
        assertThat(Canonical.fingerprint(Policies.document(
                        "2012-10-17",
                        "{'Effect':'Deny','NotPrincipal':{'AWS':'111122223333'},'NotAction':'s3:Get*',"
                                + "'NotResource':'arn:x','Condition':{'Null':{'aws:K':'true'}}}",
                        "{'Effect':'Allow','Principal':'*','Action':['s3:Put*','s3:Get*'],'Resource':'*'}",
                        "{'Effect':'Allow','Action':'*'}")))
                .isEqualTo("""
                        2012-10-17
                        {"effect":"ALLOW","principals":["Absent"],"actions":["Only","*"],"resources":["Absent"],"conditions":{}}
                        {"effect":"ALLOW","principals":["Only","AWS *"],"actions":["Only","s3:get*","s3:put*"],"resources":["Only","*"],"conditions":{}}
                        {"effect":"DENY","principals":["AllExcept","AWS 111122223333"],"actions":["AllExcept","s3:get*"],"resources":["AllExcept","arn:x"],"conditions":{"Null aws:k":["true"]}}""");
    }

    @Test
    void earlierOnesStayToo() {
        assertThat(Canonical.earlierFingerprint(Policies.document(
                        "2012-10-17",
                        "{'Effect':'Allow','Principal':{'AWS':['*','1']},'Action':'*','Resource':'*'}",
                        "{'Effect':'Allow','Principal':{'AWS':'*'},'Action':'*','Resource':'*'}",
                        "{'Effect':'Allow','Principal':'*','Action':'*','Resource':'*'}")))
                .isEqualTo("""
                        2012-10-17
                        {"effect":"ALLOW","principals":["Only","AWS *","AWS 1"],"actions":["Only","*"],"resources":["Only","*"],"conditions":{}}
                        {"effect":"ALLOW","principals":["Only","AWS *"],"actions":["Only","*"],"resources":["Only","*"],"conditions":{}}""");
    }

    @Test
    void anAbsentVersionIsTheOldOne() {
        var text = Policies.document("2008-10-17", ALLOW);
        assertThat(Canonical.fingerprint(text.replace("\"Version\":\"2008-10-17\",", "")))
                .isEqualTo(Canonical.fingerprint(text))
                .isNotEqualTo(fingerprint(ALLOW));
    }

    @Test
    void aKeyThatStandsTwiceKeepsBothLines() {
        var twice = ALLOW.replace("'aws:K':['v','w']", "'aws:K':'v','AWS:K':'w','aws:k':'x'");
        assertThat(of(twice).statements().iterator().next().conditions()).hasSize(3);
        assertThat(of(twice)).isNotEqualTo(of(ALLOW));
        assertThat(of(twice)).isNotEqualTo(of(twice.replace("'x'", "'y'")));
    }

    @Test
    void aFingerprintIsNotMuchLongerThanItsPolicy() {
        var spellings = IntStream.range(0, 500)
                .mapToObj(i -> IntStream.range(0, 9)
                        .mapToObj(bit -> (i >> bit & 1) == 1 ? "K" : "k")
                        .collect(Collectors.joining("", "'", "':'v'")))
                .collect(Collectors.joining(","));
        var text = Policies.document("2012-10-17", ALLOW.replace("'aws:K':['v','w']", spellings));
        assertThat(Canonical.fingerprint(text).length()).isLessThan(3 * text.length());
    }

    /// What is in a value stays in it.
    @Test
    void onlyEqualFormsHaveOneFingerprint() {
        var three = "{'Effect':'Deny','Principal':'*','Action':'*','Resource':'*','Condition':{"
                + "'BoolIfExists':{'aws:PrincipalIsAWSService':'false'},"
                + "'StringNotEquals':{'aws:PrincipalAccount':'111122223333','aws:PrincipalOrgID':'o-a1b2c3d4e5'}}}";
        var one = "{'Effect':'Deny','Principal':'*','Action':'*','Resource':'*','Condition':{"
                + "'BoolIfExists':{'aws:PrincipalIsAWSService':'false], StringNotEquals"
                + " aws:principalaccount=[111122223333], StringNotEquals aws:principalorgid=[o-a1b2c3d4e5'}}}";

        assertThat(fingerprint(three)).isNotEqualTo(fingerprint(one));
        assertThat(fingerprint(ALLOW.replace("'aws:K':['v','w']", "'aws:k':'v','AWS:K':'w'")))
                .isNotEqualTo(fingerprint(ALLOW.replace("'aws:K':['v','w']", "'aws:k':'v','aws:k ':'w'")));
    }

    /// The Kelvin sign has a small k in Unicode, and no meaning in AWS.
    @ParameterizedTest
    @CsvSource({"s3:A, s3:K, s3:K", "aws:K, aws:k, aws:K", "aws:K, aws:i, aws:İ"})
    void onlyLettersOfAsciiAreWithoutCase(String before, String name, String other) {
        assertThat(of(ALLOW.replace(before, other))).isNotEqualTo(of(ALLOW.replace(before, name)));
        assertThat(fingerprint(ALLOW.replace(before, other))).isNotEqualTo(fingerprint(ALLOW.replace(before, name)));
    }

    @Test
    void aTextThatCannotBeReadIsItsOwnFingerprint() {
        assertThat(Canonical.fingerprint("{} ")).isEqualTo("{} ");
    }

    private static String fingerprint(String... statements) {
        return Canonical.fingerprint(Policies.document("2012-10-17", statements));
    }
}
