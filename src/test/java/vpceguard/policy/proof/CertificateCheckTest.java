package vpceguard.policy.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import vpceguard.json.Json;
import vpceguard.json.JsonReader;
import vpceguard.json.JsonWriter;
import vpceguard.json.Parsed;
import vpceguard.json.Sha256;
import vpceguard.policy.Policies;
import vpceguard.policy.Policy;
import vpceguard.policy.PolicyReader;
import vpceguard.policy.Statement;

/// The certificate holds for what the intersection writes, and for nothing that was tampered with afterwards.
class CertificateCheckTest {
    private static final Statement ALLOW = Policies.read("""
            {"Statement":[{"Sid":"Trusted","Effect":"Allow","Principal":"*","Action":"*","Resource":"*",
            "Condition":{"StringEquals":{"aws:PrincipalOrgID":"o-a1b2c3d4e5"}}}]}""").statements().getFirst();
    private static final Statement DENY = Policies.read("""
            {"Statement":[{"Sid":"Guard","Effect":"Deny","Principal":"*","Action":"*","Resource":"*",
            "Condition":{"StringNotEquals":{"aws:PrincipalOrgID":"o-a1b2c3d4e5"}}}]}""").statements().getFirst();
    private static final Bound BOUND = new Bound(List.of(ALLOW), List.of(DENY));

    private static final String CUSTOM = """
            {"Version":"2012-10-17","Id":"ours","Statement":[
            {"Sid":"Read","Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"*"},
            {"Sid":"Guard","Effect":"Deny","Principal":"*","NotAction":"s3:*","Resource":"*"}]}""";
    private static final String FULL = """
            {"Version":"2008-10-17","Statement":[
            {"Effect":"Allow","Principal":"*","Action":["*"],"Resource":"*"},
            {"Effect":"Deny","Principal":"*","Action":"s3:DeleteBucket","Resource":"*"}]}""";

    @Test
    void appendKeepsEveryStatementAndPutsThePlantedSidAside() {
        var written = written(CUSTOM);

        assertThat(written.proof().how()).isEqualTo(Proof.How.APPEND);
        assertThat(fault(CUSTOM, written, written.policy().text())).isEmpty();
        assertThat(written.policy().statements()).hasSize(3);
        assertThat(written.policy().statements().subList(0, 2))
                .isEqualTo(Policies.read(CUSTOM).statements());
        assertThat(written.policy().statements().getLast().sid()).hasValue("Guardx");
    }

    @Test
    void replaceKeepsTheDenyStatements() {
        var written = written(FULL);

        assertThat(written.proof().how()).isEqualTo(Proof.How.REPLACE);
        assertThat(fault(FULL, written, written.policy().text())).isEmpty();
        assertThat(written.policy().version()).hasValue("2012-10-17");
        assertThat(written.policy().denies().count()).isEqualTo(1);
    }

    @Test
    void theVersionStaysWhereATextLooksLikeAVariable() {
        var old = FULL.replace(
                "s3:DeleteBucket\",\"Resource\":\"*", "s3:*\",\"Resource\":\"arn:aws:s3:::${aws:username}");

        assertThat(written(old).policy().version()).hasValue("2008-10-17");
        assertThat(fault(old, written(old), written(old).policy().text())).isEmpty();
    }

    @Test
    void whatWasWrittenLiesInside() {
        for (var old : new String[] {CUSTOM, FULL}) {
            assertThat(Intersection.of(written(old).policy(), BOUND)).isInstanceOf(Intersection.Inside.class);
        }
    }

    @Test
    void aPolicyThatGrowsTooLongIsNotWritten() {
        var filler = "x".repeat(Policy.LONGEST - CUSTOM.length() - 20);
        var old = CUSTOM.replace("\"Read\"", "\"Read" + filler + "\"");

        assertThat(Intersection.of(Policies.read(old), BOUND)).isInstanceOf(Intersection.TooLong.class);
    }

