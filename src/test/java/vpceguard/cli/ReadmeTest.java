package vpceguard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What README.md and docs/command-line.md show of the command line is what a reader gets.
class ReadmeTest {
    private static final Pattern EXAMPLE =
            Pattern.compile("```\n\\$ \\./vpce-guard ([^>\n]*?)( > \\S+)?\n(.*?)```", Pattern.DOTALL);

    @ParameterizedTest
    @CsvSource({"README.md,1", "docs/command-line.md,7"})
    void theExamplesAnswerAsShown(String page, int number) throws IOException {
        var examples =
                EXAMPLE.matcher(Files.readString(Path.of(page))).results().toList();

        assertThat(examples).hasSize(number).allSatisfy(example -> {
            var run = Run.of(example.group(1).split(" "));
            assertThat(example.group(2) == null ? run.out() + run.err() : run.err())
                    .isEqualTo(example.group(3));
        });
    }

    /// Each command has a heading of its own, or shares one.
    @Test
    void everyCommandIsOnThePage() throws IOException {
        var page = Files.readString(Path.of("docs/command-line.md"));
        var usage = Run.of("--help").out();
        var commands = Pattern.compile("^  ([a-z-]+)  ", Pattern.MULTILINE)
                .matcher(usage.substring(usage.indexOf("Commands:")))
                .results()
                .map(match -> match.group(1))
                .toList();

        assertThat(commands)
                .hasSizeGreaterThan(10)
                .allSatisfy(command -> assertThat(page).containsPattern("(?m)^## .*\\b" + command + "\\b"));
    }
}
