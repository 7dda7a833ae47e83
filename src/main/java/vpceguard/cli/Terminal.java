package vpceguard.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import vpceguard.cli.Input.Read;
import vpceguard.cli.Input.Refused;
import vpceguard.json.Json;
import vpceguard.json.JsonWriter;

/// Where a command reads and writes. Both outputs are UTF-8.
record Terminal(InputStream in, PrintStream out, PrintStream err) {
    static final int USAGE = 2;

    /// Answers, or says why there is no answer; the exit code.
    ///
    /// @param telling tells the answer, and gives its exit code
    <A> int answer(Input<A> answer, ToIntFunction<A> telling) {
        return switch (answer) {
            case Refused<A>(var reason) -> refuse(reason);
            case Read<A>(var told) -> telling.applyAsInt(told);
        };
    }

    /// A document that is the answer.
    void print(Json document) {
        out.println(JsonWriter.indented(document));
    }

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
