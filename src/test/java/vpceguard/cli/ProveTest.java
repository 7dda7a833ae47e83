package vpceguard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.z3.Context;
import com.microsoft.z3.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vpceguard.json.Json;

class ProveTest {
    private static final String NARROW = """
            {"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "*",
              "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}}]}
            """;
    private static final String WIDE = """
            {"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "s3:*", "Resource": "*"}]}
            """;
    private static final String NOT_UNDERSTOOD = """
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "s3:*",
              "Resource": "arn:aws:s3:::${aws:PrincipalTag/team}/*"}]}
            """;

    @TempDir
    private Path folder;

    private String narrow = "";
    private String wide = "";

    @BeforeEach
    void files() throws IOException {
        narrow = file("narrow policy.json", NARROW);
        wide = file("wide.json", WIDE);
    }

    @Test
    void contained() {
        assertThat(Run.of("prove", narrow, wide))
                .isEqualTo(new Run(0, "contained: B lets through every request that A does\n", ""));
    }

    @Test
    void notContainedShowsARequest() {
        var run = Run.of("prove", wide, narrow);

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).isEmpty();
        assertThat(run.out().lines())
                .hasSize(2)
                .first()
                .isEqualTo("not contained: A lets this request through, B does not");
        assertThat(run.out().lines().toList().getLast()).startsWith("anonymous, s3:");
    }

    @Test
    void unknownSaysWhatWasNotUnderstood() throws IOException {
        var run = Run.of("prove", file("opaque.json", NOT_UNDERSTOOD), narrow);

        assertThat(run.code()).isEqualTo(3);
        assertThat(run.out()).startsWith("unknown: ").contains("${aws:PrincipalTag/team}");
    }

    @Test
    void answersInJson() {
        assertThat(Run.of("prove", "--json", narrow, wide).out()).isEqualTo("""
                {
                  "answer": "CONTAINED"
                }
                """);
    }

    @Test
    void writesTheQuestionForASolver() {
        assertThat(solved(Run.of("prove", "--smt2", narrow, wide))).isEqualTo(Status.UNSATISFIABLE);
        assertThat(solved(Run.of("prove", "--smt2", wide, narrow))).isEqualTo(Status.SATISFIABLE);
        assertThat(Run.of("prove", "--smt2", "--type=gateway", wide, narrow).out())
                .contains("on an endpoint of type Gateway?");
    }

    private static Status solved(Run run) {
        assertThat(run.code()).isZero();
        assertThat(run.err()).isEmpty();
        try (var context = new Context()) {
            var solver = context.mkSolver();
            solver.fromString(run.out());
            return solver.check();
        }
    }

    @Test
    void whatSmtLibCannotSayIsNotWritten() throws IOException {
        assertThat(Run.of("prove", "--smt2", file("opaque.json", NOT_UNDERSTOOD), narrow))
                .isEqualTo(new Run(3, "", """
                        vpce-guard: cannot be written as SMT-LIB: a policy variable in "arn:aws:s3:::${aws:PrincipalTag/team}/*"
                        """));
    }

    @Test
    void theTypeMatters() throws IOException {
        var role = file("role.json", allows("arn:aws:iam::111122223333:role/app"));
        var account = file("account.json", allows("111122223333"));

        assertThat(Run.of("prove", role, account).code()).isZero();
        assertThat(Run.of("prove", "--type=GATEWAY", role, account).code()).isEqualTo(1);
    }

    private static String allows(String principal) {
        return """
                {"Statement": {"Effect": "Allow", "Principal": {"AWS": "%s"}, "Action": "*", "Resource": "*"}}
                """.formatted(principal);
    }

    @Test
    void answersLines() {
        var answers = Run.filter(
                        "prove",
                        "{\"id\": 1, \"a\": " + NARROW.replace("\n", " ") + ", \"b\": " + WIDE.strip() + "}",
                        "{\"id\": 2, \"b\": " + NARROW.replace("\n", " ") + ", \"a\": " + WIDE.strip() + "}",
                        "{\"id\": 3, \"a\": \"" + WIDE.strip().replace("\"", "\\\"") + "\", \"b\": " + WIDE.strip()
                                + ", \"type\": null, \"note\": \"not read\"}")
                .answers();

        assertThat(answers)
                .extracting(answer -> answer.textAt("answer").orElse(""))
                .containsExactly("CONTAINED", "NOT_CONTAINED", "CONTAINED");
        assertThat(answers.get(0))
                .isEqualTo(Json.object().put("id", 1).put("answer", "CONTAINED").build());
        assertThat(answers.get(1).textAt("witness", "principal")).contains("anonymous");
        assertThat(answers.get(1).textAt("witness", "action"))
                .hasValueSatisfying(action -> assertThat(action).startsWith("s3:"));
        assertThat(answers.get(1).at("witness", "resource")).isPresent();
        assertThat(answers.get(1).at("witness", "context")).isPresent();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '\0',
            value = {
                "{\"id\":1} ~ expected a member \"a\"",
                "{\"id\":1,\"a\":{\"Statement\":[]}} ~ expected a member \"b\"",
                "{\"id\":1,\"type\":\"GatewayLoadBalancer\"} ~ the type is \"GatewayLoadBalancer\", expected gateway or interface",
                "{\"id\":1,\"type\":7} ~ expected a string, found a number at /type",
                "{\"id\":1,\"a\":7} ~ expected an object, found a number at /a",
                "{\"id\":1,\"a\":\"{\"} ~ the text ends too early, character 2 at /a",
                "{\"id\":1,\"a\":{\"Statement\":[{\"Effect\":\"allow\"}]}} ~ unknown effect \"allow\" at /a/Statement/0/Effect"
            })
    void saysWhatIsWrongInALine(String line, String error) {
        assertThat(Run.filter("prove", line).answer())
                .isEqualTo(Json.object().put("id", 1).put("error", error).build());
    }

    @Test
    void saysWhatIsWrongWithAFile() throws IOException {
        refused("\"none.json\": no such file", "prove", "none.json", wide);
        refused("\"" + folder + "\": a directory, expected a file", "prove", folder.toString(), wide);
        var empty = file("empty.json", "");
        refused("\"" + empty + "\": empty, expected a document", "prove", wide, empty);
        var blank = file("blank.json", " \r\n");
        refused("\"" + blank + "\": empty, expected a document", "prove", blank, wide);
        var words = file("words.json", "no JSON");
        refused("\"" + words + "\" is not JSON: expected a value, character 1", "prove", words, wide);
        var twice = file("twice.json", "{\"Statement\": 1, \"Statement\": 2}");
        refused("\"" + twice + "\" is not JSON: member stands twice, character 29 at /Statement", "prove", wide, twice);
        var binary = Files.write(folder.resolve("binary"), new byte[] {(byte) 0xff, 0})
                .toString();
        refused("\"" + binary + "\": not in UTF-8", "prove", binary, wide);
        var huge =
                Files.write(folder.resolve("huge"), new byte[Input.LONGEST + 1]).toString();
        refused("\"" + huge + "\": longer than 4194304 bytes", "prove", huge, wide);
        var nul = "a\0b";
        assertThat(Run.of("prove", nul, wide).err()).startsWith("vpce-guard: \"a\\u0000b\": cannot be read, ");
    }

    @Test
    void aByteOrderMarkIsNoPartOfAFile() throws IOException {
        assertThat(Run.of("prove", file("marked.json", "\ufeff" + NARROW), wide).code())
                .isZero();
    }

    @Test
    void saysWhatIsWrongInTheUsage() {
        refused("prove needs two files, A.json and B.json, or --lines", "prove");
        refused("prove needs two files, A.json and B.json, or --lines, found \"" + wide + "\"", "prove", wide);
        refused(
                "--lines reads its questions from standard input, expected no files or options about one question beside it",
                "prove",
                "--lines",
                wide);
        for (var other : List.of("--json", "--lines")) {
            refused(
                    "--smt2 writes one question as SMT-LIB, expected no --json or --lines beside it",
                    "prove",
                    "--smt2",
                    other,
                    wide,
                    narrow);
        }
        refused("\"none.json\": no such file", "prove", "--smt2", "none.json", wide);
        refused("the type is \"Resource\", expected gateway or interface", "prove", "--type=Resource", wide, wide);
    }

    private static void refused(String reason, String... args) {
        assertThat(Run.of(args)).isEqualTo(new Run(2, "", "vpce-guard: " + reason + "\n"));
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }
}
