package vpceguard.policy.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import vpceguard.model.EndpointType;
import vpceguard.policy.Decision;
import vpceguard.policy.Evaluator;
import vpceguard.policy.Policies;
import vpceguard.policy.Policy;
import vpceguard.policy.ReferenceEvaluator;
import vpceguard.policy.Request;
import vpceguard.policy.RequestSampler;
import vpceguard.policy.Statement;
import vpceguard.policy.WritingRules;

/// The three ways to tighten, when each is taken, and when none is.
class TighteningTest {
    private static final EndpointType INTERFACE = EndpointType.INTERFACE;
    private static final String ALL = "{'Effect':'Allow','Principal':'*','Action':'*','Resource':'*'}";
    private static final String IN_ORGANIZATION = "'Condition':{'StringEquals':{'aws:PrincipalOrgID':'o-a1b2c3d4e5'}}";
    private static final String OURS =
            "{'Sid':'Ours','Effect':'Allow','Principal':'*','Action':'*','Resource':'*'," + IN_ORGANIZATION + "}";
    private static final String NOT_OURS = "{'Sid':'NotOurs','Effect':'Deny','Principal':'*','Action':'*',"
            + "'Resource':'*'," + IN_ORGANIZATION.replace("StringEquals", "StringNotEquals") + "}";
    private static final Bound BOUND =
            new Bound(policy(OURS).statements(), policy(NOT_OURS).statements());

    private static Policy policy(String... statements) {
        return Policies.read(Policies.document("2012-10-17", statements));
    }

    private static String allow(String members) {
        return "{'Effect':'Allow','Principal':'*'," + members + "}";
    }

    private static Tightening.Written written(Policy old, Bound bound, EndpointType type) {
        return switch (Tightening.of(old, bound, Optional.empty(), type)) {
            case Tightening.Written written -> {
                assertThat(ProofCheck.fault(
                                written.proof(), old.text(), written.policy().text(), bound, type))
                        .isEmpty();
                assertThat(WritingRules.fault(written.policy(), old, type)).isEmpty();
                yield written;
            }
            case Tightening.Unchanged unchanged -> throw new AssertionError(unchanged.toString());
            case Tightening.Refused refused -> throw new AssertionError(refused.toString());
        };
    }

    private static Tightening.Written written(String... statements) {
        return written(policy(statements), BOUND, INTERFACE);
    }

