package vpceguard.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.util.stream.Collectors;

/// Where a command reads and writes. Both outputs are UTF-8.
record Terminal(InputStream in, PrintStream out, PrintStream err) {
    static final int USAGE = 2;

    /// A line for people, in which text from policies cannot steer the terminal.
    void say(String line) {
        out.println(harmless(line));
    }

    /// The same beside the answer proper.
    void remark(String line) {
        err.println(harmless(line));
    }

    /// Says why there is no answer; the exit code.
    int refuse(String reason) {
        remark("vpce-guard: " + reason);
        return USAGE;
    }

    private static String harmless(String line) {
        return line.chars()
                .mapToObj(c -> c >= ' ' && c <= '~' ? Character.toString(c) : "\\u%04x".formatted(c))
                .collect(Collectors.joining());
    }
}
