package vpceguard.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class StandardOutputTest {
    /// A file or pipe that takes nothing.
    private static StandardOutput refusing(String reason) {
        return new StandardOutput(new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException(reason);
            }
        });
    }

    @Test
    void writesThrough() {
        var file = new ByteArrayOutputStream();
        var output = new StandardOutput(file);
        new PrintStream(output, true, UTF_8).println("é");

        assertThat(file.toString(UTF_8)).isEqualTo("é" + System.lineSeparator());
        assertThat(output.failure()).isEmpty();
    }

    @Test
    void knowsWhyItFailed() {
        var output = refusing("No space left on device");
        new PrintStream(output, true, UTF_8).println("answer");

        assertThat(output.failure()).contains("No space left on device");
    }

    @Test
    void aReaderThatHasSeenEnoughIsNoFailure() {
        var output = refusing("Broken pipe");
        new PrintStream(output, true, UTF_8).println("answer");

        assertThat(output.failure()).isEmpty();
    }
}