    static Stream<String[]> tampered() {
        var appended = written(CUSTOM).policy().text();
        var replaced = written(FULL).policy().text();
        return Stream.of(
                new String[] {"an old action changed", CUSTOM, appended.replace("s3:GetObject", "s3:*")},
                new String[] {"an old Deny dropped", CUSTOM, appended.replace(DENY_OLD, "")},
                new String[] {"our Deny dropped", CUSTOM, appended.replaceFirst(",\\{\"Sid\":\"Guardx\".*\\}\\]", "]")},
                new String[] {"our Deny turned Allow", CUSTOM, last(appended, "\"Deny\"", "\"Allow\"")},
                new String[] {"our condition weakened", CUSTOM, appended.replace("StringNotEquals", "StringEquals")},
                new String[] {"another organization", CUSTOM, appended.replace("o-a1b2c3d4e5", "o-evil000000")},
                new String[] {"an Allow smuggled in", CUSTOM, smuggle(appended)},
                new String[] {"the version changed", CUSTOM, appended.replace("2012-10-17", "2008-10-17")},
                new String[] {"the id changed", CUSTOM, appended.replace("\"ours\"", "\"theirs\"")},
                new String[] {"the order changed", CUSTOM, appended.replace("NotAction", "Action")},
                new String[] {"an Allow smuggled in", FULL, smuggle(replaced)},
                new String[] {"the old Deny dropped", FULL, replaced.replaceFirst(",\\{\"Effect\":\"Deny\".*?\\}", "")},
                new String[] {"the old Deny weakened", FULL, replaced.replace("s3:DeleteBucket", "s3:Delete")},
                new String[] {"the ceiling widened", FULL, replaced.replace("o-a1b2c3d4e5", "o-*")},
                new String[] {"no JSON at all", FULL, replaced.substring(1)});
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tampered")
    void nothingTamperedWithPasses(String what, String old, String changed) {
        var written = written(old);
        assertThat(changed).as(what).isNotEqualTo(written.policy().text());
        assertThat(fault(old, written, changed)).isPresent();
        // Nor with a certificate that was made to fit the changed text.
        var forged = JsonReader.read(changed) instanceof Parsed.Ok<Json>(var json)
                ? new Proof(
                        written.proof().how(),
                        Proof.Basis.THEOREM,
                        written.proof().before(),
                        written.proof().ceiling(),
                        Sha256.of(json),
                        1,
                        List.of(),
                        List.of())
                : written.proof();
        assertThat(CertificateCheck.fault(forged, old, changed, BOUND)).isPresent();
    }

    @Test
    void aCertificateForReplaceDoesNotServeAPolicyThatWasNotOpen() {
        assertNotOpen(CUSTOM, written(FULL).policy().text(), 1);
    }

    /// Without the tag AWS may take all of the statement for invalid.
    @Test
    void aCertificateForReplaceDoesNotServeAVariable() {
        var open =
                "{'Effect':'Allow','Principal':'*','Action':'*','Resource':['*','arn:aws:s3:::${aws:PrincipalTag/x}']}";
        var old = Policies.document("2012-10-17", open);
        var ceiling = BOUND.statements().stream()
                .map(statement -> JsonWriter.compact(statement.source()))
                .toArray(String[]::new);
        assertNotOpen(old, Policies.document("2012-10-17", ceiling), 0);
    }

    private static void assertNotOpen(String old, String changed, int kept) {
        var forged = new Proof(
                Proof.How.REPLACE,
                Proof.Basis.THEOREM,
                Sha256.of(Policies.read(old).source()),
                BOUND.digest(),
                Sha256.of(Policies.read(changed).source()),
                kept,
                List.of(),
                List.of());
        assertThat(CertificateCheck.fault(forged, old, changed, BOUND))
                .hasValueSatisfying(fault -> assertThat(fault).contains("did not allow everything"));
    }

    /// Certificates that count and digest as they should: what they claim is still not so.
    static Stream<Arguments> forged() {
        var appended = written(CUSTOM).policy().text();
        var replaced = written(FULL).policy().text();
        var append = Proof.How.APPEND;
        var replace = Proof.How.REPLACE;
        return Stream.of(
                arguments(append, 2, CUSTOM, CUSTOM, "a Deny statement of the ceiling is missing"),
                arguments(append, 2, CUSTOM, smuggle(appended), "an added statement is none of the ceiling's Deny"),
                arguments(append, 3, CUSTOM, appended, "the certificate counts other statements"),
                arguments(append, 2, CUSTOM, appended.replace(DENY_OLD, ""), "an old statement changed"),
                arguments(append, 2, CUSTOM, appended.replace("ours", "theirs"), "something beside the statements"),
                arguments(replace, 2, FULL, replaced, "the certificate counts other statements"),
                arguments(
                        replace,
                        1,
                        FULL,
                        replaced.replace("{\"Version\"", "{\"Id\":\"x\",\"Version\""),
                        "something beside"),
                arguments(replace, 1, FULL, replaced.replace("\"Version\":\"2012-10-17\",", ""), "the version changed"),
                arguments(replace, 1, FULL, smuggle(replaced), "the new policy is not the ceiling followed by"),
                arguments(Proof.How.NARROW, 2, CUSTOM, appended, "no certificate has that form"));
    }

    @ParameterizedTest
    @MethodSource("forged")
    void aForgedCertificateIsRefused(Proof.How how, int statements, String old, String changed, String because) {
        assertThat(CertificateCheck.fault(forged(how, statements, old, changed, BOUND), old, changed, BOUND))
                .hasValueSatisfying(fault -> assertThat(fault).startsWith(because));
    }

    @Test
    void namesMayBeLeftOutButNothingElse() {
        var nameless = written(CUSTOM)
                .policy()
                .text()
                .replace("\"Id\":\"ours\",", "")
                .replace("\"Sid\":\"Read\",", "")
                .replace("\"Sid\":\"Guard\",", "");
        assertThat(nameless).doesNotContain("ours", "Read", "\"Guard\"");
        assertThat(CertificateCheck.fault(
                        forged(Proof.How.APPEND, 2, CUSTOM, nameless, BOUND), CUSTOM, nameless, BOUND))
                .isEmpty();
        for (var changed : List.of(
                smuggle(nameless),
                nameless.replace("s3:GetObject", "s3:*"),
                nameless.replace("\"Version\":\"2012-10-17\",", ""),
                nameless.replace("{\"Version\"", "{\"Id\":\"theirs\",\"Version\""))) {
            assertThat(changed).isNotEqualTo(nameless);
            assertThat(CertificateCheck.fault(
                            forged(Proof.How.APPEND, 2, CUSTOM, changed, BOUND), CUSTOM, changed, BOUND))
                    .isPresent();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "1", "null"})
    void whatIsNoNameIsNotPutAside(String sid) {
        var appended = last(written(CUSTOM).policy().text(), "\"Guardx\"", sid);
        assertThat(CertificateCheck.fault(
                        forged(Proof.How.APPEND, 2, CUSTOM, appended, BOUND), CUSTOM, appended, BOUND))
                .hasValue("an added statement is none of the ceiling's Deny statements");
        var replaced = written(FULL).policy().text().replace("\"Trusted\"", sid);
        assertThat(CertificateCheck.fault(forged(Proof.How.REPLACE, 1, FULL, replaced, BOUND), FULL, replaced, BOUND))
                .hasValue("the new policy is not the ceiling followed by the old Deny statements");
    }

    @Test
    void aCertificateForAnotherCeilingIsRefused() {
        var changed = written(CUSTOM).policy().text();
        var other = new Bound(List.of(ALLOW, ALLOW), List.of(DENY));
        assertThat(CertificateCheck.fault(forged(Proof.How.APPEND, 2, CUSTOM, changed, other), CUSTOM, changed, BOUND))
                .hasValue("the certificate speaks of another ceiling");
    }

    @Test
    void aCeilingWithAVariableHasNoCertificate() {
        var deny = Policies.read(CUSTOM.replace("\"NotAction\":\"s3:*\"", "\"NotAction\":\"${x}\""))
                .statements()
                .getLast();
        var bound = new Bound(List.of(ALLOW), List.of(deny));
        var changed = written(CUSTOM).policy().text();
        assertThat(CertificateCheck.fault(forged(Proof.How.APPEND, 2, CUSTOM, changed, bound), CUSTOM, changed, bound))
                .hasValue("a statement of the ceiling holds a variable");
    }

    @Test
    void whatDeniesAlreadyNeedsNoStatementMore() {
        var old = written(CUSTOM).policy().text();
        assertThat(CertificateCheck.fault(forged(Proof.How.APPEND, 3, old, old, BOUND), old, old, BOUND))
                .isEmpty();
    }

    private static Proof forged(Proof.How how, int statements, String old, String changed, Bound bound) {
        return new Proof(
                how,
                Proof.Basis.THEOREM,
                Sha256.of(Policies.parsed(old)),
                bound.digest(),
                Sha256.of(Policies.parsed(changed)),
                statements,
                List.of(),
                List.of());
    }

    private static final String DENY_OLD =
            ",{\"Sid\":\"Guard\",\"Effect\":\"Deny\",\"Principal\":\"*\",\"NotAction\":\"s3:*\",\"Resource\":\"*\"}";

    private static String smuggle(String policy) {
        return policy.substring(0, policy.length() - 2)
                + ",{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"*\",\"Resource\":\"*\"}]}";
    }

    private static String last(String text, String what, String with) {
        int at = text.lastIndexOf(what);
        return text.substring(0, at) + with + text.substring(at + what.length());
    }

    private static Optional<String> fault(String old, Intersection.Written written, String text) {
        return CertificateCheck.fault(written.proof(), old, text, BOUND);
    }

    private static Intersection.Written written(String old) {
        assertThat(PolicyReader.read(old)).isInstanceOf(Parsed.Ok.class);
        return (Intersection.Written) Intersection.of(Policies.read(old), BOUND);
    }
}
