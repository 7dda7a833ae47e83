package vpceguard.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;

/// Runs a few commands in one process, so that the launcher's cache of loaded classes has what they need.
final class Training {
    private Training() {}

    /// Asks them one after the other, whatever the answers.
    ///
    /// @param questions each a command line, its words parted by spaces
    public static void main(String... questions) {
        var nobody = new PrintStream(OutputStream.nullOutputStream(), false, UTF_8);
        for (var question : questions) {
            var _ = Main.run(new Terminal(InputStream.nullInputStream(), nobody, nobody), question.split(" "));
        }
    }
}
