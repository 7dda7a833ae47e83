package vpceguard.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import vpceguard.json.Json;
import vpceguard.json.JsonPointer;
import vpceguard.json.JsonReader;
import vpceguard.json.Parsed;
import vpceguard.json.Parsed.Malformed;
import vpceguard.json.Quoted;

/// A question that was read, or the sentence that says what is wrong with it.
sealed interface Input<T> {
    /// In bytes; far above any policy, and far below what fills the memory.
    int LONGEST = 1 << 22;

    record Read<T>(T value) implements Input<T> {}

    record Refused<T>(String reason) implements Input<T> {}

    /// The text of these bytes. A byte order mark, as Windows writes it, is not part of the text (RFC 8259, 8.1).
    static Input<String> ofUtf8(byte[] bytes) {
        return ofUtf8(bytes, LONGEST);
    }

    /// The same for what may be longer.
    static Input<String> ofUtf8(byte[] bytes, int longest) {
        if (bytes.length > longest) {
            return new Refused<>("longer than " + longest + " bytes");
        }
        try {
            var text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            return new Read<>(text.startsWith("\ufeff") ? text.substring(1) : text);
        } catch (CharacterCodingException e) {
            return new Refused<>("not in UTF-8");
        }
    }

    /// What was read from a file, whose name is place enough for the whole document.
    static <T> Input<T> ofFile(String file, Parsed<T> parsed) {
        return switch (parsed) {
            case Parsed.Ok<T>(var value) -> new Read<>(value);
            case Malformed<T> malformed -> new Refused<>(Quoted.of(file) + ": " + inFile(malformed));
        };
    }

    /// The JSON in a file's text.
    static Input<Json> json(String file, String text) {
        return switch (JsonReader.read(text)) {
            case Parsed.Ok<Json>(var json) -> new Read<>(json);
            case Malformed<Json> malformed -> new Refused<>(Quoted.of(file) + " is not JSON: " + inFile(malformed));
        };
    }

    private static String inFile(Malformed<?> malformed) {
        return malformed.pointer().equals(JsonPointer.ROOT) ? malformed.reason() : malformed.toString();
    }

    /// What was read from that member of a line.
    static <T> Input<T> ofMember(String name, Parsed<T> parsed) {
        return switch (parsed) {
            case Parsed.Ok<T>(var value) -> new Read<>(value);
            case Malformed<T>(var pointer, var reason) ->
                new Refused<>(new Malformed<>(
                                new JsonPointer(JsonPointer.ROOT.child(name).text() + pointer.text()), reason)
                        .toString());
        };
    }

    /// What each of these gives, or what is wrong with the first that gives nothing.
    static <T, U> Input<List<U>> all(Iterable<T> each, Function<T, Input<U>> reader) {
        var read = new ArrayList<U>();
        for (var one : each) {
            switch (reader.apply(one)) {
                case Read<U>(var value) -> read.add(value);
                case Refused<U>(var reason) -> {
                    return new Refused<>(reason);
                }
            }
        }
        return new Read<>(List.copyOf(read));
    }

    /// The next step, taken only if this one went well.
    default <U> Input<U> then(Function<T, Input<U>> next) {
        return switch (this) {
            case Read<T>(var value) -> next.apply(value);
            case Refused<T>(var reason) -> new Refused<>(reason);
        };
    }

    default <U> Input<U> map(Function<T, U> next) {
        return then(value -> new Read<>(next.apply(value)));
    }
}
