package vpceguard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
        assertThat(run.out()).contains("Usage: vpce-guard");
    }

    @Test
    void knowsItsVersion() {
        assertThat(Run.of("--version").out()).matches("vpce-guard [0-9][-0-9A-Za-z.]*\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"prove", "tighten", "assess"})
    void eachCommandHasHelpWithExamplesAndExitCodes(String command) {
        var run = Run.of(command, "--help");

        assertThat(run.code()).isZero();
        assertThat(run.out())
                .contains("Usage: vpce-guard " + command)
                .contains("Examples:")
                .contains("Exit codes:")
                .contains("--lines")
                .satisfies(help -> assertThat(help.lines()).allMatch(line -> line.length() <= 80));
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
