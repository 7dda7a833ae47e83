package vpceguard.policy.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vpceguard.model.EndpointType;
import vpceguard.policy.Decision;
import vpceguard.policy.Evaluator;
import vpceguard.policy.Policies;
import vpceguard.policy.Policy;
import vpceguard.policy.Request;

/// What lies within what: one boundary a line.
class ContainmentTest {
    private static final EndpointType INTERFACE = EndpointType.INTERFACE;

    private static Policy policy(String version, String... statements) {
        return Policies.read(Policies.document(version, statements));
    }

    private static Policy allow(String members) {
        return policy("2012-10-17", "{'Effect':'Allow'," + members + "}");
    }

    private static Policy where(String condition) {
        return allow("'Principal':'*','Action':'*','Resource':'*','Condition':" + condition);
    }

    /// `yes`, `no` with a witness that the evaluator confirms, or `open`.
    private static String within(Policy one, Policy other, EndpointType type) {
        return switch (Containment.of(one, other, type)) {
            case Containment.Contained() -> "yes";
            case Containment.Unknown(var reason) -> reason.isBlank() ? "open without a reason" : "open";
            case Containment.NotContained(var witness) -> {
                assertThat(Evaluator.decide(one, witness, type)).isEqualTo(Decision.ALLOWED);
                assertThat(Evaluator.decide(other, witness, type)).isEqualTo(Decision.DENIED);
                yield "no";
            }
        };
    }

