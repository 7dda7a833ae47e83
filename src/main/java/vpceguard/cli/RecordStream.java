package vpceguard.cli;

import java.io.IOException;
import java.io.Reader;
import java.util.Optional;
import vpceguard.json.Json;
import vpceguard.json.JsonPointer;
import vpceguard.json.JsonReader;
import vpceguard.json.Parsed;
import vpceguard.json.Parsed.Malformed;

/// The records in a file of CloudTrail, one after the other, so that only one is in memory however long the file:
/// `{"Records": [...]}`, JSON lines, or single records.
final class RecordStream {
    /// In characters. CloudTrail's are under 1 MB.
    private static final int LONGEST = 1 << 21;

    private static final String BEGINNING = "{\"Records\":[";

    private final Reader in;
    private final char[] buffer = new char[1 << 16];
    private final StringBuilder record = new StringBuilder();
    private int at;
    private int end;

    RecordStream(Reader in) {
        this.in = in;
    }

    /// The next record, or what is wrong with the text there; empty at the end.
    Optional<Parsed<Json>> next() throws IOException {
        record.setLength(0);
        if (!isAtObject()) {
            return Optional.empty();
        }
        int depth = 0;
        boolean isText = false;
        boolean isEscaped = false;
        while (true) {
            int begun = at;
            while (at < end) {
                char c = buffer[at++];
                if (isText) {
                    isText = isEscaped || c != '"';
                    isEscaped = !isEscaped && c == '\\';
                } else if (c == '"') {
                    isText = true;
                } else if (c == '{') {
                    depth++;
                } else if (c == '[' && depth == 1 && isBeginning(begun)) {
                    return next();
                } else if (c == '}' && --depth == 0) {
                    record.append(buffer, begun, at - begun);
                    return Optional.of(JsonReader.read(record.toString()));
                }
            }
            record.append(buffer, begun, at - begun);
            if (record.length() > LONGEST) {
                return Optional.of(malformed("a record of more than " + LONGEST + " characters"));
            }
            if (!fill()) {
                return Optional.of(malformed("the text ends within a record"));
            }
        }
    }

    /// Whether what was read is how CloudTrail begins a file; its records follow.
    private boolean isBeginning(int begun) {
        if (record.length() + at - begun > 2 * BEGINNING.length()) {
            return false;
        }
        var text = record + new String(buffer, begun, at - begun);
        return text.replaceAll("\\s", "").equals(BEGINNING);
    }

    /// Passes over what stands between records.
    private boolean isAtObject() throws IOException {
        while (true) {
            while (at < end) {
                if (buffer[at] == '{') {
                    return true;
                }
                at++;
            }
            if (!fill()) {
                return false;
            }
        }
    }

    private boolean fill() throws IOException {
        at = 0;
        end = Math.max(in.read(buffer), 0);
        return end > 0;
    }

    private static Parsed<Json> malformed(String reason) {
        return new Malformed<>(JsonPointer.ROOT, reason);
    }
}
