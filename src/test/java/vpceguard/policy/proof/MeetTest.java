package vpceguard.policy.proof;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vpceguard.json.JsonWriter;
import vpceguard.policy.Policies;
import vpceguard.policy.Statement;

class MeetTest {
    private static Statement statement(String members) {
        return Policies.read(Policies.document("2012-10-17", "{'Effect':'Allow'," + members + "}"))
                .statements()
                .getFirst();
    }

    /// What two statements have in common, as text; `empty` or `open`.
    private static String meet(String one, String other) {
        return switch (Meet.of(statement(one), statement(other))) {
            case Meet.Empty() -> "empty";
            case Meet.Open() -> "open";
            case Meet.Common(var common) ->
                JsonWriter.compact(common)
                        .replace('"', '\'')
                        .replace("{'Effect':'Allow','Principal':'*',", "")
                        .replaceAll("}$", "");
        };
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'Action':'*'                   | 'Action':'s3:*'                | 'Action':'s3:*'
            'Action':'s3:*'                | 'Action':'*'                   | 'Action':'s3:*'
            'Action':'s3:Get*'             | 'Action':['S3:*']              | 'Action':'s3:Get*'
            'Action':['s3:*','kms:*']      | 'Action':['s3:Get*','ec2:*']   | 'Action':'s3:Get*'
            'Action':['s3:Get*','kms:*']   | 'Action':['s3:*','kms:De*']    | 'Action':['s3:Get*','kms:De*']
            'Action':'s3:*'                | 'Action':'kms:*'               | empty
            'Action':'s3:a*b?????????????' | 'Action':'kms:c*d?????????????' | empty
            'Action':'s3:*b?????????????'  | 'Action':'s3:*d?????????????e' | open
            'Action':'s3:*Object'          | 'Action':'s3:Get*'             | open
            'Action':'s3:?et'              | 'Action':'s3:g?t'              | open
            'Action':'s3:*'                | 'NotAction':'kms:*'            | 'Action':'s3:*'
            'Action':['s3:*','kms:De*']    | 'NotAction':'kms:*'            | 'Action':'s3:*'
            'Action':'s3:*'                | 'NotAction':'s3:Get*'          | open
            'Action':'s3:Get*'             | 'NotAction':'s3:*'             | empty
            'NotAction':'kms:*'            | 'Action':['s3:*','kms:De*']    | 'Action':'s3:*'
            'NotAction':'kms:*'            | 'NotAction':['s3:*','kms:*']   | 'NotAction':['kms:*','s3:*']
            'NotAction':['kms:*']          | 'NotAction':'kms:*'            | 'NotAction':['kms:*']
            """)
    void actionsMeet(String one, String other, String common) {
        var rest = ",'Resource':'*'";
        assertThat(meet("'Principal':'*'," + one + rest, "'Principal':'*'," + other + rest))
                .isEqualTo(common.startsWith("'") ? common + rest : common);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'Resource':'*'                  | 'Resource':'arn:aws:s3:::b/*'   | 'Resource':'arn:aws:s3:::b/*'
            'Resource':['arn:aws:s3:::b/x','arn:aws:s3:::c'] | 'Resource':'arn:aws:s3:::b/*' | 'Resource':'arn:aws:s3:::b/x'
            'Resource':'arn:aws:s3:::b'     | 'Resource':'arn:aws:s3:::B'     | empty
            'Resource':'arn:aws:s3:::b/*'   | 'NotResource':'arn:aws:s3:::c/*'| 'Resource':'arn:aws:s3:::b/*'
            'NotResource':'arn:aws:s3:::b'  | 'NotResource':'arn:aws:s3:::c'  | 'NotResource':['arn:aws:s3:::b','arn:aws:s3:::c']
            'Resource':'arn:aws:s3:::b/*'   | 'Resource':'arn:aws:s3:::*/k'   | open
            """)
    void resourcesMeet(String one, String other, String common) {
        var before = "'Principal':'*','Action':'s3:*',";
        assertThat(meet(before + one, before + other))
                .isEqualTo(common.startsWith("'") ? "'Action':'s3:*'," + common : common);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}                                   | {'Bool':{'k':'true'}}              | {'Bool':{'k':'true'}}
            {'Bool':{'k':'true'}}                | {}                                 | {'Bool':{'k':'true'}}
            {'Bool':{'k':'true'}}                | {'Bool':{'k':'true'}}              | {'Bool':{'k':'true'}}
            {'Bool':{'k':'true'}}                | {'Bool':{'l':'true'}}              | {'Bool':{'k':'true','l':'true'}}
            {'Bool':{'k':'true'}}                | {'Bool':{'k':'false'}}             | open
            {'StringEquals':{'k':['a','b']}}     | {'StringEquals':{'K':['b','c']}}   | {'StringEquals':{'k':'b'}}
            {'StringEquals':{'k':'a'}}           | {'StringEquals':{'k':'b'}}         | empty
            {'StringNotEquals':{'k':'a'}}        | {'StringNotEquals':{'k':'b'}}      | {'StringNotEquals':{'k':['a','b']}}
            {'ForAllValues:StringNotEquals':{'k':'a'}} | {'ForAllValues:StringNotEquals':{'k':'b'}} | {'ForAllValues:StringNotEquals':{'k':['a','b']}}
            {'ForAnyValue:StringNotEquals':{'k':'a'}}  | {'ForAnyValue:StringNotEquals':{'k':'b'}}  | open
            {'ForAnyValue:StringEquals':{'k':['a','b']}} | {'ForAnyValue:StringEquals':{'k':['b','c']}} | open
            {'StringEqualsIfExists':{'k':'a'}}   | {'StringEqualsIfExists':{'k':'b'}} | open
            {'StringLike':{'k':'a*'}}            | {'StringLike':{'k':'*b'}}          | open
            {'StringEquals':{'k':'a'}}           | {'StringLike':{'k':'*b'}}          | {'StringEquals':{'k':'a'},'StringLike':{'k':'*b'}}
            {'NumericLessThan':{'k':'1'}}        | {'NumericLessThan':{'k':'2'}}      | open
            """)
    void conditionsMeet(String one, String other, String common) {
        var before = "'Principal':'*','Action':'s3:*','Resource':'*','Condition':";
        assertThat(meet(before + one, before + other))
                .isEqualTo(common.startsWith("{") ? "'Action':'s3:*','Resource':'*','Condition':" + common : common);
    }

    @Test
    void theFirstStatementKeepsItsPrincipalSidAndOrder() {
        assertThat(meet(
                        "'Resource':['arn:aws:s3:::b'],'Sid':'own','Principal':{'AWS':'111122223333'},'Action':['s3:*']",
                        "'Sid':'other','Principal':'*','Action':'s3:*','Resource':'*'"))
                .isEqualTo("{'Effect':'Allow','Resource':['arn:aws:s3:::b'],'Sid':'own',"
                        + "'Principal':{'AWS':'111122223333'},'Action':['s3:*']");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'Principal':{'AWS':'111122223333'},
            'NotPrincipal':'*',
            ``
            """)
    void aSecondStatementForSomeIsLeftOpen(String principal) {
        assertThat(meet("'Principal':'*','Action':'*','Resource':'*'", principal + "'Action':'*','Resource':'*'"))
                .isEqualTo("open");
    }
}
