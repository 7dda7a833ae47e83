package vpceguard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vpceguard.json.Json;
import vpceguard.json.JsonReader;
import vpceguard.json.Parsed;
import vpceguard.model.EndpointType;
import vpceguard.policy.Policies;
import vpceguard.policy.Policy;
import vpceguard.policy.proof.Containment;

class TightenTest {
    private static final String OPEN = """
            {"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}]}""";
    private static final String BUCKET = """
            {"Version": "2012-10-17", "Statement": [{"Sid": "Bucket", "Effect": "Allow", "Principal": "*", "Action": "s3:*",\
             "Resource": "arn:aws:s3:::bucket/*"}]}""";
    private static final String CEILING = """
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*",\
             "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}}]}""";
    private static final String VARIABLE = """
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "s3:*",\
             "Resource": "arn:aws:s3:::${aws:PrincipalTag/team}/*"}]}""";

    @TempDir
    private Path folder;

    private String open = "";
    private String bucket = "";
    private String ceiling = "";

    @BeforeEach
    void files() throws IOException {
        open = file("open.json", OPEN);
        bucket = file("bucket.json", BUCKET);
        ceiling = file("ceiling.json", CEILING);
    }

    @Test
    void replacesFullAccess() {
        var answer = answer(OPEN, CEILING);

        assertThat(answer.textAt("how")).contains("replace");
        equal(CEILING, policy(answer));
        assertThat(answer.textAt("proof", "how")).contains("replace");
        assertThat(answer.at("reason")).isEmpty();
    }

    @Test
    void narrowsWhatIsLimitedAlready() {
        var answer = answer(BUCKET, CEILING);

        assertThat(answer.textAt("how")).contains("narrow");
        within(policy(answer), policy(BUCKET));
        within(policy(answer), policy(CEILING));
        assertThat(answer.at("proof", "sha256Before")).isPresent();
    }

    @Test
    void appendsWhereThatIsShorter() {
        var old = "{\"Statement\": {\"Effect\": \"Allow\", \"Principal\": \"*\", \"NotAction\": \"s3:PutObject\","
                + " \"Resource\": \"*\"}}";
        var answer = answer(old, CEILING);

        assertThat(answer.textAt("how")).contains("append");
        assertThat(policy(answer).statements()).hasSize(2);
        assertThat(policy(answer).statements().getFirst())
                .isEqualTo(policy(old).statements().getFirst());
    }

    @Test
    void leavesWhatFits() {
        var answer = answer(CEILING, CEILING);

        assertThat(answer.textAt("how")).contains("unchanged");
        assertThat(answer.at("policy")).contains(json(CEILING));
        assertThat(answer.at("proof")).isEmpty();
        assertThat(answer.textAt("reason")).isPresent();
    }

    @Test
    void refusesWhatCannotBeProved() {
        var answer = answer(BUCKET, VARIABLE);

        assertThat(answer.textAt("how")).contains("refused");
        assertThat(answer.at("policy")).contains(json(BUCKET));
        assertThat(answer.at("proof")).isEmpty();
        assertThat(answer.textAt("reason")).isPresent();
    }

    @Test
    void aPolicyThatCannotBeReadIsAnError() {
        var answer = Run.filter("tighten", "{\"id\":1,\"policy\":{\"Statement\":7},\"ceiling\":" + CEILING + "}")
                .answer();

        assertThat(answer)
                .isEqualTo(Json.object()
                        .put("id", 1)
                        .put("error", "expected a statement or a list of them, found a number at /policy/Statement")
                        .build());
    }

    @Test
    void writesThePolicyAloneToItsOutput() {
        var run = Run.of("tighten", bucket, ceiling);

        assertThat(run.code()).isZero();
        within(policy(run.out()), policy(CEILING));
        assertThat(run.err()).startsWith("narrow: ").contains("\ncut off: anonymous, s3:");
    }

    @Test
    void writesAnUnchangedPolicyToo() {
        var run = Run.of("tighten", ceiling, ceiling);

        assertThat(run.code()).isZero();
        assertThat(json(run.out())).isEqualTo(json(CEILING));
        assertThat(run.err()).startsWith("unchanged: ").hasLineCount(1);
    }

    @Test
    void writesNothingIfRefused() throws IOException {
        var run = Run.of("tighten", bucket, file("variable.json", VARIABLE));

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith("refused: ").hasLineCount(1);
    }

    @Test
    void answersInJson() {
        var run = Run.of("tighten", "--json", open, ceiling);

        assertThat(run.err()).isEmpty();
        assertThat(json(run.out()).textAt("how")).contains("replace");
        assertThat(json(run.out()).at("proof", "cutOff")).isPresent();
    }

    @Test
    void saysWhatIsWrongInTheUsage() {
        assertThat(Run.of("tighten", open))
                .isEqualTo(new Run(
                        2,
                        "",
                        "vpce-guard: tighten needs two files, POLICY.json and CEILING.json, or --lines, found \"" + open
                                + "\"\n"));
    }

    private static Json answer(String policy, String ceiling) {
        var answer = Run.filter("tighten", "{\"id\":\"x\",\"policy\":" + policy + ",\"ceiling\":" + ceiling + "}")
                .answer();
        assertThat(answer.textAt("id")).contains("x");
        assertThat(answer.at("error")).isEmpty();
        return answer;
    }

    private static void equal(String one, Policy other) {
        within(policy(one), other);
        within(other, policy(one));
    }

    private static void within(Policy policy, Policy wider) {
        assertThat(Containment.of(policy, wider, EndpointType.INTERFACE)).isEqualTo(new Containment.Contained());
    }

    private static Policy policy(Json answer) {
        return policy(vpceguard.json.JsonWriter.compact(answer.at("policy").orElseThrow()));
    }

    private static Policy policy(String text) {
        return Policies.read(text);
    }

    private static Json json(String text) {
        return ((Parsed.Ok<Json>) JsonReader.read(text)).value();
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }
}
