package vpceguard.policy.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vpceguard.model.EndpointType;
import vpceguard.policy.Actions;
import vpceguard.policy.Effect;
import vpceguard.policy.Policies;
import vpceguard.policy.Policy;
import vpceguard.policy.ReferenceEvaluator;
import vpceguard.policy.RequestSampler;
import vpceguard.policy.Resources;
import vpceguard.policy.Statement;

/// Policies compiled to Deny form: the same requests pass, or there is a refusal.
class BoundTest {
    private static final int REQUESTS = 2_000;

    private static Policy policy(String... members) {
        return Policies.read(Policies.document(
                "2012-10-17",
                Arrays.stream(members)
                        .map(member -> "{'Effect':'Allow','Principal':'*'," + member + "}")
                        .toArray(String[]::new)));
    }

    private static Bound bound(Policy policy) {
        return Bound.of(policy, EndpointType.INTERFACE)
                .orElseThrow(() -> new AssertionError("not compiled: " + policy.text()));
    }

    /// Requests drawn near both forms pass one if and only if they pass the other.
    private static void assertSame(Policy policy, Bound bound) {
        var near = new ArrayList<Statement>(policy.statements());
        near.addAll(bound.denies());
        var denyForm = Policies.denyForm(bound);
        assertThat(new RequestSampler(near)
                        .key("aws:PrincipalOrgID", "o-foreign000")
                        .disagreement(
                                11,
                                REQUESTS,
                                request -> ReferenceEvaluator.allows(policy, request)
                                        == ReferenceEvaluator.allows(denyForm, request)))
                .isEmpty();
    }