    /// On AWS STS the old policy keeps federated callers out, and a ceiling that lets some in must not open it to them.
    @Test
    void theAwsPrincipalsAreNotReplacedByEverybody() {
        var old = policy("{'Effect':'Allow','Principal':{'AWS':'*'},'Action':'*','Resource':'*'}");
        var federated = new Request(
                Request.ANONYMOUS, "sts:AssumeRoleWithSAML", "arn:aws:iam::111122223333:role/ours", Map.of(), true);

        var ceiling = policy(OURS, allow("'Action':'sts:AssumeRoleWithSAML','Resource':'*'"));

        var written = written(old, Bound.of(ceiling, INTERFACE).orElseThrow(), INTERFACE);

        assertThat(Evaluator.decide(ceiling, federated, INTERFACE)).isEqualTo(Decision.ALLOWED);
        assertThat(Evaluator.decide(old, federated, INTERFACE)).isEqualTo(Decision.DENIED);
        assertThat(written.proof().how()).isNotEqualTo(Proof.How.REPLACE);
        assertThat(Containment.of(written.policy(), old, INTERFACE)).isInstanceOf(Containment.Contained.class);
        assertThat(Evaluator.decide(written.policy(), federated, INTERFACE)).isEqualTo(Decision.DENIED);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'Effect':'Deny','Principal':'*','Action':'s3:*','Resource':'*'}       | it allows nothing at all
            {'Sid':'x','Effect':'Allow','Principal':'*','Action':'*','Resource':['*'],'Condition':{'StringEquals':{'AWS:PrincipalOrgId':['o-a1b2c3d4e5']}}} | each of its Allow statements is one of the ceiling's
            {'Effect':'Allow','Principal':'*','Action':'s3:*','Resource':'*','Condition':{'StringEquals':{'aws:PrincipalOrgID':'o-a1b2c3d4e5'}}} | every request that it lets through lies inside
            {'Effect':'Allow','Principal':{'AWS':'*'},'Action':'*','Resource':'*','Condition':{'StringEquals':{'aws:PrincipalOrgID':'o-a1b2c3d4e5'}}} | every request that it lets through lies inside
            """)
    void whatLiesInsideStaysAsItIs(String statement, String because) {
        assertThat(Tightening.of(policy(statement), BOUND, Optional.empty(), INTERFACE))
                .isEqualTo(new Tightening.Unchanged(because));
        assertThat(Tightening.of(policy(statement), policy(OURS), INTERFACE))
                .isEqualTo(new Tightening.Unchanged(because));
    }

    @Test
    void whatWasAppendedOnceIsNotAppendedAgain() {
        assertThat(Tightening.of(policy(ALL, NOT_OURS.replace("NotOurs", "any")), BOUND, Optional.empty(), INTERFACE))
                .isEqualTo(new Tightening.Unchanged("it denies all that lies outside"));
    }

    @Test
    void fullAccessGivesWayToTheCeiling() {
        var deny = "{'Effect':'Deny','Principal':'*','Action':'s3:Delete*','Resource':'*'}";
        var written = written(Policies.read(Policies.document("2008-10-17", deny, ALL)), BOUND, INTERFACE);
        assertThat(written.policy().text()).isEqualTo(Policies.document("2012-10-17", OURS, deny));
        assertThat(written.proof().how()).isEqualTo(Proof.How.REPLACE);
        assertThat(written.proof().basis()).isEqualTo(Proof.Basis.THEOREM);
        assertThat(written.proof().statements()).isEqualTo(1);
        assertThat(written.proof().cutOff()).isNotEmpty();
    }

    /// Without the tag AWS may take all of the statement for invalid: then the ceiling would let more through.
    @Test
    void fullAccessThatAVariableMayInvalidateIsNotReplaced() {
        var written = written(allow("'Action':'*','Resource':['*','arn:aws:s3:::${aws:PrincipalTag/none}/*']"));
        assertThat(written.proof().how()).isNotEqualTo(Proof.How.REPLACE);
    }

    /// The checker knows no variables, so that it believes none of these.
    @ParameterizedTest
    @ValueSource(strings = {"${*}", "${", "${aws:PrincipalTag/team, none}"})
    void fullAccessBesideWhatLooksLikeAVariableIsTightenedToo(String text) {
        var written = written(allow("'Action':'*','Resource':['*','arn:aws:s3:::b/" + text + "']"));
        assertThat(written.proof().how() == Proof.How.REPLACE).isEqualTo(text.equals("${*}"));
    }

    /// A Sid means nothing, though others stay.
    @Test
    void whatLooksLikeAVariableInANameStopsNothing() {
        var deny = "{'Sid':'Kept','Effect':'Deny','Principal':'*','Action':'s3:Delete*','Resource':'*'}";
        var written = written(ALL.replace("{'Effect", "{'Sid':'x${y}','Effect"), deny);
        assertThat(written.proof().how()).isEqualTo(Proof.How.REPLACE);
        assertThat(written.proof().basis()).isEqualTo(Proof.Basis.THEOREM);
    }

    @Test
    void anAllowThatGrantsAllOfTheCeilingGivesWayToo() {
        var ceiling = policy(allow("'Action':'s3:Get*','Resource':'*'," + IN_ORGANIZATION));
        var bound = Bound.of(ceiling, INTERFACE).orElseThrow();
        var deny = "{'Sid':'VpceGuard','Effect':'Deny','Principal':'*','Action':'s3:GetBucket*','Resource':'*'}";
        var old = Policies.read(Policies.document("2008-10-17", allow("'Action':'s3:*','Resource':'*'"), deny));
        var written = written(old, bound, INTERFACE);
        assertThat(written.proof().how()).isEqualTo(Proof.How.REPLACE);
        assertThat(written.proof().basis()).isEqualTo(Proof.Basis.PROCEDURE);
        assertThat(written.policy().version())
                .as("a version is only raised by the theorem")
                .hasValue("2008-10-17");
        assertThat(written.policy().statements().getFirst().sid())
                .as("a planted Sid")
                .hasValue("VpceGuardx");
        assertThat(written.policy().statements().getLast())
                .isEqualTo(old.statements().getLast());
    }

    @Test
    void anAllowIsNarrowedAndWhatFitsStaysLetterForLetter() {
        var fits = "{'Sid':'own','Effect':'Allow','Principal':{'AWS':['*']},'Action':['s3:PutObject'],'Resource':'*',"
                + IN_ORGANIZATION + "}";
        var wide = "{'Resource':['arn:aws:s3:::b/*'],'Effect':'Allow','Action':'s3:GetObject','Principal':'*'}";
        var deny = "{'Effect':'Deny','Principal':'*','Action':'*','Resource':'arn:aws:s3:::b/secret*'}";
        var written = written(deny, wide, fits);
        assertThat(written.proof().how()).isEqualTo(Proof.How.NARROW);
        assertThat(written.proof().basis()).isEqualTo(Proof.Basis.PROCEDURE);
        assertThat(written.proof().statements()).as("kept").isEqualTo(2);
        assertThat(written.policy().text())
                .isEqualTo(Policies.document(
                        "2012-10-17", deny, wide.replaceFirst("}$", "," + IN_ORGANIZATION + "}"), fits));
    }

    @Test
    void partsOfAStatementHaveSidsOfTheirOwn() {
        var ceiling = policy(
                allow("'Action':'s3:Get*','Resource':'*'"),
                allow("'Action':'s3:Put*','Resource':'*'," + IN_ORGANIZATION),
                "{'Effect':'Allow','Principal':'*','NotAction':'s3:*','Resource':'*'}");
        var named = "{'Sid':'a','Effect':'Allow','Principal':'*','Action':['s3:GetObject','s3:PutObject'],"
                + "'Resource':'arn:aws:s3:::b*'}";
        assertThat(Tightening.of(policy(named, named.replace("'a'", "'a2'").replace("b*", "c*")), ceiling, INTERFACE))
                .isInstanceOfSatisfying(Tightening.Written.class, written -> {
                    assertThat(written.proof().how()).isEqualTo(Proof.How.NARROW);
                    assertThat(written.policy().statements().stream()
                                    .map(Statement::sid)
                                    .map(Optional::orElseThrow))
                            .containsExactly("a", "a2", "a22", "a23");
                });
    }

    @Test
    void anEmptyIntersectionIsWrittenToo() {
        var bound = Bound.of(policy(allow("'Action':'kms:*','Resource':'*'")), INTERFACE)
                .orElseThrow();
        var written = written(policy(allow("'Action':'s3:*','Resource':'*'")), bound, INTERFACE);
        assertThat(written.policy().text()).isEqualTo(Policies.document("2012-10-17"));
    }

    @Test
    void whatCannotBeMetIsDeniedBehind() {
        var open = allow("'Action':'s3:*','Resource':'*','Condition':{'StringEquals':{'aws:PrincipalOrgID':'${x}'}}");
        var planted = "{'Sid':'NotOurs','Effect':'Deny','Principal':'*','Action':'s3:Put*','Resource':'*'}";
        var written = written(open, planted);
        assertThat(written.proof().how()).isEqualTo(Proof.How.APPEND);
        assertThat(written.proof().statements()).isEqualTo(2);
        assertThat(written.policy().text())
                .isEqualTo(Policies.document("2012-10-17", open, planted, NOT_OURS.replace("NotOurs", "NotOursx")));
    }

    @Test
    void anOldCeilingsStatementsStayBesideTheNew() {
        var stale = NOT_OURS.replace("o-a1b2c3d4e5", "o-former0000");
        var open = allow("'Action':'s3:*','Resource':'*','Condition':{'StringLike':{'s3:prefix':'a*'}}");
        var written = written(open, stale);
        assertThat(written.policy().text())
                .isEqualTo(Policies.document("2012-10-17", open, stale, NOT_OURS.replace("NotOurs", "NotOursx")));
    }

    @Test
    void aGatewaysNamedPrincipalIsNotWrittenAgainInAnotherStatement() {
        var named = "{'Effect':'Allow','Principal':{'AWS':'arn:aws:iam::111122223333:role/app'},'Action':'s3:*',"
                + "'Resource':'*'}";
        assertThat(written(policy(named), BOUND, EndpointType.GATEWAY).proof().how())
                .isEqualTo(Proof.How.APPEND);
        assertThat(written(policy(named), BOUND, INTERFACE).proof().how()).isEqualTo(Proof.How.NARROW);
    }

    @Test
    void whatAwsWouldRefuseTodayIsNotWrittenAnew() {
        var shortWildcard = allow("'Action':'s3:*','Resource':'*','Condition':{'StringLike':{'s3:prefix':'a*'}}");
        var written = written(policy(shortWildcard), BOUND, INTERFACE);
        assertThat(written.proof().how()).isEqualTo(Proof.How.APPEND);
        assertThat(written.policy().statements().getFirst())
                .isEqualTo(policy(shortWildcard).statements().getFirst());
    }

    @Test
    void aCeilingThatAwsWouldRefuseIsNotWritten() {
        var ceiling = policy(
                allow("'Action':'s3:*','Resource':'*'"),
                "{'Effect':'Deny','NotPrincipal':{'AWS':'111122223333'},'Action':'s3:Put*','Resource':'*'}");
        for (var old : List.of(ALL, allow("'Action':'s3:*','Resource':'*'"))) {
            assertThat(Tightening.of(policy(old), ceiling, INTERFACE)).isInstanceOf(Tightening.Written.class);
            assertThat(Tightening.of(policy(old), ceiling, EndpointType.GATEWAY))
                    .isEqualTo(new Tightening.Refused("AWS would refuse the tightened policy: a statement of a gateway"
                            + " endpoint's policy names a principal, only \"*\" is allowed"));
        }
    }

    @Test
    void whatIsPlainTextInTheCeilingNeverBecomesAVariable() {
        var ceiling = Policies.read(Policies.document(
                "2008-10-17",
                ALL,
                "{'Effect':'Deny','Principal':'*','Action':'s3:*','Resource':'arn:aws:s3:::${aws:userid}'}"));
        var open = "{'ForAnyValue:StringEqualsIfExists':{'app:labels':'a'}}";
        assertThat(Tightening.of(policy(ALL.replace("}", ",'Condition':" + open + "}")), ceiling, INTERFACE))
                .isInstanceOf(Tightening.Refused.class);
    }

    @Test
    void theVersionStaysWhereStatementsAreKept() {
        for (var version : List.of("2008-10-17", "2012-10-17")) {
            var old = Policies.read(
                    Policies.document(version, allow("'Action':'s3:*','Resource':'arn:aws:s3:::${aws:userid}/*'")));
            assertThat(written(old, BOUND, INTERFACE).policy().version()).hasValue(version);
        }
        var none = Policies.read(Policies.json("{'Statement':" + allow("'Action':'s3:*','Resource':'*'") + "}"));
        assertThat(written(none, BOUND, INTERFACE).policy().version()).isEmpty();
    }

    @Test
    void fullAccessIsDeniedBehindWhereTheCeilingIsTooLong() {
        var wordy = OURS.replace("'Action':'*'", "'Action':'s3:" + "x".repeat(500) + "'");
        var bound = new Bound(policy(OURS, wordy).statements(), policy(NOT_OURS).statements());
        var deny = "{'Effect':'Deny','Principal':'*','Action':'s3:Delete#','Resource':'*'}";
        var filler = "x".repeat(Policy.LONGEST - 300 - policy(ALL, deny).text().length());
        var written = written(policy(ALL, deny.replace("#", filler)), bound, INTERFACE);
        assertThat(written.proof().how()).isEqualTo(Proof.How.APPEND);
        assertThat(written.proof().basis()).isEqualTo(Proof.Basis.THEOREM);
    }

    @Test
    void whatDoesNotFitIsRefused() {
        var text = allow("'Action':'s3:*','Resource':'*','Condition':{'StringLike':{'k':'a*','x':'x'}}");
        var filler = "x".repeat(Policy.LONGEST - policy(text).text().length());
        var old = policy(text.replace("'x':'", "'x':'" + filler));
        assertThat(old.text()).hasSize(Policy.LONGEST);
        assertThat(Tightening.of(old, BOUND, Optional.empty(), INTERFACE))
                .isInstanceOfSatisfying(
                        Tightening.Refused.class,
                        refused -> assertThat(refused.reason())
                                .matches(
                                        "the tightened policy would have 20[5-7]\\d\\d characters, AWS accepts 20480"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"'*'", "'s3:*'", "'*Execution'"})
    void namesThatMeanNothingAreLeftOutWhereTheyLeaveNoRoom(String action) {
        var text = Policies.document(
                "2012-10-17",
                allow("'Action':" + action + ",'Resource':'*'"),
                "{'Effect':'Deny'," + "'Principal':'*','Action':'s3:PutObject','Resource':'*'}");
        var filler = "x".repeat(Policy.LONGEST - text.length() - 20);
        for (var padded : List.of(
                text.replaceFirst("\\{", "{\"Id\":\"" + filler + "\","),
                text.replace("{\"Effect\":\"Deny\"", "{\"Sid\":\"" + filler + "\",\"Effect\":\"Deny\""))) {
            var old = Policies.read(padded);
            var written = written(old, BOUND, INTERFACE);
            assertThat(written.policy().text()).doesNotContain(filler);
            assertThat(ProofCheck.fault(
                            written.proof(), padded, written.policy().text(), BOUND, INTERFACE))
                    .isEmpty();
        }
    }

    @Test
    void namesAreLeftOutOfWhatNobodyUnderstandsToo() {
        var sid = "x".repeat(90);
        var statements = IntStream.range(0, 75)
                .mapToObj(i -> "{'Sid':'" + sid + i + "','Effect':'Allow','Principal':'*','Action':'s3:*','Resource':'"
                        + "arn:aws:s3:::*" + (char) ('a' + i % 26) + "?".repeat(12) + i + "'}")
                .toArray(String[]::new);
        var text = policy(statements).text();
        var old = Policies.read(text.replaceFirst(sid, sid + "x".repeat(Policy.LONGEST - text.length())));
        assertThat(old.text()).hasSize(Policy.LONGEST);
        var written = written(old, BOUND, INTERFACE);
        assertThat(written.policy().text()).doesNotContain(sid);
        assertThat(written.proof().how()).isEqualTo(Proof.How.APPEND);
        assertThat(written.proof().basis()).isEqualTo(Proof.Basis.THEOREM);
    }

    @Test
    void withoutAComplementOnlyTheFirstTwoWaysAreOpen() {
        var ceiling =
                policy("{'Effect':'Allow','Principal':'*','NotAction':'kms:*','Resource':'*'," + IN_ORGANIZATION + "}");
        assertThat(Bound.of(ceiling, INTERFACE)).isEmpty();
        assertThat(Tightening.of(policy(ALL), ceiling, INTERFACE))
                .isInstanceOfSatisfying(
                        Tightening.Written.class,
                        written -> assertThat(written.proof().how()).isEqualTo(Proof.How.REPLACE));
        assertThat(Tightening.of(policy(allow("'Action':'s3:*','Resource':'*'")), ceiling, INTERFACE))
                .isInstanceOfSatisfying(
                        Tightening.Written.class,
                        written -> assertThat(written.proof().how()).isEqualTo(Proof.How.NARROW));
        assertThat(Tightening.of(policy(allow("'Action':'*Execution','Resource':'*'")), ceiling, INTERFACE))
                .isInstanceOfSatisfying(
                        Tightening.Refused.class,
                        refused -> assertThat(refused.reason())
                                .startsWith("no way to write what both let through is proved"));
    }

    /// Whether what is no number passes NumericLessThan is open, and so is whether it passes the opposite.
    @Test
    void aTagMayBeNoNumberSoThatNoComplementIsAppended() {
        var old = policy(allow("'Action':'*','Resource':'*','Condition':{'StringEquals':{'s3:prefix':'a'}}"));
        var ceiling = policy(
                allow("'Action':'*','Resource':'*','Condition':{'NumericLessThan':{'aws:RequestTag/size':'10'}}"),
                allow("'Action':'*','Resource':'*','Condition':{'NumericGreaterThan':{'aws:RequestTag/size':'20'}}"));
        assertThat(Bound.of(ceiling, INTERFACE)).isEmpty();
        assertThat(Tightening.of(old, ceiling, INTERFACE))
                .isInstanceOfSatisfying(
                        Tightening.Written.class,
                        written -> assertThat(written.proof().how()).isEqualTo(Proof.How.NARROW));
    }

    @ParameterizedTest
    @MethodSource("vpceguard.policy.Policies#texts")
    void everyFixtureLetsThroughExactlyWhatBothDo(String text) {
        var old = Policies.read(text);
        for (var type : List.of(INTERFACE, EndpointType.GATEWAY)) {
            if (Tightening.of(old, Policies.bound(), Optional.empty(), type) instanceof Tightening.Unchanged) {
                continue;
            }
            var written = written(old, Policies.bound(), type);
            assertThat(Tightening.of(written.policy(), Policies.bound(), Optional.empty(), type))
                    .as("once more")
                    .isInstanceOf(Tightening.Unchanged.class);
            written.proof()
                    .cutOff()
                    .forEach(request -> assertThat(vpceguard.policy.Evaluator.decide(written.policy(), request, type))
                            .isEqualTo(vpceguard.policy.Decision.DENIED));
            var near = new ArrayList<Statement>(written.policy().statements());
            near.addAll(old.statements());
            var ceiling = Policies.denyForm(Policies.bound());
            assertThat(new RequestSampler(near)
                            .disagreement(
                                    3,
                                    500,
                                    request -> ReferenceEvaluator.allows(written.policy(), request)
                                            == (ReferenceEvaluator.allows(old, request)
                                                    && ReferenceEvaluator.allows(ceiling, request))))
                    .isEmpty();
        }
    }
}
