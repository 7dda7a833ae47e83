package vpceguard.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import vpceguard.json.JsonReader;
import vpceguard.json.Parsed;
import vpceguard.json.Parsed.Malformed;
import vpceguard.policy.Principals.Principal;

/// Every element is read, nothing is dropped, and what the grammar does not name is refused where it stands.
class PolicyReaderTest {
    private static final String WHOLE = Policies.json("""
            {'Version':'2012-10-17','Id':'ours','Statement':[
             {'Sid':'First','Effect':'Allow','Principal':{'AWS':['111122223333','*'],'Service':'ec2.amazonaws.com',
              'Federated':'accounts.example.com','CanonicalUser':'79a5'},'Action':['s3:Get*','kms:Decrypt'],
              'Resource':'arn:aws:s3:::bucket/*','Condition':{'Bool':{'aws:SecureTransport':true},
              'NumericLessThan':{'s3:max-keys':[1.50,'20']},'StringLike':{'aws:PrincipalTag/Team':['a*','b?']}}},
             {'Effect':'Deny','NotPrincipal':'*','NotAction':'s3:Put*','NotResource':['arn:aws:s3:::a']}]}""");

    private static Statement statement(String text) {
        return Policies.read(Policies.document("2012-10-17", text)).statements().getFirst();
    }

    @Test
    void everyElementIsRead() {
        var policy = Policies.read(WHOLE);
        assertThat(policy.version()).hasValue("2012-10-17");
        assertThat(policy.hasVariables()).isTrue();
        var first = policy.statements().getFirst();
        assertThat(first.sid()).hasValue("First");
        assertThat(first.effect()).isEqualTo(Effect.ALLOW);
        assertThat(first.principals())
                .isEqualTo(new Principals.Only(List.of(
                        new Principal("AWS", "111122223333"),
                        new Principal("AWS", "*"),
                        new Principal("Service", "ec2.amazonaws.com"),
                        new Principal("Federated", "accounts.example.com"),
                        new Principal("CanonicalUser", "79a5"))));
        assertThat(first.actions()).isEqualTo(new Actions.Only(List.of("s3:Get*", "kms:Decrypt")));
        assertThat(first.resources()).isEqualTo(new Resources.Only(List.of("arn:aws:s3:::bucket/*")));
        assertThat(first.conditions())
                .containsExactly(
                        new Condition(Operator.of("Bool").orElseThrow(), "aws:SecureTransport", List.of("true")),
                        new Condition(
                                Operator.of("NumericLessThan").orElseThrow(), "s3:max-keys", List.of("1.50", "20")),
                        new Condition(
                                Operator.of("StringLike").orElseThrow(), "aws:PrincipalTag/Team", List.of("a*", "b?")));
        var second = policy.statements().getLast();
        assertThat(second.sid()).isEmpty();
        assertThat(second.effect()).isEqualTo(Effect.DENY);
        assertThat(second.principals()).isEqualTo(new Principals.AllExcept(List.of(Principal.EVERYBODY)));
        assertThat(second.actions()).isEqualTo(new Actions.AllExcept(List.of("s3:Put*")));
        assertThat(second.resources()).isEqualTo(new Resources.AllExcept(List.of("arn:aws:s3:::a")));
        assertThat(policy.allows()).containsExactly(first);
        assertThat(policy.denies()).containsExactly(second);
    }

    static List<String> readable() {
        var texts = new ArrayList<>(Policies.texts());
        texts.add(WHOLE);
        return texts;
    }

    @ParameterizedTest
    @MethodSource("readable")
    void whatIsReadIsWrittenAgain(String text) {
        var policy = Policies.read(text);
        assertThat(JsonReader.read(policy.text())).isEqualTo(JsonReader.read(text));
        assertThat(Policies.read(policy.text())).isEqualTo(policy);
    }

    @Test
    void numbersKeepTheirDigitsAndMembersTheirOrder() {
        var text = Policies.json("{'Statement':[{'Resource':'*','Condition':{'NumericEquals':{'k':[1.50,0010e1]}},"
                        + "'Action':'*','Effect':'Allow'}],'Id':''}")
                .replace("0010e1", "10E1");
        assertThat(Policies.read(text).text()).isEqualTo(text);
    }

