package vpceguard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// What README.md shows of the command line is what a reader gets.
class ReadmeTest {
    private static final Pattern EXAMPLE =
            Pattern.compile("```\n\\$ \\./vpce-guard ([^>\n]*?)( > \\S+)?\n(.*?)```", Pattern.DOTALL);

    @Test
    void theExamplesAnswerAsShown() throws IOException {
        var examples = EXAMPLE.matcher(Files.readString(Path.of("README.md")))
                .results()
                .toList();

        assertThat(examples).hasSize(4).allSatisfy(example -> {
            var run = Run.of(example.group(1).split(" "));
            assertThat(example.group(2) == null ? run.out() + run.err() : run.err())
                    .isEqualTo(example.group(3));
        });
    }
}
