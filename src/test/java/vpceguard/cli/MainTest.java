package vpceguard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
    @Test
    void withoutACommandItShowsWhatThereIs() {
        var run = Run.of();

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("Usage: vpce-guard").contains("prove");
    }

    @Test
    void helpIsAnAnswer() {
        var run = Run.of("--help");

        assertThat(run.code()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).contains("Usage: vpce-guard", "package-org DIRECTORY");
    }

    @Test
    void knowsItsVersion() {
        assertThat(Run.of("--version").out()).matches("vpce-guard [0-9][-0-9A-Za-z.]*\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "prove",
                "tighten",
                "assess",
                "ceiling",
                "sweep",
                "plan-upgrade",
                "explain",
                "audit",
                "exempt",
                "replay",
                "rehearse",
                "doctor",
                "completion"
            })
    void eachCommandHasHelpWithExamplesAndExitCodes(String command) {
        var run = Run.of(command, "--help");

        assertThat(run.code()).isZero();
        assertThat(run.out())
                .contains("Usage: vpce-guard " + command)
                .contains("Examples:")
                .contains("Exit codes:")
                .satisfies(help -> assertThat(help.lines()).allMatch(line -> line.length() <= 80));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "prov a b          | unknown command \"prov\", expected prove, tighten, assess, ceiling, sweep, plan-upgrade, explain, audit, exempt, replay, rehearse, undo, follow, doctor, redrive, completion, see vpce-guard --help",
                "help              | unknown command \"help\", expected prove, tighten, assess, ceiling, sweep, plan-upgrade, explain, audit, exempt, replay, rehearse, undo, follow, doctor, redrive, completion, see vpce-guard --help",
                "--lines prove     | unknown option \"--lines\", options follow the command, see vpce-guard --help",
                "prove --typ=x a b | unknown option \"--typ=x\", perhaps --type, see vpce-guard prove --help",
                "prove --xy a b    | unknown option \"--xy\", see vpce-guard prove --help",
                "assess --servce=s3 | unknown option \"--servce=s3\", perhaps --service, see vpce-guard assess --help",
                "prove a b c | prove needs two files, A.json and B.json, or --lines, found \"a\", \"b\", \"c\"",
                "assess a b        | unexpected argument \"b\", see vpce-guard assess --help",
                "assess a --service | missing required parameter for option '--service' (NAME), see vpce-guard assess --help",
                "prove --json=yes a b | invalid value for option '--json': 'yes' is not a boolean,"
                        + " see vpce-guard prove --help",
            })
    void saysWhatIsWrongInTheUsage(String words, String reason) {
        assertThat(Run.of(words.split(" "))).isEqualTo(new Run(2, "", "vpce-guard: " + reason + "\n"));
    }

    @Test
    void aWrongWordIsToldWithoutSteeringTheTerminal() {
        var run = Run.of("proof\u001b[31m");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .contains("proof\\u001b[31m")
                .contains("vpce-guard --help")
                .hasLineCount(1);
    }
}
