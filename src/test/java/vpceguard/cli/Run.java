package vpceguard.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import vpceguard.json.Json;
import vpceguard.json.JsonReader;
import vpceguard.json.Parsed;

/// One run of the command line: its exit code and what it wrote.
public record Run(int code, String out, String err) {
    static Run of(String... args) {
        return of(new byte[0], args);
    }

    /// With `--lines`, over these lines.
    static Run filter(String command, String... lines) {
        return of(String.join("\n", lines).getBytes(UTF_8), command, "--lines");
    }

    static Run of(byte[] in, String... args) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var code = Main.run(
                new Terminal(
                        new ByteArrayInputStream(in),
                        new PrintStream(out, false, UTF_8),
                        new PrintStream(err, true, UTF_8)),
                args);
        return new Run(code, out.toString(UTF_8), err.toString(UTF_8));
    }

    /// The answers to lines; there was nothing to say beside them.
    List<Json> answers() {
        assertThat(err).isEmpty();
        assertThat(code).isZero();
        return out.lines()
                .map(line -> switch (JsonReader.read(line)) {
                    case Parsed.Ok<Json>(var json) -> json;
                    case Parsed.Malformed<Json> malformed -> throw new AssertionError(malformed + " in " + line);
                })
                .toList();
    }

    Json answer() {
        assertThat(answers()).hasSize(1);
        return answers().getFirst();
    }
}
