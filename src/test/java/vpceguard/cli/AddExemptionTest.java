package vpceguard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vpceguard.json.Json;
import vpceguard.json.JsonReader;
import vpceguard.json.Parsed;

class AddExemptionTest {
    private static final String EXAMPLE = "docs/examples/organization-perimeter.json";

    @TempDir
    private Path folder;

    @Test
    void printsTheDocumentWithTheExemption() {
        var run = exempt(
                EXAMPLE,
                "--endpoint=vpce-0123456789abcdef0",
                "--control=policy-full-access",
                "--control=policy-negated-allow");

        assertThat(run.code()).isZero();
        assertThat(run.err()).isEmpty();
        var before = json(text(EXAMPLE));
        var after = json(run.out());
        var exemptions = ((Json.Arr) after.at("exemptions").orElseThrow()).items();
        assertThat(exemptions).hasSize(2);
        assertThat(exemptions.getLast()).isEqualTo(json("""
                {"match": {"endpoint": "vpce-0123456789abcdef0"}, "controls": ["policy-full-access", "policy-negated-allow"],
                 "reason": "vendor is moving", "owner": "data@example.com", "until": "2099-01-31"}"""));
        assertThat(((Json.Obj) after).with("exemptions", before.at("exemptions").orElseThrow()))
                .isEqualTo(before);
    }

    @Test
    void whatItPrintsExempts() throws IOException {
        var open = folder.resolve("open.json");
        Files.writeString(open, """
                {"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}]}""");
        var perimeter = Files.writeString(
                folder.resolve("perimeter.json"),
                exempt("docs/examples/perimeter.json", "--service=s3", "--control=policy-full-access")
                        .out());

        var run = Run.of("assess", "--service=s3", "--perimeter=" + perimeter, open.toString());
        assertThat(run.out()).doesNotContain("policy-full-access").contains("policy-beyond-trusted-identities");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--control=policy-full-access | every endpoint would be exempt, expected --endpoint, --vpc, --service or"
                        + " --account",
                "--control=policy-full-access --control=policy-ful-access --service=s3 | --control: unknown control"
                        + " \"policy-ful-access\", expected one of docs/controls",
                "--control=policy-full-access --vpc=x | --vpc: expected ",
                "--control=policy-full-access --account=12 | --account: expected ",
            })
    void refusesWhatTheStackWould(String options, String reason) {
        var run = exempt("docs/examples/perimeter.json", options.split(" "));

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith("vpce-guard: " + reason);
    }

    @Test
    void aDocumentThatIsNoJsonIsSaidToBeNone() throws IOException {
        var words = Files.writeString(folder.resolve("words.json"), "no JSON").toString();

        assertThat(exempt(words, "--service=s3", "--control=policy-full-access"))
                .isEqualTo(
                        new Run(2, "", "vpce-guard: \"" + words + "\" is not JSON: expected a value, character 1\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"SQS", "com.amazonaws.eu-west-1.SQS"})
    void refusesAServiceThatDiffersFromAKnownOneInCase(String service) {
        assertThat(exempt(EXAMPLE, "--service=" + service, "--control=policy-full-access"))
                .isEqualTo(
                        new Run(2, "", "vpce-guard: no service of AWS is known as \"SQS\"; did you mean \"sqs\"?\n"));
    }

    @Test
    void warnsOfAServiceThatIsNotKnown() {
        var run = exempt(EXAMPLE, "--service=dax", "--control=policy-full-access");

        assertThat(run.code()).isZero();
        assertThat(run.err())
                .isEqualTo("vpce-guard: no service of AWS is known as \"dax\" to this version, so that only what holds"
                        + " for all services is known of it; perhaps \"tax\" is meant\n");
        assertThat(run.out()).contains("\"service\": \"dax\"");
    }

    @Test
    void refusesADocumentThatIsRefusedAsItIs() throws IOException {
        var odd = Files.writeString(folder.resolve("odd.json"), "{\"organisations\": []}")
                .toString();

        assertThat(exempt(odd, "--service=s3", "--control=policy-full-access").err())
                .startsWith("vpce-guard: \"" + odd + "\": unknown member \"organisations\"");
    }

    @Test
    void refusesADayThatIsOver() {
        assertThat(Run.of(
                        "exempt",
                        "--perimeter=" + EXAMPLE,
                        "--service=s3",
                        "--control=policy-full-access",
                        "--until=2020-01-31",
                        "--reason=x",
                        "--owner=y"))
                .isEqualTo(
                        new Run(2, "", "vpce-guard: --until is 2020-01-31, which is over; expected a day to come\n"));
    }

    private static Run exempt(String perimeter, String... options) {
        var args = new ArrayList<>(List.of(
                "exempt",
                "--perimeter=" + perimeter,
                "--until=2099-01-31",
                "--reason=vendor is moving",
                "--owner=data@example.com"));
        args.addAll(List.of(options));
        return Run.of(args.toArray(String[]::new));
    }

    private static String text(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Json json(String text) {
        return ((Parsed.Ok<Json>) JsonReader.read(text)).value();
    }
}
