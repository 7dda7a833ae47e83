package vpceguard.cli;

import java.io.IOException;
import java.io.Reader;
import java.util.Optional;
import java.util.Set;
import vpceguard.json.Json;
import vpceguard.json.JsonPointer;
import vpceguard.json.JsonReader;
import vpceguard.json.Parsed;
import vpceguard.json.Parsed.Malformed;

/// The records in a file of CloudTrail, one after the other, so that only one is in memory however long the file:
/// `{"Records": [...]}`, `{"Events": [...]}` of `aws cloudtrail lookup-events`, JSON lines, or single records.
final class RecordStream {
    /// In characters. CloudTrail's are under 1 MB.
    private static final int LONGEST = 1 << 21;

    private static final Set<String> BEGINNINGS = Set.of("{\"Records\":[", "{\"Events\":[");
    /// More than one of these has with the spaces that somebody puts in.
    private static final int LONGEST_BEGINNING = 24;

    private final Reader in;
    private final char[] buffer = new char[1 << 16];
    private final StringBuilder record = new StringBuilder();
    private int at;
    private int end;
    /// Whether a list of records is not over.
    private boolean isInList;

    RecordStream(Reader in) {
        this.in = in;
    }

    /// The next record, or what is wrong with the text there; empty at the end.
    Optional<Parsed<Json>> next() throws IOException {
        record.setLength(0);
        if (!isAtObject()) {
            return isInList ? Optional.of(cut()) : Optional.empty();
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
                    isInList = true;
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
                return Optional.of(cut());
            }
        }
    }

    /// Whether what was read is how CloudTrail begins a file; its records follow.
    private boolean isBeginning(int begun) {
        if (record.length() + at - begun > LONGEST_BEGINNING) {
            return false;
        }
        var text = record + new String(buffer, begun, at - begun);
        return BEGINNINGS.contains(text.replaceAll("\\s", ""));
    }

    /// Passes over what stands between records.
    private boolean isAtObject() throws IOException {
        while (true) {
            while (at < end) {
                if (buffer[at] == '{') {
                    return true;
                }
                isInList &= buffer[at++] != ']';
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

    private Parsed<Json> cut() {
        isInList = false;
        return malformed("the text ends within a record");
    }

    private static Parsed<Json> malformed(String reason) {
        return new Malformed<>(JsonPointer.ROOT, reason);
    }
}
