package vpceguard.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import vpceguard.json.Json;
import vpceguard.json.Parsed;
import vpceguard.model.EndpointType;
import vpceguard.policy.proof.Containment;
import vpceguard.policy.proof.Proof;
import vpceguard.policy.proof.Tightening;

/// Texts as long as a policy may be, made to crash or to stall whoever reads them.
class HostilePolicyTest {
    private static final int LONGEST = Policy.LONGEST;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static String allow(String members) {
        return Policies.document("2012-10-17", "{'Effect':'Allow','Principal':'*'," + members + "}");
    }

    /// A list of as many texts as fit.
    private static String list(String item) {
        return "['" + (item + "','").repeat(LONGEST / (item.length() + 3) - 100) + item + "']";
    }

    /// Different items.
    private static String numbered(String item) {
        return numbered(item, 300);
    }

    private static String numbered(String item, int count) {
        return IntStream.range(0, count).mapToObj(item::formatted).collect(Collectors.joining(","));
    }

    /// Statements of which each has many cases.
    private static String[] many() {
        return IntStream.range(0, 12)
                .mapToObj(i -> "{'Effect':'Allow','Principal':'*','Action':["
                        + numbered("'" + i + "%d'").substring(0, 69) + "'],'Resource':["
                        + numbered("'" + i + "%d'").substring(0, 1_301) + "']}")
                .toArray(String[]::new);
    }

    static List<String> unreadable() {
        return List.of(
                "\uFEFF" + Policies.FULL_ACCESS,
                "{\"Statement\":" + "[".repeat(LONGEST - 13),
                "{\"Statement\":" + "{\"Statement\":".repeat(LONGEST / 13 - 1),
                "{\"Statement\":" + "[".repeat(60) + "]".repeat(60) + "}",
                "{\"Statement\":[" + "{},".repeat(LONGEST / 3 - 10) + "{}]}",
                "{\"Statement\":[],\"" + "\\u0041".repeat(LONGEST / 6 - 10) + "\":1}",
                "{\"Version\":\"" + "\\ud800".repeat(LONGEST / 6 - 10) + "\",\"Statement\":[]}",
                Policies.FULL_ACCESS + "\u0000",
                Policies.FULL_ACCESS + Policies.FULL_ACCESS,
                Policies.FULL_ACCESS.replace("\"*\"", "\"\\*\""),
                Policies.FULL_ACCESS.replace("Allow", "\\uD83DAllow"));
    }

    @ParameterizedTest
    @MethodSource("unreadable")
    void whatIsNoPolicyIsRefusedWithoutDelay(String text) {
        var read = assertTimeoutPreemptively(PATIENCE, () -> PolicyReader.read(text));
        assertThat(read)
                .isInstanceOfSatisfying(
                        Parsed.Malformed.class,
                        malformed ->
                                assertThat(malformed.reason()).matches("[ -~]+").hasSizeLessThan(2_000));
    }

