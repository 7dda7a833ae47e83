package vpceguard.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Function;
import vpceguard.cli.Input.Read;
import vpceguard.cli.Input.Refused;
import vpceguard.json.Json;
import vpceguard.json.Parsed;
import vpceguard.json.Quoted;

/// A file that somebody named on the command line; `-` is standard input.
final class TextFile {
    private TextFile() {}

    /// Its text, which is not blank.
    static Input<String> read(String file) {
        return read(file, Input.LONGEST);
    }

    /// The same of a file that may be longer.
    ///
    /// @param longest in bytes
    static Input<String> read(String file, int longest) {
        return switch (content(file, longest)) {
            case Refused<String>(var reason) -> new Refused<>(Quoted.of(file) + ": " + reason);
            case Read<String>(var text)
            when text.isBlank() -> new Refused<>(Quoted.of(file) + ": empty, expected a document");
            case Read<String> content -> content;
        };
    }

    /// The JSON in it, read further by that reader.
    static <T> Input<T> read(String file, Function<Json, Parsed<T>> reader) {
        return read(file).then(text -> Input.json(file, text)).then(json -> Input.ofFile(file, reader.apply(json)));
    }

    private static Input<String> content(String file, int longest) {
        try {
            var path = Path.of(file.equals("-") ? "/dev/stdin" : file);
            if (Files.isDirectory(path)) {
                return new Refused<>("a directory, expected a file");
            }
            try (var in = Files.newInputStream(path)) {
                return Input.ofUtf8(in.readNBytes(longest + 1), longest);
            }
        } catch (NoSuchFileException e) {
            return new Refused<>("no such file");
        } catch (AccessDeniedException e) {
            return new Refused<>("access denied");
        } catch (IOException | InvalidPathException e) {
            return new Refused<>("cannot be read, " + Quoted.of(String.valueOf(e.getMessage())));
        }
    }
}
