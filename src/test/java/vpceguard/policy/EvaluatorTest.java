package vpceguard.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vpceguard.model.EndpointType;

/// One request, one policy. Conditions have a test of their own.
class EvaluatorTest {
    private static final String USER = "arn:aws:iam::111122223333:user/u";
    private static final String ALL = "{'Effect':'Allow','Principal':'*','Action':'*','Resource':'*'}";

    private static Decision decide(String version, String resource, String... statements) {
        return Evaluator.decide(
                Policies.read(Policies.document(version, statements)),
                new Request(USER, "s3:GetObject", resource, Map.of("aws:userid", List.of("u*")), true),
                EndpointType.INTERFACE);
    }

    private static String with(String effect, String members) {
        return "{'Effect':'" + effect + "'," + members + "}";
    }

    /// What a statement alone decides, and what it leaves of full access as a Deny.
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'Principal':'*','Action':'*','Resource':'*'                                       | ALLOWED
            'Principal':{'AWS':'111122223333'},'Action':'*','Resource':'*'                    | ALLOWED
            'Principal':{'AWS':'444455556666'},'Action':'*','Resource':'*'                    | DENIED
            'Principal':{'AWS':['444455556666','111122223333']},'Action':'*','Resource':'*'   | ALLOWED
            'Principal':{'AWS':'AROATFQR7NSCWWVLB7BES'},'Action':'*','Resource':'*'           | UNKNOWN
            'Principal':{'AWS':['AROATFQR7NSCWWVLB7BES','*']},'Action':'*','Resource':'*'     | ALLOWED
            'Principal':{'AWS':[]},'Action':'*','Resource':'*'                                | UNKNOWN
            'NotPrincipal':{'AWS':[]},'Action':'*','Resource':'*'                             | UNKNOWN
            'Principal':'*','Action':[],'Resource':'*'                                        | UNKNOWN
            'Principal':'*','NotAction':[],'Resource':'*'                                     | UNKNOWN
            'Principal':'*','Action':'*','Resource':[]                                        | UNKNOWN
            'Principal':'*','Action':'*','NotResource':[]                                     | UNKNOWN
            'NotPrincipal':{'AWS':'444455556666'},'Action':'*','Resource':'*'                 | ALLOWED
            'NotPrincipal':{'AWS':'AROATFQR7NSCWWVLB7BES'},'Action':'*','Resource':'*'        | UNKNOWN
            'Action':'*','Resource':'*'                                                       | UNKNOWN
            'Action':'s3:Put*','Resource':'*'                                                 | DENIED
            'Principal':'*','Action':'S3:getobject','Resource':'*'                            | ALLOWED
            'Principal':'*','Action':'s3:Get?bject','Resource':'*'                            | ALLOWED
            'Principal':'*','Action':'s3:GetObject?','Resource':'*'                           | DENIED
            'Principal':'*','Action':['kms:*','s3:G*'],'Resource':'*'                         | ALLOWED
            'Principal':'*','Action':'*Object','Resource':'*'                                 | UNKNOWN
            'Principal':'*','Action':'s*:GetObject','Resource':'*'                            | UNKNOWN
            'Principal':'*','Action':'s?:GetObject','Resource':'*'                            | UNKNOWN
            'Principal':'*','Action':':GetObject','Resource':'*'                              | UNKNOWN
            'Principal':'*','Action':['*Object','s3:*'],'Resource':'*'                        | ALLOWED
            'Principal':'*','NotAction':'s3:*','Resource':'*'                                 | DENIED
            'Principal':'*','NotAction':'kms:*','Resource':'*'                                | ALLOWED
            'Principal':'*','NotAction':'*Object','Resource':'*'                              | UNKNOWN
            'Principal':'*','NotAction':'*','Resource':'*'                                    | DENIED
            'Principal':'*','Action':'*','Resource':'arn:aws:s3:::bucket/*'                   | ALLOWED
            'Principal':'*','Action':'*','Resource':'arn:aws:s3:::bucket'                     | DENIED
            'Principal':'*','Action':'*','Resource':'arn:aws:s3:::BUCKET/key'                 | DENIED
            'Principal':'*','Action':'*','Resource':'arn:aws:s3:::bucket/?ey'                 | ALLOWED
            'Principal':'*','Action':'*','Resource':'arn:*:bucket/key'                        | UNKNOWN
            'Principal':'*','Action':'*','Resource':'arn:aws:s3:*:bucket/key'                 | UNKNOWN
            'Principal':'*','Action':'*','Resource':'arn:aws:s3:*:*:bucket/key'               | ALLOWED
            'Principal':'*','Action':'*','NotResource':'arn:aws:s3:*:bucket/key'              | UNKNOWN
            'Principal':'*','Action':'*','Resource':'bucket/*'                                | UNKNOWN
            'Principal':'*','Action':'*','Resource':['bucket/*','*']                          | ALLOWED
            'Principal':'*','Action':'*','NotResource':'arn:aws:s3:::bucket/*'                | DENIED
            'Principal':'*','Action':'*','NotResource':'arn:aws:s3:::other/*'                 | ALLOWED
            'Principal':'*','Action':'*','NotResource':'other/*'                              | UNKNOWN
            'Principal':'*','Action':'*'                                                      | UNKNOWN
            'Principal':'*','Action':'kms:*'                                                  | DENIED
            """)
    void aStatementAloneDecides(String members, Decision decision) {
        var resource = "arn:aws:s3:::bucket/key";
        assertThat(decide("2012-10-17", resource, with("Allow", members))).isEqualTo(decision);
        assertThat(decide("2012-10-17", resource, ALL, with("Deny", members)))
                .isEqualTo(
                        switch (decision) {
                            case ALLOWED -> Decision.DENIED;
                            case DENIED -> Decision.ALLOWED;
                            case UNKNOWN -> Decision.UNKNOWN;
                        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'AWS':'111122223333'}",
                "{'AWS':'arn:aws:iam::111122223333:user/u'}",
                "{'AWS':['111122223333','arn:aws:iam::111122223333:user/u']}"
            })
    void whomNotPrincipalLeavesOutIsOpen(String names) {
        var members = "'NotPrincipal':%s,'Action':'*','Resource':'*'".formatted(names);
        assertThat(decide("2012-10-17", "*", with("Allow", members))).isEqualTo(Decision.UNKNOWN);
        assertThat(decide("2012-10-17", "*", ALL, with("Deny", members))).isEqualTo(Decision.UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"'*'", "{'AWS':'*'}", "{'AWS':['111122223333','*']}"})
    void anAllowForAllButEverybodyReachesNobody(String names) {
        var members = "'NotPrincipal':%s,'Action':'*','Resource':'*'".formatted(names);
        assertThat(decide("2012-10-17", "*", with("Allow", members))).isEqualTo(Decision.DENIED);
        assertThat(decide("2012-10-17", "*", ALL, with("Deny", members))).isEqualTo(Decision.UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ${aws:username}     | 2012-10-17 | u             | ALLOWED
            ${aws:username}     | 2012-10-17 | ux            | DENIED
            ${aws:username}     | 2012-10-17 | ${aws:username} | DENIED
            ${aws:userid}       | 2012-10-17 | u*            | UNKNOWN
            ${aws:userid}       | 2012-10-17 | ux            | UNKNOWN
            ${aws:userid}       | 2008-10-17 | ${aws:userid} | ALLOWED
            ${aws:userid}       | 2008-10-17 | u*            | DENIED
            ${aws:none}         | 2012-10-17 | x             | DENIED
            ${aws:none, 'x'}    | 2012-10-17 | x             | ALLOWED
            ${aws:userid        | 2012-10-17 | x             | UNKNOWN
            ${*}                | 2012-10-17 | *             | ALLOWED
            ${*}                | 2012-10-17 | x             | DENIED
            b*                  | 2008-10-17 | bx            | ALLOWED
            b*                  | 2012-10-17 | bx            | ALLOWED
            """)
    void aVariableInAResourceIsFilledIn(String variable, String version, String name, Decision decision) {
        var statement = ALL.replace("'Resource':'*'", "'Resource':'arn:aws:s3:::" + variable.replace("'", "#") + "'");
        assertThat(Evaluator.decide(
                        Policies.read(Policies.document(version, statement).replace('#', '\'')),
                        new Request(
                                USER,
                                "s3:GetObject",
                                "arn:aws:s3:::" + name,
                                Map.of("aws:userid", List.of("u*"), "aws:username", List.of("u")),
                                true),
                        EndpointType.INTERFACE))
                .isEqualTo(decision);
    }

    @Test
    void aResourceThatIsExceptedByAnAbsentKeyIsOpen() {
        assertThat(decide(
                        "2012-10-17",
                        "arn:aws:s3:::b",
                        ALL.replace("'Resource':'*'", "'NotResource':'arn:aws:s3:::${aws:none}'")))
                .isEqualTo(Decision.UNKNOWN);
    }

    @Test
    void anExplicitDenyWinsWhereverItStands() {
        var deny = with("Deny", "'Principal':'*','Action':'s3:*','Resource':'*'");
        assertThat(decide("2012-10-17", "*", ALL, deny)).isEqualTo(Decision.DENIED);
        assertThat(decide("2012-10-17", "*", deny, ALL)).isEqualTo(Decision.DENIED);
        assertThat(decide("2012-10-17", "*", deny)).isEqualTo(Decision.DENIED);
        assertThat(decide("2012-10-17", "*")).isEqualTo(Decision.DENIED);
        assertThat(decide("2012-10-17", "*", ALL, ALL)).isEqualTo(Decision.ALLOWED);
    }

    @Test
    void aCertainDenyOutweighsWhatIsOpen() {
        var open = with("Deny", "'Principal':'*','Action':'*Object','Resource':'*'");
        var deny = with("Deny", "'Principal':'*','Action':'s3:*','Resource':'*'");
        assertThat(decide("2012-10-17", "*", ALL, open, deny)).isEqualTo(Decision.DENIED);
        assertThat(decide("2012-10-17", "*", open)).isEqualTo(Decision.DENIED);
        assertThat(decide("2012-10-17", "*", ALL, open)).isEqualTo(Decision.UNKNOWN);
    }

    @Test
    void anAccountOnAGatewayIsItsRootUserAlone() {
        var policy = Policies.read(
                Policies.document("2012-10-17", ALL.replace("'Principal':'*'", "'Principal':{'AWS':'111122223333'}")));
        var request = new Request(USER, "s3:GetObject", "*", Map.of(), true);
        assertThat(Evaluator.decide(policy, request, EndpointType.INTERFACE)).isEqualTo(Decision.ALLOWED);
        assertThat(Evaluator.decide(policy, request, EndpointType.GATEWAY)).isEqualTo(Decision.DENIED);
    }

    @Test
    void whatCannotBeToldFromATokenIsOpen() {
        assertThat(decide("2012-10-17", "*", ALL.replace("'Action':'*'", "'Action':'s3:\uE000'")))
                .isEqualTo(Decision.UNKNOWN);
        assertThat(decide("2012-10-17", "*", ALL.replace("'Resource':'*'", "'Resource':'arn:\uE000'")))
                .isEqualTo(Decision.UNKNOWN);
    }

    @Test
    void aRequestIsASentenceAndJson() {
        var request = new Request(
                "anonymous",
                "s3:GetObject",
                "*",
                Map.of("AWS:TagKeys", List.of("a", "b"), "aws:Key", List.of("v")),
                true);
        assertThat(request.sentence()).isEqualTo("anonymous, s3:GetObject, *, with aws:key = v; aws:tagkeys = a, b");
        assertThat(new Request("anonymous", "s3:GetObject", "*", Map.of(), true).sentence())
                .isEqualTo("anonymous, s3:GetObject, *");
        assertThat(vpceguard.json.JsonWriter.compact(request.json()))
                .isEqualTo(Policies.json("{'principal':'anonymous','action':'s3:GetObject','resource':'*',"
                        + "'context':{'aws:key':'v','aws:tagkeys':['a','b']}}"));
    }
}