    @Test
    void aStatementMayStandWithoutAList() {
        var one = "{'Effect':'Allow','Principal':'*','Action':'*','Resource':'*'}";
        assertThat(Policies.read(Policies.json("{'Statement':" + one + "}")).statements())
                .isEqualTo(Policies.read(Policies.json("{'Statement':[" + one + "]}"))
                        .statements());
    }

    @Test
    void whatMayBeLeftOutIsAbsent() {
        var bare = Policies.read(Policies.json("{'Statement':[{'Effect':'Allow','Action':'*'}]}"));
        assertThat(bare.version()).isEmpty();
        assertThat(bare.hasVariables()).isFalse();
        var statement = bare.statements().getFirst();
        assertThat(statement.principals()).isEqualTo(new Principals.Absent());
        assertThat(statement.resources()).isEqualTo(new Resources.Absent());
        assertThat(statement.conditions()).isEmpty();
        assertThat(statement.principals().principals()).isEmpty();
        assertThat(statement.resources().patterns()).isEmpty();
    }

    @Test
    void anyoneIsWrittenInTwoWaysWhichAreToldApart() {
        assertThat(statement("{'Effect':'Allow','Principal':{'AWS':'*'},'Action':'*','Resource':'*'}")
                        .principals())
                .isNotEqualTo(statement("{'Effect':'Allow','Principal':'*','Action':'*','Resource':'*'}")
                        .principals());
        assertThat(Principal.EVERYBODY.isAnyone()).isTrue();
        assertThat(new Principal("AWS", "*").isAnyone()).isTrue();
        assertThat(new Principal("Service", "*").isAnyone()).isFalse();
        assertThat(new Principal("AWS", "1").isAnyone()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            []                                          | ``                 | expected an object, found a list
            null                                        | ``                 | expected an object, found null
            'x'                                         | ``                 | expected an object, found a string
            {}                                          | ``                 | expected Statement
            {'Statement':7}                             | /Statement         | expected a statement or a list of them, found a number
            {'Statement':[true]}                        | /Statement/0       | expected an object, found a boolean
            {'Version':7,'Statement':[]}                | /Version           | expected a string, found a number
            {'Version':'2012-10-18','Statement':[]}     | /Version           | unknown version '2012-10-18'
            {'Id':{},'Statement':[]}                    | /Id                | expected a string, found an object
            {'Statement':[],'statement':[]}             | /statement         | unknown element 'statement'
            {'Statement':[],'a/~b':1}                   | /a~1~0b            | unknown element 'a/~b'
            {'Statement':[{}]}                          | /Statement/0       | expected Effect
            {'Statement':{'Effect':'allow'}}            | /Statement/Effect  | unknown effect 'allow'
            {'Statement':[{'Effect':['Deny']}]}         | /Statement/0/Effect| expected a string, found a list
            {'Statement':[{'Effect':'Deny'}]}           | /Statement/0       | expected Action or NotAction
            """)
    void anotherDocumentIsRefusedWhereItIsWrong(String text, String pointer, String reason) {
        var refused = refused(Policies.json(text));
        assertThat(refused.pointer().text()).isEqualTo(pointer);
        assertThat(refused.reason()).isEqualTo(Policies.json(reason));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'Sid':1                                    | /Sid                   | expected a string, found a number
            'Principle':'*'                            | /Principle             | unknown element 'Principle'
            'Principal':'111122223333'                 | /Principal             | expected '*' or an object, found '111122223333'
            'Principal':['*']                          | /Principal             | expected an object, found a list
            'Principal':{'Aws':'*'}                    | /Principal/Aws         | unknown element 'Aws'
            'Principal':{'AWS':['*',[]]}               | /Principal/AWS/1       | expected a string, found a list
            'Principal':{'AWS':true}                   | /Principal/AWS         | expected a string, found a boolean
            'NotPrincipal':5                           | /NotPrincipal          | expected an object, found a number
            'Principal':'*','NotPrincipal':'*'         | ``                     | both Principal and NotPrincipal, expected one of them
            'NotAction':'*'                            | ``                     | both Action and NotAction, expected one of them
            'Resource':'*','NotResource':'*'           | ``                     | both Resource and NotResource, expected one of them
            'Resource':{'a':1}                         | /Resource              | expected a string, found an object
            'NotResource':['*',null]                   | /NotResource/1         | expected a string, found null
            'Condition':[]                             | /Condition             | expected an object, found a list
            'Condition':{'StringMatches':{}}           | /Condition/StringMatches | unknown condition operator 'StringMatches'
            'Condition':{'Bool':'x'}                   | /Condition/Bool        | expected an object, found a string
            'Condition':{'Bool':{'aws:X/y':{}}}        | /Condition/Bool/aws:X~1y | expected a string, found an object
            'Condition':{'Bool':{'k':[true,null]}}     | /Condition/Bool/k/1    | expected a string, found null
            'Condition':{'Bool':{'k':[['true']]}}      | /Condition/Bool/k/0    | expected a string, found a list
            """)
    void anotherStatementIsRefusedWhereItIsWrong(String member, String pointer, String reason) {
        var refused = refused(Policies.document(
                "2012-10-17", "{'Effect':'Deny','Action':'*'}", "{'Effect':'Deny','Action':'*'," + member + "}"));
        assertThat(refused.pointer().text()).isEqualTo("/Statement/1" + pointer);
        assertThat(refused.reason()).isEqualTo(Policies.json(reason));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'Statement':[],'Statement':[]}",
                "{'Statement':[{'Effect':'Allow','Effect':'Deny','Action':'*'}]}",
                "{'Statement':[{'Effect':'Allow','Action':'*','Condition':{'Bool':{'k':true,'k':false}}}]}",
                "{'Statement':[{'Effect':'Allow','Action':'*','Condition':{'Bool':{},'Bool':{'k':false}}}]}"
            })
    void aMemberThatStandsTwiceIsRefused(String text) {
        assertThat(refused(Policies.json(text)).reason()).startsWith("member stands twice");
    }

    @Test
    void keysThatDifferInCaseAreKeptApart() {
        var repeated = statement("{'Effect':'Allow','Action':'*','Condition':{'StringEquals':"
                + "{'aws:Key':'a','AWS:key':'b','aws:Other':'c'},'StringLike':{'aws:key':'d'}}}");
        assertThat(repeated.conditions().stream().map(repeated::isRepeated)).containsExactly(true, true, false, false);
    }

    @Test
    void foreignTextIsQuotedInAReason() {
        assertThat(refused("{\"Statement\":[],\"a\\u001b[31m\\u202e\":1}").reason())
                .isEqualTo("unknown element \"a\\u001b[31m\\u202e\"");
    }

    private static Malformed<Policy> refused(String text) {
        return switch (PolicyReader.read(text)) {
            case Malformed<Policy> malformed -> malformed;
            case Parsed.Ok<Policy>(var policy) -> throw new AssertionError("was read: " + policy);
        };
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'Principal':'*','Action':'*','Resource':'*'                              | true
            'Principal':{'AWS':['1','*']},'Action':['s3:*','*'],'Resource':['a','*'] | true
            'Principal':'*','Action':'*','Resource':'*','Condition':{}               | true
            'Principal':'*','Action':'*','Resource':'*','Condition':{'Null':{'k':'true'}} | false
            'Principal':'*','Action':'*','Resource':'*','Condition':{'StringEquals':{}} | false
            'Principal':{'Service':'*'},'Action':'*','Resource':'*'                  | false
            'NotPrincipal':'*','Action':'*','Resource':'*'                           | false
            'Principal':'*','NotAction':'*','Resource':'*'                           | false
            'Principal':'*','Action':'s3:*','Resource':'*'                           | false
            'Principal':'*','Action':'*','NotResource':'*'                           | false
            'Principal':'*','Action':'*','Resource':'arn:*'                          | false
            'Action':'*','Resource':'*'                                              | false
            'Principal':'*','Action':'*'                                             | false
            """)
    void aStatementMatchesEverythingOnlyIfNothingRestrictsIt(String members, boolean everything) {
        assertThat(statement("{'Effect':'Allow'," + members + "}").matchesEverything())
                .isEqualTo(everything);
    }

    @Test
    void variablesAreSeenWhereverTheyStand() {
        assertThat(Policies.read(WHOLE).mentionsVariables()).isFalse();
        assertThat(Policies.read(WHOLE.replace("First", "${x}")).mentionsVariables())
                .isTrue();
        assertThat(Optional.of(Policies.read(WHOLE.replace("2012-10-17", "2008-10-17")))
                        .map(Policy::hasVariables))
                .hasValue(false);
    }
}
