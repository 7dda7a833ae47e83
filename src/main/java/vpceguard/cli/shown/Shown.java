package vpceguard.cli.shown;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import vpceguard.json.Json;
import vpceguard.json.JsonPointer;
import vpceguard.json.JsonWriter;
import vpceguard.json.Parsed;

/// An object of an answer, as AWS's command line shows it. Members that nobody asks for are passed over, since AWS adds
/// some; null means the same as no member.
record Shown(Json.Obj object, JsonPointer at) {
    /// What was read of a document, or the first place that is not as AWS shows it.
    static <T> Parsed<T> read(Json document, Function<Shown, T> reader) {
        try {
            return new Parsed.Ok<>(reader.apply(object(document, JsonPointer.ROOT)));
        } catch (Misshapen misshapen) {
            return new Parsed.Malformed<>(misshapen.at, misshapen.reason);
        }
    }

    /// The same of a document that is a list.
    static <T> Parsed<List<T>> readAll(Json document, Function<Shown, T> reader) {
        try {
            return new Parsed.Ok<>(items(document, JsonPointer.ROOT, item -> reader.apply(object(item.json, item.at))));
        } catch (Misshapen misshapen) {
            return new Parsed.Malformed<>(misshapen.at, misshapen.reason);
        }
    }

    Optional<String> text(String name) {
        return get(name).map(Value::text);
    }

    /// A document as its text, or as the JSON that it is.
    Optional<String> document(String name) {
        return get(name).map(value -> value.json.text().orElseGet(() -> JsonWriter.compact(value.json)));
    }

    String required(String name) {
        return text(name).orElseThrow(() -> missing(name));
    }

    Optional<Boolean> truth(String name) {
        return get(name).map(value -> {
            if (value.json instanceof Json.Bool(var truth)) {
                return truth;
            }
            throw value.expected("true or false");
        });
    }

    Optional<Shown> child(String name) {
        return get(name).map(value -> object(value.json, value.at));
    }

    /// Texts; none if there is no such member.
    Set<String> texts(String name) {
        return new HashSet<>(items(name, Value::text));
    }

    /// Objects of a member that must be there.
    <T> List<T> all(String name, Function<Shown, T> reader) {
        if (get(name).isEmpty()) {
            throw missing(name);
        }
        return list(name, reader);
    }

    /// Objects; none if there is no such member.
    <T> List<T> list(String name, Function<Shown, T> reader) {
        return items(name, item -> reader.apply(object(item.json, item.at)));
    }

    private Misshapen missing(String name) {
        return new Misshapen(at, "expected a member \"" + name + "\"");
    }

    Misshapen misshapen(String name, String reason) {
        return new Misshapen(at.child(name), reason);
    }

    private Optional<Value> get(String name) {
        return object.get(name)
                .filter(value -> !(value instanceof Json.Null))
                .map(value -> new Value(value, at.child(name)));
    }

    private <T> List<T> items(String name, Function<Value, T> item) {
        return get(name).map(value -> items(value.json, value.at, item)).orElse(List.of());
    }

    private static <T> List<T> items(Json json, JsonPointer at, Function<Value, T> item) {
        if (json instanceof Json.Arr(var items)) {
            return IntStream.range(0, items.size())
                    .mapToObj(i -> item.apply(new Value(items.get(i), at.child(i))))
                    .toList();
        }
        throw new Value(json, at).expected("a list");
    }

    private static Shown object(Json json, JsonPointer at) {
        if (json instanceof Json.Obj object) {
            return new Shown(object, at);
        }
        throw new Value(json, at).expected("an object");
    }

    private record Value(Json json, JsonPointer at) {
        String text() {
            return json.text().orElseThrow(() -> expected("a string"));
        }

        Misshapen expected(String what) {
            return new Misshapen(at, "expected " + what + ", found " + json.kind());
        }
    }

    /// A place that is not as AWS shows it; `read` makes an answer of it.
    static final class Misshapen extends RuntimeException {
        private final JsonPointer at;
        private final String reason;

        private Misshapen(JsonPointer at, String reason) {
            super(reason, null, false, false);
            this.at = at;
            this.reason = reason;
        }
    }
}