    static List<String> readable() {
        var digits = "9".repeat(LONGEST / 2);
        return List.of(
                allow("'Action':'" + "*?".repeat(LONGEST / 2 - 100) + "','Resource':'*'"),
                allow("'Action':'*','Resource':" + list("arn:aws:s3:::*a*b*")),
                allow("'Action':" + list("s3:?*") + ",'Resource':'*'"),
                allow("'Action':'*','Resource':'*','Condition':{'NumericLessThan':{'k':" + digits + "}}"),
                allow("'Action':'*','Resource':'*','Condition':{'NumericEquals':{'k':1e" + digits + "}}"),
                allow("'Action':'*','Resource':'*','Condition':{'NumericEquals':{'k':'" + digits + ".5'}}"),
                allow("'Action':'*','Resource':'*','Condition':{'DateEquals':{'k':'" + digits + "'}}"),
                allow("'Action':'*','Resource':'*','Condition':{'DateEquals':{'k':'+999999999-12-31T23:59:59+18:00'}}"),
                allow("'Action':'*','Resource':'*','Condition':{'IpAddress':{'k':'" + ":".repeat(LONGEST / 2) + "'}}"),
                allow("'Action':'*','Resource':'*','Condition':{'IpAddress':{'aws:VpcSourceIp':'"
                        + ":".repeat(LONGEST - 200) + "x'}}"),
                allow("'Action':'*','Resource':'*','Condition':{'IpAddress':{'k':'1.1.1.1/" + digits + "'}}"),
                allow("'Action':'*','Resource':'" + "${".repeat(LONGEST / 2 - 100) + "'"),
                allow("'Action':'*','Resource':'arn:aws:s3:::" + "${a, 'b'".repeat(LONGEST / 8 - 50) + "'")
                        .replace(", \"b\"", ", 'b'"),
                allow("'Action':'*','Resource':'*','Condition':{'StringLike':{'k':" + list("*x*y*z*") + "}}"),
                allow("'Action':'*','Resource':'*','Condition':{'ForAllValues:StringLike':{'k':" + list("v?") + "}}"),
                allow("'Action':'*','Resource':'*','Condition':{'StringNotEquals':{"
                        + numbered("'aws:PrincipalTag/%1$d':'${aws:ResourceTag/%1$d}'") + "}}"),
                allow("'Action':'*','Resource':'*','Condition':{'DateLessThan':{'aws:CurrentTime':["
                        + numbered("'2%1$03d-01-01T00:00:00.%1$09dZ'", 600) + "]}}"),
                allow("'Action':'*','Resource':'*','Condition':{'NotIpAddress':{'aws:VpcSourceIp':["
                        + numbered("'10.0.%d.0/24'", 256) + "," + numbered("'10.1.%d.0/24'", 256) + "]}}"),
                Policies.json("{'Statement':[{'Effect':'Allow','Principal':{'AWS':["
                        + numbered("'arn:aws:iam::%012d:role/r'", 500) + "]},'Action':'*','Resource':'*'}]}"),
                Policies.document("2012-10-17", many()),
                allow("'Action':[" + numbered("'x%d'") + "],'Resource':[" + numbered("'arn:${a%d}'") + "]"),
                Policies.json("{'Statement':[{'Effect':'Allow','Principal':{'AWS':" + list("A") + "},'Action':'*'}]}"),
                allow("'Action':'*','Resource':'" + "\\ud800\\udc00\\udc00".repeat(LONGEST / 18 - 20) + "'"),
                allow("'Action':'s3:\uE000\uE001\uE002','Resource':'arn:aws:s3:::\uE003','Condition':"
                        + "{'StringLike':{'k\uE000':'\uE000*'}}"),
                allow("'Action':'*','Resource':'*','Condition':{"
                        + "'StringEquals':{'k\u0130':'\u0130','k\u0131':'\u00df'}}"));
    }

    /// Texts whose questions have too many steps: the answer is open after some of them, whatever a step takes.
    static List<String> endless() {
        var deny = "{'Effect':'Deny','Principal':'*','Action':[" + numbered("'d%d'", 1_000) + "],'Resource':'*'}";
        var han = IntStream.range(0x4e00, 0x4e00 + 19_500)
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
        return List.of(
                Policies.document(
                        "2012-10-17",
                        "{'Effect':'Allow','Principal':'*','Action':[" + numbered("'a%d'", 1_000)
                                + "],'Resource':'*','Condition':{'StringEquals':{'aws:PrincipalOrgID':'o-a1b2c3d4e5'}}}",
                        deny),
                allow("'Action':'*','Resource':'*','Condition':{'StringLike':{'k':'*" + han + "'}}"),
                allow("'Action':'*','Resource':'*','Condition':{'StringLike':{"
                        + numbered("'k%d':'*a?????????????'", 700) + "}}"));
    }

    /// Each key is compared with the next one.
    private static String chain(int length) {
        return "{'Effect':'Allow','Principal':'*','Action':'*','Resource':'*','Condition':{'StringEquals':{"
                + IntStream.range(0, length)
                        .mapToObj(i -> "'s3:%d':'${s3:%d}'".formatted(length - i, length - i + 1))
                        .collect(Collectors.joining(","))
                + "}}}";
    }

