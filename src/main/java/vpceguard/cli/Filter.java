package vpceguard.cli;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import vpceguard.cli.Input.Read;
import vpceguard.cli.Input.Refused;
import vpceguard.json.Json;
import vpceguard.json.JsonReader;
import vpceguard.json.JsonWriter;
import vpceguard.json.Parsed;
import vpceguard.json.Quoted;

/// Answers JSON lines with JSON lines: each line as soon as it is read, a bad one with `error`.
///
/// @param answering the answer to a line's members, without its `id`
record Filter(Function<Json.Obj, Input<Json.Obj>> answering) {
    /// An id at the front can still be told where the rest of the line is no JSON.
    private static final Pattern ID =
            Pattern.compile("\\s*\\{\\s*\"id\"\\s*:\\s*(\"[^\"\\\\]{0,200}\"|-?[0-9]{1,20})\\s*[,}]");

    /// Ends with the input, or when nobody reads the answers any more; the exit code.
    int run(Terminal terminal) {
        try {
            var in = new BufferedInputStream(terminal.in());
            for (var line = line(in); line.isPresent() && !terminal.out().checkError(); line = line(in)) {
                answer(line.get()).ifPresent(answer -> {
                    terminal.out().print(JsonWriter.compact(answer) + "\n");
                    terminal.out().flush();
                });
            }
            return 0;
        } catch (IOException e) {
            return terminal.refuse("standard input cannot be read, " + Quoted.of(String.valueOf(e.getMessage())));
        }
    }

    /// The answer to a line; none to a blank one.
    Optional<Json.Obj> answer(byte[] line) {
        return switch (Input.ofUtf8(line)) {
            case Refused<String>(var reason) -> Optional.of(error(Optional.empty(), reason));
            case Read<String>(var text) -> text.isBlank() ? Optional.empty() : Optional.of(answer(text));
        };
    }

    private Json.Obj answer(String line) {
        return switch (JsonReader.read(line)) {
            case Parsed.Ok<Json>(var json) when json instanceof Json.Obj members -> answer(members);
            case Parsed.Ok<Json> _ -> error(Optional.empty(), "expected an object");
            case Parsed.Malformed<Json> malformed -> error(id(line), malformed.toString());
        };
    }

    private Json.Obj answer(Json.Obj members) {
        var id = members.get("id");
        try {
            return switch (answering.apply(members)) {
                case Read<Json.Obj>(var answer) -> {
                    var whole = begun(id);
                    answer.members().forEach(whole::put);
                    yield whole.build();
                }
                case Refused<Json.Obj>(var reason) -> error(id, reason);
            };
        } catch (RuntimeException | VirtualMachineError broken) {
            // A fault of this program, told as such: the next line is another question.
            return error(id, "internal error, " + Quoted.of(broken.toString()));
        }
    }

    private static Optional<Json> id(String line) {
        var id = ID.matcher(line);
        return id.lookingAt() ? JsonReader.read(id.group(1)).orEmpty() : Optional.empty();
    }

    private static Json.Obj error(Optional<Json> id, String reason) {
        return begun(id).put("error", reason).build();
    }

    private static Json.Builder begun(Optional<Json> id) {
        var answer = Json.object();
        id.ifPresent(value -> answer.put("id", value));
        return answer;
    }

    /// The next line; of one that is too long so much that this shows.
    private static Optional<byte[]> line(InputStream in) throws IOException {
        int next = in.read();
        if (next < 0) {
            return Optional.empty();
        }
        var line = new ByteArrayOutputStream();
        for (; next >= 0 && next != '\n'; next = in.read()) {
            if (line.size() <= Input.LONGEST) {
                line.write(next);
            }
        }
        return Optional.of(line.toByteArray());
    }
}
