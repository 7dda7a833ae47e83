package vpceguard.cli;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;
import vpceguard.json.Json;
import vpceguard.json.JsonPointer;
import vpceguard.json.JsonReader;
import vpceguard.json.Parsed;
import vpceguard.json.Parsed.Malformed;
import vpceguard.json.Quoted;

/// The records in a file of CloudTrail, one after the other, so that only one is in memory however long the file:
/// `{"Records": [...]}`, `{"Events": [...]}` of `aws cloudtrail lookup-events`, lists, JSON lines, or single records.
///
/// Anything else between records is refused: it may be what is left of one, and then the others are no evidence.
final class RecordStream {
    /// In characters. CloudTrail's are under 1 MB.
    private static final int LONGEST = 1 << 21;

    private static final Set<String> BEGINNINGS = Set.of("{\"Records\":[", "{\"Events\":[");
    /// More than one of these has with the spaces that somebody puts in.
    private static final int LONGEST_BEGINNING = 24;
    private static final int LONGEST_SHOWN = 20;

    private final Reader in;
    private final char[] buffer = new char[1 << 16];
    private final StringBuilder record = new StringBuilder();
    private int at;
    private int end;
    /// How the lists began that are not over: with `[`, or as a member of an object with `{`.
    private final Deque<Character> lists = new ArrayDeque<>();
    /// Ends of lines before the place in the buffer up to which they are counted.
    private long linesBefore;
    private int counted;
    private long line;

    RecordStream(Reader in) {
        this.in = in;
    }

    /// The next record, or what is wrong with the text there; empty at the end.
    Optional<Parsed<Json>> next() throws IOException {
        while (at < end || fill()) {
            char c = buffer[at];
            if (c == '{') {
                line = here();
                record.setLength(0);
                return object(0);
            } else if (c == '[') {
                lists.push(c);
            } else if (c == ']' && !lists.isEmpty()) {
                if (lists.pop() == '{') {
                    at++;
                    record.setLength(0);
                    record.append("{\"Records\":[]");
                    var rest = object(1);
                    if (rest.filter(Malformed.class::isInstance).isPresent()) {
                        return rest;
                    }
                    continue;
                }
            } else if (!isBetween(c)) {
                line = here();
                return Optional.of(malformed("expected a record of CloudTrail, found "
                        + Quoted.of(new String(buffer, at, Math.min(end - at, LONGEST_SHOWN)))));
            }
            at++;
        }
        return lists.isEmpty() ? Optional.empty() : Optional.of(cut());
    }

    /// The line, counted from 1, on which the last record began, or what is wrong.
    long line() {
        return line;
    }

    private long here() {
        countLines(at);
        return 1 + linesBefore;
    }

    private void countLines(int before) {
        for (; counted < before; counted++) {
            linesBefore += buffer[counted] == '\n' ? 1 : 0;
        }
    }

    /// A byte order mark is also where a file was put behind another.
    private static boolean isBetween(char c) {
        return Character.isWhitespace(c) || c == ',' || c == '\ufeff';
    }

    /// The rest of an object, of which this many are begun.
    private Optional<Parsed<Json>> object(int begunBefore) throws IOException {
        int depth = begunBefore;
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
                    lists.push('{');
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

    private boolean fill() throws IOException {
        countLines(end);
        counted = 0;
        at = 0;
        end = Math.max(in.read(buffer), 0);
        return end > 0;
    }

    private Parsed<Json> cut() {
        lists.clear();
        return malformed("the text ends within a record");
    }

    private static Parsed<Json> malformed(String reason) {
        return new Malformed<>(JsonPointer.ROOT, reason);
    }
}
