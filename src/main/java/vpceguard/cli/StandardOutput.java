package vpceguard.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/// Standard output, which remembers why it could not be written: `PrintStream` only remembers that it
/// failed.
final class StandardOutput extends FilterOutputStream {
    /// A reader that has seen enough, such as `head`, is no failure.
    private static final String CLOSED_PIPE = "Broken pipe";

    private Optional<String> failure = Optional.empty();

    StandardOutput() {
        this(new FileOutputStream(FileDescriptor.out));
    }

    StandardOutput(OutputStream out) {
        super(out);
    }

    /// In the system's words.
    Optional<String> failure() {
        return failure;
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        try {
            out.write(bytes, from, length);
        } catch (IOException e) {
            failure = Optional.of(String.valueOf(e.getMessage())).filter(reason -> !reason.equals(CLOSED_PIPE));
            throw e;
        }
    }
}