    private static void assertBothWays(Policy one, Policy other, String within, String around) {
        assertThat(within(one, one, INTERFACE)).isEqualTo("yes");
        assertThat(within(one, other, INTERFACE)).as("within").isEqualTo(within);
        assertThat(within(other, one, INTERFACE)).as("around").isEqualTo(around);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'StringEquals':{'k':'a'}}             | {'StringEquals':{'k':['a','b']}}        | yes  | no
            {'StringEquals':{'k':'a'}}             | {'StringEquals':{'K':'a'}}              | yes  | yes
            {'StringEquals':{'k':'a'}}             | {'StringEquals':{'k':'A'}}              | no   | no
            {'StringEquals':{'k':'a'}}             | {'StringEqualsIgnoreCase':{'k':'A'}}    | yes  | no
            {'StringEquals':{'k':['a','A']}}       | {'StringEqualsIgnoreCase':{'k':'A'}}    | yes  | yes
            {'StringEquals':{'k':['k','K']}}       | {'StringEqualsIgnoreCase':{'k':'K'}}    | yes  | open
            {'StringEquals':{'k':'k'}}             | {'StringEqualsIgnoreCase':{'k':'K'}}    | yes  | no
            {'StringEquals':{'k':'\u212A'}}       | {'StringEqualsIgnoreCase':{'k':'K'}}    | open | no
            {'StringEqualsIgnoreCase':{'k':'ss'}}  | {'StringNotEquals':{'k':'\u00DF'}}    | yes  | no
            {'StringEqualsIgnoreCase':{'k':'kiS'}} | {'StringEqualsIgnoreCase':{'k':['Kis','v']}} | yes | no
            {'StringEquals':{'k':'\u00E9'}}       | {'StringEqualsIgnoreCase':{'k':'\u00E9'}} | open | open
            {'StringEquals':{'k':'a'}}             | {'StringEqualsIfExists':{'k':'a'}}      | yes  | no
            {'StringEquals':{'k':'a'}}             | {'StringNotEquals':{'k':'b'}}           | yes  | no
            {'StringEquals':{'k':'a'}}             | {'Null':{'k':'false'}}                  | yes  | no
            {'StringEqualsIfExists':{'k':'a'}}     | {'Null':{'k':'false'}}                  | no   | no
            {'StringNotEquals':{'k':'a'}}          | {'StringNotEqualsIfExists':{'k':'a'}}   | yes  | yes
            {'StringNotEquals':{'k':['a','b']}}    | {'StringNotEquals':{'k':'a'}}           | yes  | no
            {'StringNotLike':{'k':'a*'}}           | {'StringNotEquals':{'k':'ab'}}          | yes  | no
            {'StringLike':{'k':'a*'}}              | {'StringLike':{'k':'a?*'}}              | no   | yes
            {'StringLike':{'k':'a?'}}              | {'StringLike':{'k':'a*'}}               | yes  | no
            {'StringLike':{'k':'a*b'}}             | {'StringLike':{'k':['a*','*c']}}        | yes  | no
            {'StringLike':{'k':'a*b*'}}            | {'StringLike':{'k':'a*'}}               | yes  | no
            {'StringEquals':{'k':'a*'}}            | {'StringLike':{'k':'a*'}}               | yes  | no
            {'ArnLike':{'aws:PrincipalArn':'arn:aws:iam::*:role/x'}} | {'StringLike':{'aws:PrincipalArn':'arn:aws:iam::*:role/x'}} | yes | no
            {'ArnLike':{'k':'arn:aws:iam::*:role/x'}}  | {'StringLike':{'k':'arn:aws:iam::*:role/x'}} | open | open
            {'ArnLike':{'k':'arn:aws:iam::1:role/x'}}  | {'ArnLike':{'k':'arn:aws:iam::?:role/x'}}    | yes | no
            {'ArnEquals':{'k':'arn:aws:iam::1:role/*'}} | {'ArnLike':{'k':'arn:aws:iam::1:role/*'}}   | yes | yes
            {'Bool':{'aws:SecureTransport':'true'}} | {'BoolIfExists':{'aws:SecureTransport':'true'}} | yes | no
            {'Bool':{'aws:SecureTransport':'true'}} | {'Bool':{'aws:SecureTransport':'false'}} | no | no
            {'Bool':{'aws:SecureTransport':['true','false']}} | {'Null':{'aws:SecureTransport':'false'}} | yes | yes
            {'IpAddress':{'aws:VpcSourceIp':'10.1.2.0/24'}}      | {'IpAddress':{'aws:VpcSourceIp':'10.1.0.0/16'}}       | yes  | no
            {'IpAddress':{'aws:VpcSourceIp':'10.1.2.0/24'}}      | {'IpAddress':{'aws:VpcSourceIp':['10.1.2.0/25','10.1.2.128/25']}} | yes | yes
            {'IpAddress':{'aws:VpcSourceIp':'10.1.2.0/24'}}      | {'IpAddress':{'aws:VpcSourceIp':['10.1.2.0/25','10.1.2.129/25','10.1.2.128/26']}} | yes | yes
            {'IpAddress':{'aws:VpcSourceIp':'10.1.2.0/24'}}      | {'IpAddress':{'aws:VpcSourceIp':['10.1.2.0/25','10.1.2.128/26']}} | no | yes
            {'IpAddress':{'aws:VpcSourceIp':'10.1.2.3'}}         | {'NotIpAddress':{'aws:VpcSourceIp':'10.1.2.4'}}       | yes  | no
            {'IpAddress':{'aws:VpcSourceIp':'2001:db8::/32'}}    | {'NotIpAddress':{'aws:VpcSourceIp':'0.0.0.0/0'}}      | yes  | no
            {'IpAddress':{'aws:VpcSourceIp':['0.0.0.0/1','128.0.0.0/1']}} | {'IpAddress':{'aws:VpcSourceIp':'0.0.0.0/0'}} | yes | yes
            {'NumericLessThan':{'s3:max-keys':'5'}}          | {'NumericLessThanEquals':{'s3:max-keys':'5'}}     | yes  | no
            {'NumericLessThan':{'s3:max-keys':'5'}}          | {'NumericLessThan':{'s3:max-keys':'5.1'}}         | yes  | no
            {'NumericEquals':{'s3:max-keys':'5'}}            | {'NumericEquals':{'s3:max-keys':'5.0'}}           | yes  | yes
            {'NumericGreaterThan':{'s3:max-keys':'5'}}       | {'NumericNotEquals':{'s3:max-keys':'5'}}          | yes  | no
            {'NumericGreaterThan':{'s3:max-keys':'5'}}       | {'NumericGreaterThanEquals':{'s3:max-keys':'6'}}  | no   | yes
            {'DateLessThan':{'aws:CurrentTime':'2026-01-01'}}    | {'DateLessThan':{'aws:CurrentTime':'2026-01-01T00:00:01Z'}} | yes | no
            {'DateEquals':{'aws:CurrentTime':'2026-01-01'}}      | {'DateEquals':{'aws:CurrentTime':'1767225600'}}       | yes  | yes
            {'DateLessThan':{'aws:CurrentTime':'1767225600'}}    | {'DateLessThan':{'aws:CurrentTime':'1767225601'}}     | yes  | no
            {'DateGreaterThan':{'aws:CurrentTime':'0001-01-01'}} | {'DateGreaterThanEquals':{'aws:CurrentTime':'2026-01-01T00:00:00.000000001Z'}} | open | open
            {'NumericLessThan':{'k':'5'}}          | {'NumericLessThanEquals':{'k':'5'}}     | yes  | no
            {'NumericLessThan':{'k':'5'}}          | {'NumericLessThan':{'k':['4','6']}}     | yes  | no
            {'NumericLessThan':{'k':'5'}}          | {'NumericNotEquals':{'k':'5'}}          | open | no
            {'NumericLessThan':{'k':'5'}}          | {'NumericLessThanIfExists':{'k':'5'}}   | yes  | no
            {'Null':{'k':'true'}}                  | {'NumericLessThanIfExists':{'k':'5'}}   | open | no
            {'Null':{'k':'true'}}                  | {'NumericNotEquals':{'k':['5','x']}}    | open | open
            {'Null':{'k':'false'}}                 | {'IpAddress':{'k':['0.0.0.0/0','::/0']}} | open | open
            {'Null':{'aws:VpcSourceIp':'false'}}   | {'IpAddress':{'aws:VpcSourceIp':['0.0.0.0/0','::/0']}} | yes | yes
            {'Null':{'k':'false'}}                 | {'Bool':{'k':['true','false']}}         | open | open
            {'DateLessThan':{'k':'2026-01-01'}}    | {'DateLessThan':{'k':'2027-01-01'},'StringNotEquals':{'k':'x'}} | open | open
            {'ForAllValues:NumericLessThan':{'k':'5'}} | {'ForAllValues:NumericLessThan':{'k':'6'}} | open | no
            {'ForAllValues:NumericLessThan':{'s3:max-keys':'5'}} | {'ForAllValues:NumericLessThan':{'s3:max-keys':'6'}} | yes | no
            {'ForAnyValue:NumericLessThan':{'s3:max-keys':'5'}} | {'ForAllValues:NumericLessThan':{'s3:max-keys':'6'}} | yes | no
            {'BinaryEquals':{'k':'QQ=='}}          | {'BinaryEquals':{'k':['QQ==','Qg==']}}  | yes  | no
            {'ForAnyValue:StringEquals':{'aws:TagKeys':'a'}} | {'ForAllValues:StringEquals':{'aws:TagKeys':'a'}} | no | no
            {'ForAllValues:StringEquals':{'aws:TagKeys':'a'}} | {'ForAllValues:StringEquals':{'aws:TagKeys':['a','b']}} | yes | no
            {'ForAnyValue:StringEquals':{'aws:TagKeys':['a','b']}} | {'ForAllValues:StringNotEquals':{'aws:TagKeys':'a'}} | no | no
            {'ForAllValues:StringEquals':{'aws:TagKeys':'a'},'Null':{'aws:TagKeys':'false'}} | {'ForAnyValue:StringEquals':{'aws:TagKeys':'a'}} | yes | no
            {'ForAllValues:StringEquals':{'aws:PrincipalOrgID':'a'}} | {'StringEqualsIfExists':{'aws:PrincipalOrgID':'a'}} | yes | yes
            {'ForAllValues:StringEquals':{'aws:PrincipalOrgID':'a'}} | {'StringEquals':{'aws:PrincipalOrgID':'a'}} | no | yes
            {'ForAnyValue:StringEquals':{'aws:TagKeys':['a','b','c','d','e','f','g','h','i','j']}} | {'ForAnyValue:StringLike':{'aws:TagKeys':'?'}} | yes | no
            {'ForAllValues:StringEquals':{'aws:PrincipalTag/t':'a'},'Null':{'aws:PrincipalTag/t':'false'}} | {'StringEquals':{'aws:PrincipalTag/t':'a'}} | open | yes
            {'ForAnyValue:StringEquals':{'aws:RequestTag/t':''}} | {'StringEquals':{'aws:RequestTag/t':''}} | yes | open
            {'ForAllValues:StringEquals':{'aws:PrincipalTag/t':'a'}} | {'ForAllValues:StringEquals':{'aws:principaltag/t':'a'}} | yes | yes
            {'IpAddress':{'aws:VpcSourceIp':['0.0.0.0/0','::/0']}} | {'IpAddress':{'aws:VpcSourceIp':['0.0.0.0/0','::/81','::8000:0:0/82','::c000:0:0/83','::e000:0:0/84','::f000:0:0/85','::f800:0:0/86','::fc00:0:0/87','::fe00:0:0/88','::ff00:0:0/89','::ff80:0:0/90','::ffc0:0:0/91','::ffe0:0:0/92','::fff0:0:0/93','::fff8:0:0/94','::fffc:0:0/95','::fffe:0:0/96']}} | no | yes
            {'ForAllValues:StringLike':{'s3:prefix':'t/*'}} | {'StringLikeIfExists':{'s3:prefix':'t/*'}} | open | open
            {'ForAllValues:StringEquals':{'s3:prefix':'t'}} | {'ForAllValues:StringEquals':{'s3:prefix':['t','u']}} | yes | no
            {'ForAnyValue:StringLike':{'s3:prefix':'*'}} | {'Null':{'s3:prefix':'false'}} | open | open
            {'ForAllValues:StringEquals':{'s3:prefix':'t'},'Null':{'s3:prefix':'false'}} | {'ForAnyValue:StringEquals':{'s3:prefix':'t'}} | open | no
            {'StringEquals':{}}                    | {'StringEquals':{'k':'a'}}              | open | open
            {'StringEquals':{'k':'a'}}             | {'StringEquals':{'l':'a'}}              | no   | no
            {'StringEquals':{'k':'a','l':'b'}}     | {'StringEquals':{'l':'b'}}              | yes  | no
            """)
    void conditionsHoldWithinOthers(String one, String other, String within, String around) {
        assertBothWays(where(one), where(other), within, around);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'Action':'s3:Get*'                | 'Action':'S3:*'                      | yes | no
            'Action':'s3:GetObject'           | 'Action':'s3:Get?bject'              | yes | no
            'Action':'s3:*'                   | 'Action':'*'                         | yes | no
            'Action':['s3:A*','s3:B*']        | 'NotAction':'s3:C*'                  | yes | no
            'NotAction':'s3:*'                | 'NotAction':'s3:Get*'                | yes | no
            'NotAction':['s3:*','kms:*']      | 'NotAction':'s3:*'                   | yes | no
            'Action':'*Execution'             | 'Action':'*'                         | yes | open
            'Action':'*Execution'             | 'Action':'s3:*'                      | open | open
            'Action':'s3:*ab*'                | 'Action':'s3:*a*'                    | yes | no
            'Action':'\u212Ams:*'            | 'Action':'kms:*'                     | open | open
            """)
    void actionsLieWithinOthers(String one, String other, String within, String around) {
        var rest = ",'Principal':'*','Resource':'*'";
        assertBothWays(allow(one + rest), allow(other + rest), within, around);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'Resource':'arn:aws:s3:::b/*'       | 'Resource':'arn:aws:s3:::b*'         | yes  | no
            'Resource':'arn:aws:s3:::b'         | 'Resource':'arn:aws:s3:::b/*'        | no   | no
            'Resource':'arn:aws:s3:::*'         | 'Resource':'*'                       | yes  | no
            'Resource':'arn:aws:s3:::b'         | 'NotResource':'arn:aws:s3:::c*'      | yes  | no
            'NotResource':'arn:aws:s3:::b*'     | 'NotResource':'arn:aws:s3:::b'       | yes  | no
            'Resource':'arn:aws:sns:*:1:t'      | 'Resource':'arn:aws:sns:*:*:t'       | yes  | no
            'Resource':'arn:aws:sns:us:1:t'     | 'Resource':'arn:aws:sns:u*:t'        | open | open
            'Resource':'arn:aws:sns:us:1:t'     | 'Resource':'arn:aws:sns:e*:t'        | no   | open
            'Resource':'arn:aws:s3:::${aws:userid}/*' | 'Resource':'arn:aws:s3:::*'    | yes  | no
            'Resource':'arn:aws:s3:::b/${aws:userid}' | 'Resource':'arn:aws:s3:::b/*'  | yes  | no
            'Resource':'arn:aws:s3:::${aws:userid}'   | 'Resource':'arn:aws:s3:::b'    | no   | no
            'Resource':'b/*'                    | 'Resource':'*'                       | yes  | open
            """)
    void resourcesLieWithinOthers(String one, String other, String within, String around) {
        var rest = ",'Principal':'*','Action':'*'";
        assertBothWays(allow(one + rest), allow(other + rest), within, around);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'Principal':{'AWS':'111122223333'}     | 'Principal':'*'                                            | yes yes | no no
            'Principal':{'AWS':'111122223333'}     | 'Principal':{'AWS':'arn:aws:iam::111122223333:root'}       | yes yes | yes yes
            'Principal':{'AWS':'arn:aws:iam::111122223333:user/u'} | 'Principal':{'AWS':'111122223333'}         | yes no  | no no
            'Principal':{'AWS':'arn:aws:sts::111122223333:assumed-role/r/s'} | 'Principal':{'AWS':'arn:aws:iam::111122223333:role/p/r'} | yes yes | no no
            'Principal':{'AWS':'arn:aws:iam::111122223333:role/r'} | 'Principal':{'AWS':['111122223333']}       | yes no  | no no
            'Principal':{'Service':'ec2.amazonaws.com'} | 'Principal':{'AWS':'111122223333'}                    | no no   | no no
            'Principal':{'AWS':'111122223333'}     | 'NotPrincipal':{'AWS':'444455556666'}                      | yes yes | no no
            'NotPrincipal':{'AWS':'111122223333'}  | 'NotPrincipal':{'AWS':'arn:aws:iam::111122223333:user/u'}  | open open | no no
            'Principal':{'AWS':'AROATFQR7NSCWWVLB7BES'} | 'Principal':'*'                                       | yes yes | open open
            'Principal':{'AWS':'999999999999'}     | 'Principal':{'AWS':'999999999998'}                         | no no   | no no
            """)
    void principalsLieWithinOthers(String one, String other, String within, String around) {
        var rest = ",'Action':'*','Resource':'*'";
        var left = allow(one + rest);
        var right = allow(other + rest);
        assertThat(within(left, right, INTERFACE) + " " + within(left, right, EndpointType.GATEWAY))
                .isEqualTo(within);
        assertThat(within(right, left, INTERFACE) + " " + within(right, left, EndpointType.GATEWAY))
                .isEqualTo(around);
    }

    @Test
    void whatNoPatternNamesIsNoNumber() {
        var anything = where("{'StringLike':{'aws:RequestTag/level':['*','xqzjkwyvghumbcdfilnoprstae']}}");
        var below = "{'Effect':'Allow','Principal':'*','Action':'*','Resource':'*',"
                + "'Condition':{'NumericLessThan':{'aws:RequestTag/level':'5'}}}";
        var numbers = policy("2012-10-17", below, below.replace("LessThan", "GreaterThanEquals"));
        assertThat(within(anything, numbers, INTERFACE)).isEqualTo("open");
        assertThat(within(where("{'StringLike':{'aws:RequestTag/level':['*','xqzjkwy']}}"), numbers, INTERFACE))
                .isEqualTo("open");
    }

    @Test
    void aDenyCountsOnEitherSide() {
        var all = "{'Effect':'Allow','Principal':'*','Action':'*','Resource':'*'}";
        var noPut = "{'Effect':'Deny','Principal':'*','Action':'s3:Put*','Resource':'*'}";
        var noS3 = "{'Effect':'Deny','Principal':'*','Action':'s3:*','Resource':'*'}";
        assertBothWays(policy("2012-10-17", all, noS3), policy("2012-10-17", noPut, all), "yes", "no");
        assertBothWays(policy("2012-10-17", noS3), policy("2012-10-17", all), "yes", "no");
        assertBothWays(policy("2012-10-17"), policy("2012-10-17", noS3), "yes", "yes");
        assertBothWays(
                policy("2012-10-17", all, noS3),
                policy("2012-10-17", "{'Effect':'Allow','Principal':'*','NotAction':'s3:*','Resource':'*'}"),
                "yes",
                "yes");
        assertBothWays(
                policy("2012-10-17", all),
                policy(
                        "2012-10-17",
                        noS3.replace("Deny", "Allow"),
                        "{'Effect':'Allow','Principal':'*','NotAction':'s3:*','Resource':'*'}"),
                "yes",
                "yes");
    }

    @Test
    void aDenyWhoseOperatorAsksNothingIsOpen() {
        var all = "{'Effect':'Allow','Principal':'*','Action':'*','Resource':'*'}";
        var deny = "{'Effect':'Deny','Principal':'*','Action':'*','Resource':'*','Condition':{'StringEquals':{}}}";
        assertBothWays(policy("2012-10-17", all, deny), policy("2012-10-17"), "open", "yes");
    }

    @Test
    void theVersionDecidesWhatAVariableIs() {
        var variable = "{'Effect':'Allow','Principal':'*','Action':'*','Resource':'arn:aws:s3:::${*}'}";
        var star = variable.replace("${*}", "*");
        assertThat(within(policy("2008-10-17", variable), policy("2008-10-17", star), INTERFACE))
                .isEqualTo("yes");
        assertThat(within(policy("2012-10-17", variable), policy("2012-10-17", star), INTERFACE))
                .isEqualTo("yes");
        assertThat(within(policy("2012-10-17", variable), policy("2008-10-17", variable), INTERFACE))
                .isEqualTo("no");
        assertThat(within(policy("2008-10-17", variable), policy("2012-10-17", variable), INTERFACE))
                .isEqualTo("no");
    }

    @Test
    void manyKeysShareTheStatesThatTheirValuesMayTake() {
        var patterns = IntStream.range(0, 100)
                .mapToObj(i -> "'k" + i + "':'*a" + "?".repeat(10) + "'")
                .toList();
        var one = where("{'StringLike':{" + patterns.getFirst() + "}}");
        var many = where("{'StringLike':{" + String.join(",", patterns) + "}}");
        assertBothWays(one, where("{'StringNotEquals':{'k0':'b'}}"), "yes", "no");
        assertBothWays(many, where("{'StringNotEquals':{'k0':'b'}}"), "open", "no");
        assertBothWays(many, one, "yes", "open");
    }

    /// Each adds as many cases as there were before, if nothing settles them for all.
    @Test
    void manyPatternsWithALeadingStarAreNotTooMany() {
        var patterns = IntStream.range(0, 40)
                .mapToObj(i -> "'arn:aws:s3:::*name" + i + "-*'")
                .toList();
        var some = allow("'Principal':'*','Action':'*','Resource':" + patterns.subList(0, 30));
        var all = allow("'Principal':'*','Action':'*','Resource':" + patterns);
        assertBothWays(some, all, "yes", "no");
    }

    @Test
    void severalPoliciesLetThroughWhatAllOfThemDo() {
        var s3 = allow("'Principal':'*','Action':'s3:*','Resource':'*'");
        var read = allow("'Principal':'*','Action':['s3:Get*','kms:Get*'],'Resource':'*'");
        var s3Read = allow("'Principal':'*','Action':'s3:Get*','Resource':'*'");
        assertThat(Containment.of(List.of(s3, read), s3Read, INTERFACE)).isEqualTo(new Containment.Contained());
        assertThat(Containment.of(List.of(s3Read), s3, INTERFACE)).isEqualTo(new Containment.Contained());
        assertThat(Containment.of(List.of(s3, s3Read), policy("2012-10-17"), INTERFACE))
                .isInstanceOf(Containment.NotContained.class);
        var noGet = policy(
                "2012-10-17",
                "{'Effect':'Deny','Principal':'*','Action':'s3:Get*','Resource':'*'}",
                "{'Effect':'Allow','Principal':'*','Action':'*','Resource':'*'}");
        assertThat(Containment.of(List.of(s3Read, noGet), policy("2012-10-17"), INTERFACE))
                .isEqualTo(new Containment.Contained());
    }

    @Test
    void whatIsOpenIsNamed() {
        assertThat(Containment.of(
                        where("{'StringEquals':{'k':'a${aws:userid}'}}"), where("{'Null':{'k':'true'}}"), INTERFACE))
                .isEqualTo(
                        new Containment.Unknown("not understood: StringEquals k [\"a${aws:userid}\"] with variables; "
                                + "whether an Allow with a variable in Condition counts where that has no value; "
                                + "whether Null takes an empty k for none"));
        assertThat(Containment.of(
                        where("{'ForAnyValue:StringEquals':{'aws:TagKeys':'a'}}"),
                        where("{'StringEquals':{'aws:TagKeys':'a'}}"),
                        INTERFACE))
                .isEqualTo(new Containment.Unknown(
                        "it depends on whether an operator without a set prefix asks all of several values"));
        assertThat(Containment.of(
                        allow("'Principal':'*','Action':'*','Resource':'arn:aws:sns:*:t'"),
                        allow("'Principal':'*','Action':'*','NotResource':'arn:aws:sns:us:1:t'"),
                        INTERFACE))
                .isEqualTo(new Containment.Unknown(
                        "it depends on whether a wildcard in the front of an ARN crosses a colon"));
        assertThat(Containment.of(
                        where("{'NotIpAddress':{'aws:VpcSourceIp':'0.0.0.0/0'},'Null':{'aws:VpcSourceIp':'false'}}"),
                        policy("2012-10-17"),
                        INTERFACE))
                .isEqualTo(new Containment.Unknown(
                        "it depends on whether callers have IPv6 addresses, and only IPv4 ranges are named"));
    }

    /// The ledger keeps which open questions people were told, by their words: in other words one is told again.
    @Test
    void whomNotPrincipalLeavesOutIsAskedInTheSameWordsAsEver() {
        var all = "{'Effect':'Allow','Principal':'*','Action':'*','Resource':'*'}";
        var allBut = "{'Effect':'%s','NotPrincipal':{'AWS':'111122223333'},'Action':'*','Resource':'*'}";
        assertThat(Containment.notUnderstood(policy("2012-10-17", all, allBut.formatted("Deny")), INTERFACE))
                .containsExactly("whether a Deny reaches users and roles of NotPrincipal [\"111122223333\"]");
        assertThat(Containment.notUnderstood(policy("2012-10-17", allBut.formatted("Allow")), INTERFACE))
                .containsExactly("whether an Allow reaches users and roles of NotPrincipal [\"111122223333\"]");
    }

    /// Two lines that are not understood are one question only if they are one line, whatever stands in their values.
    @Test
    void aCommaInAValueMakesNoList() {
        var two = "{'Effect':'Allow','Principal':'*','Action':'*','Resource':'*',"
                + "'Condition':{'StringEquals':{'aws:PrincipalAccount':['${aws:username}','999999999999']}}}";
        var one = "{'Effect':'Deny','Principal':'*','Action':'*','Resource':'*',"
                + "'Condition':{'StringEquals':{'aws:PrincipalAccount':'${aws:username}, 999999999999'}}}";

        assertThat(Containment.of(policy("2012-10-17", two, one), policy("2012-10-17"), INTERFACE))
                .isNotInstanceOf(Containment.Contained.class);
        assertThat(Containment.of(
                        allow("'Principal':'*','Action':'*','Resource':'${aws:username} with variables'"),
                        policy("2008-10-17", "{'Effect':'Allow','Principal':'*','Action':'*','Resource':'a${*}'}"),
                        INTERFACE))
                .isNotInstanceOf(Containment.Contained.class);
    }

    @Test
    void theWitnessIsARequestThatPeopleUnderstand() {
        assertThat(Containment.of(
                        where("{'StringEquals':{'aws:PrincipalOrgID':['o-a','o-b']}}"),
                        where("{'StringEquals':{'aws:PrincipalOrgID':'o-a'}}"),
                        INTERFACE))
                .isInstanceOfSatisfying(Containment.NotContained.class, outside -> {
                    Request witness = outside.witness();
                    assertThat(witness.principal()).isEqualTo(Request.ANONYMOUS);
                    assertThat(witness.action()).matches("[^:]+:[^:]+");
                    assertThat(witness.resource()).matches("arn:[^:]*:[^:]*:[^:]*:[^:]*:.+");
                    assertThat(witness.context()).hasSize(1).containsEntry("aws:principalorgid", List.of("o-b"));
                    assertThat(witness.complete()).isTrue();
                });
    }
}