    @Test
    void callsByNameAreCasesOfTheirOwn() {
        var bound = bound(policy(
                "'Action':'s3:GetObject','Resource':'arn:aws:s3:::a/*'",
                "'Action':'s3:PutObject','Resource':'arn:aws:s3:::b/*'",
                "'Action':'S3:putobject','Resource':'arn:aws:s3:::d/*'",
                "'Action':'*','Resource':'arn:aws:s3:::c/*'"));
        assertThat(bound.denies())
                .extracting(Statement::sid, Statement::actions, Statement::resources)
                .containsExactly(
                        tuple(
                                Optional.of("VpceGuard1"),
                                new Actions.Only(List.of("s3:GetObject")),
                                new Resources.AllExcept(List.of("arn:aws:s3:::a/*", "arn:aws:s3:::c/*"))),
                        tuple(
                                Optional.of("VpceGuard2"),
                                new Actions.Only(List.of("s3:PutObject")),
                                new Resources.AllExcept(
                                        List.of("arn:aws:s3:::b/*", "arn:aws:s3:::d/*", "arn:aws:s3:::c/*"))),
                        tuple(
                                Optional.of("VpceGuard3"),
                                new Actions.AllExcept(List.of("s3:GetObject", "s3:PutObject")),
                                new Resources.AllExcept(List.of("arn:aws:s3:::c/*"))));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'Action':'*','Resource':'*'                                                                      | 0
            'Action':'s3:*','Resource':'*'                                                                   | 1
            'Action':['s3:Get*','kms:Decrypt'],'Resource':['arn:aws:s3:::a/*','arn:aws:s3:::b']              | 2
            'Action':'*','Resource':'*','Condition':{'StringEquals':{'aws:PrincipalOrgID':'o-a1b2c3d4e5'}}    | 1
            'Action':'*','Resource':'*','Condition':{'StringEquals':{'aws:PrincipalOrgID':'o-a','aws:ResourceOrgID':'o-a'}} | 2
            'Action':'*','Resource':'*','Condition':{'StringLike':{'aws:PrincipalArn':'arn:aws:iam::*:role/x*'}} | 1
            'Action':'*','Resource':'*','Condition':{'Bool':{'aws:SecureTransport':'true'}}                  | 1
            'Action':'*','Resource':'*','Condition':{'BoolIfExists':{'aws:ViaAWSService':'false'}}           | 1
            'Action':'*','Resource':'*','Condition':{'Null':{'aws:PrincipalOrgID':'false'}}                  | 1
            'Action':'*','Resource':'*','Condition':{'NotIpAddress':{'aws:VpcSourceIp':'10.0.0.0/8'}}        | 1
            'Action':'*','Resource':'*','Condition':{'NumericLessThan':{'s3:max-keys':5}}                    | 1
            'Action':'*','Resource':'*','Condition':{'ForAllValues:StringEquals':{'aws:TagKeys':['a','b']}}  | 1
            'Action':'*','Resource':'*','Condition':{'ForAnyValue:StringLike':{'aws:CalledVia':'a*'}}        | 1
            'Action':'s3:*','Resource':'*','Condition':{'StringNotEquals':{'aws:PrincipalAccount':['1','2']}} | 2
            """)
    void aStatementIsCompiled(String members, int denies) {
        var policy = policy(members);
        var bound = bound(policy);
        assertThat(bound.denies()).hasSize(denies).allMatch(deny -> deny.effect() == Effect.DENY);
        assertThat(bound.isEverything()).isEqualTo(denies == 0);
        assertThat(bound.allows()).isEqualTo(policy.statements());
        assertSame(policy, bound);
    }

    @Test
    void partnersWithDifferentActionsStayLinear() {
        var members = IntStream.range(0, 30)
                .mapToObj(i -> "'Action':['s3:Get" + i + "','s3:Put*'],'Resource':'*','Condition':{'StringEquals':"
                        + "{'aws:PrincipalAccount':'4444555500" + (10 + i) + "'}}")
                .toArray(String[]::new);
        var bound = bound(policy(members));
        assertThat(bound.denies()).hasSize(31);
        assertThat(Policies.denyForm(bound).text()).hasSizeLessThan(Policy.LONGEST);
    }

    @Test
    void valuesWithTheSameActionsShareAStatement() {
        var accounts = IntStream.range(0, 30)
                .mapToObj(i -> "'4444555500" + (10 + i) + "'")
                .collect(Collectors.joining(",", "[", "]"));
        var policy = policy(
                "'Action':'s3:Get*','Resource':'*','Condition':{'StringEquals':{'aws:PrincipalAccount':" + accounts
                        + "}}",
                "'Action':'*','Resource':'*','Condition':{'StringEquals':{'aws:PrincipalOrgID':'o-a1b2c3d4e5'}}",
                "'Action':'*','Resource':'arn:aws:s3:::public/*'");
        var bound = bound(policy);
        assertThat(bound.denies()).hasSizeBetween(1, 4);
        assertSame(policy, bound);
    }

    @Test
    void denyStatementsAreKeptInBothForms() {
        var policy = Policies.read(Policies.document(
                "2012-10-17",
                "{'Effect':'Allow','Principal':'*','Action':'*','Resource':'*','Condition':{'StringEquals':"
                        + "{'aws:PrincipalOrgID':'o-a1b2c3d4e5'}}}",
                "{'Effect':'Deny','Principal':'*','Action':'s3:Delete*','Resource':'*'}"));
        var bound = bound(policy);
        assertThat(bound.stops()).containsExactlyElementsOf(policy.denies().toList());
        assertThat(bound.denies()).hasSize(2).containsAll(bound.stops());
        assertThat(bound.statements()).isEqualTo(policy.statements());
        assertSame(policy, bound);
    }

    @Test
    void theShorterFormIsThePolicy() {
        var allowed = bound(policy("'Action':['a:b','c:d'],'Resource':['arn:aws:s3:::x','arn:aws:s3:::y'],"
                + "'Condition':{'Bool':{'aws:SecureTransport':'true'}}"));
        assertThat(allowed.denies()).hasSize(3);
        assertThat(allowed.policy().denies()).isEmpty();
        var denied = bound(policy(
                "'Action':'s3:*','Resource':'*'",
                "'Action':'kms:*','Resource':'*'",
                "'Action':'ec2:*','Resource':'*'"));
        assertThat(denied.denies()).hasSize(1);
        assertThat(denied.policy().denies()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'Principal':{'AWS':'111122223333'},'Action':'*','Resource':'*'",
                "'NotPrincipal':'*','Action':'*','Resource':'*'",
                "'Action':'*','Resource':'*'",
                "'Principal':'*','Action':'*','Resource':'arn:aws:s3:::${aws:userid}'",
                "'Principal':'*','NotAction':'s3:*','Resource':'*'",
                "'Principal':'*','Action':'*','NotResource':'arn:aws:s3:::x'",
                "'Principal':'*','Action':'*'",
                "'Principal':'*','Action':'*','Resource':'*','Condition':{'StringEqualsIfExists':{'aws:SourceVpc':'v'}}",
                "'Principal':'*','Action':'*','Resource':'*','Condition':{'BinaryEquals':{'k':'QQ=='}}",
                "'Principal':'*','Action':'*','Resource':'*','Condition':{'StringEquals':{'k':'a','K':'b'}}",
                "'Principal':'*','Action':'*Execution','Resource':'*'"
            })
    void whatCannotBeCompiledIsRefused(String members) {
        assertThat(Bound.of(
                        Policies.read(Policies.document("2012-10-17", "{'Effect':'Allow'," + members + "}")),
                        EndpointType.INTERFACE))
                .isEmpty();
    }

    @Test
    void aComplementThatGrowsTooLongIsRefused() {
        var many = IntStream.range(0, 201)
                .mapToObj(i -> "'Action':'s3:A" + i + "','Resource':'*','Condition':{'StringEquals':"
                        + "{'aws:PrincipalAccount':'" + (100_000_000_000L + i) + "'}}")
                .toArray(String[]::new);
        assertThat(Complement.of(policy(Arrays.copyOf(many, 199)).statements())).isPresent();
        assertThat(Complement.of(policy(many).statements())).isEmpty();
        assertThat(Complement.of(List.of()).orElseThrow())
                .as("nothing is allowed")
                .hasSize(1);
    }
}
