package vpceguard.cli;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;
import vpceguard.json.Json;
import vpceguard.json.Quoted;
import vpceguard.model.EndpointType;

/// A command that answers one question from files, or one in each line of its input.
///
/// @param <A> the answer
abstract class Answering<A> implements Callable<Integer> {
    final Terminal terminal;

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            order = 1,
            description = "type of the endpoint: gateway or interface (default)")
    Optional<EndpointType> type = Optional.empty();

    @Option(names = "--json", order = 2, description = "answer in JSON")
    boolean json;

    @Option(names = "--lines", order = 3, description = "read questions as JSON lines, answer each with a JSON line")
    boolean lines;

    Answering(Terminal terminal) {
        this.terminal = terminal;
    }

    /// The type that endpoints have of which nothing else is said.
    EndpointType usualType() {
        return type.orElse(EndpointType.INTERFACE);
    }

    /// The question that files and options put, for endpoints of that type.
    abstract Input<Question> question(EndpointType ofType);

    /// Whether files or options were given that do not go with `--lines`.
    abstract boolean asked();

    /// The files that were given instead.
    static String found(List<String> files) {
        return files.isEmpty()
                ? ""
                : ", found " + files.stream().map(Quoted::of).collect(Collectors.joining(", "));
    }

    abstract Input<A> answer(Question question);

    abstract Json.Obj json(A answer);

    /// Tells a person.
    abstract void tell(A answer, Terminal person);

    abstract int exitCode(A answer);

    @Override
    public Integer call() throws IOException {
        if (lines) {
            if (asked()) {
                return terminal.refuse(
                        "--lines reads its questions from standard input, expected no files or options about one"
                                + " question beside it");
            }
            return new Filter(line -> answer(Question.ofLine(line, usualType())).map(this::json)).run(terminal);
        }
        return terminal.answer(question(usualType()).then(this::answer), answer -> {
            if (json) {
                terminal.print(json(answer));
            } else {
                tell(answer, terminal);
            }
            return exitCode(answer);
        });
    }
}