    static List<String> wild() {
        return List.of(
                allow("'Action':'s3:" + "*a".repeat(LONGEST / 2 - 100) + "','Resource':'*'"),
                allow("'Action':'*','Resource':'arn:" + "?*:".repeat(LONGEST / 3 - 100) + "'"));
    }

    @ParameterizedTest
    @MethodSource({"wild", "readable"})
    void aPolicyMadeToStallIsReadAndWritten(String text) {
        assertTimeoutPreemptively(PATIENCE, () -> {
            var policy = Policies.read(text);
            assertThat(Policies.read(policy.text())).isEqualTo(policy);
            assertThat(Canonical.fingerprint(text)).isEqualTo(Canonical.fingerprint(policy.text()));
        });
    }

    @ParameterizedTest
    @MethodSource({"wild", "readable", "endless"})
    void aPolicyMadeToStallIsProved(String text) {
        assertTimeoutPreemptively(PATIENCE, () -> {
            var policy = Policies.read(text);
            for (var type : List.of(EndpointType.GATEWAY, EndpointType.INTERFACE)) {
                assertThat(Containment.of(policy, policy, type)).isNotInstanceOf(Containment.NotContained.class);
                assertThat(Tightening.of(policy, Policies.bound(), Optional.empty(), type))
                        .isNotNull();
            }
        });
    }

    @ParameterizedTest
    @MethodSource("endless")
    void aQuestionWithTooManyStepsIsOpen(String text) {
        var policy = Policies.read(text);
        var bound = Policies.bound();
        assertThat(Containment.of(policy, Policies.denyForm(bound), EndpointType.GATEWAY))
                .isInstanceOf(Containment.Unknown.class);
    }

    /// What nobody can ask about may still be tightened, since that asks nothing.
    @Test
    void fullAccessBesideWhatHasTooManyStepsGivesWayToTheCeiling() {
        var full = "{'Effect':'Allow','Principal':'*','Action':'*','Resource':'*'}";
        var text = Policies.document("2012-10-17", full, chain(700));
        assertThat(Tightening.of(Policies.read(text), Policies.bound(), Optional.empty(), EndpointType.GATEWAY))
                .isInstanceOfSatisfying(
                        Tightening.Written.class,
                        written -> assertThat(written.proof().basis()).isEqualTo(Proof.Basis.THEOREM));
    }

    @Test
    void whatHasTooManyStepsIsTightenedByTheTheorem() {
        var actions = numbered("'a%d'", 800);
        var text = Policies.document(
                "2012-10-17",
                "{'Effect':'Allow','Principal':'*','Action':['*'," + actions + "],'Resource':'*','Condition':{'Null':"
                        + "{'k':'false'}}}",
                "{'Effect':'Deny','Principal':'*','Action':[" + actions.replace("a", "d") + "],'Resource':'*'}");
        assertThat(Tightening.of(Policies.read(text), Policies.bound(), Optional.empty(), EndpointType.GATEWAY))
                .isInstanceOfSatisfying(Tightening.Written.class, written -> {
                    assertThat(written.proof().how()).isEqualTo(Proof.How.APPEND);
                    assertThat(written.proof().basis()).isEqualTo(Proof.Basis.THEOREM);
                });
    }

    @Test
    void aLoneSurrogateSurvivesReadingAndWriting() {
        var text = Policies.FULL_ACCESS.replace("Effect", "Sid\":\"\\ud800x\\udfff\",\"Effect");
        var policy = Policies.read(text);
        assertThat(policy.statements().getFirst().sid()).hasValue("\ud800x\udfff");
        assertThat(policy.text()).isEqualTo(text);
        assertThat(PolicyReader.read(policy.source())).isEqualTo(new Parsed.Ok<>(policy));
        assertThat(policy.source().get("Statement")).containsInstanceOf(Json.Arr.class);
    }
}
