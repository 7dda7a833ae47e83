package vpceguard.json;

import java.util.ArrayList;
import java.util.List;
import vpceguard.json.Json.Arr;
import vpceguard.json.Json.Bool;
import vpceguard.json.Json.Null;
import vpceguard.json.Json.Num;
import vpceguard.json.Json.Obj;
import vpceguard.json.Json.Str;

/// Writes JSON in two forms: compact, for machines and for EC2, and indented, for people.
public final class JsonWriter {
    private final StringBuilder out = new StringBuilder(512);
    private final boolean indented;
    private final boolean ascii;

    private JsonWriter(boolean indented, boolean ascii) {
        this.indented = indented;
        this.ascii = ascii;
    }

    /// One line without white space between tokens; members in their order.
    public static String compact(Json value) {
        return new JsonWriter(false, false).text(value);
    }

    /// Two spaces a level; empty objects and arrays on one line. All but ASCII is escaped, since people read it on
    /// terminals and in mail.
    public static String indented(Json value) {
        return new JsonWriter(true, true).text(value);
    }

    /// A policy for a narrow screen: one line of ASCII for each statement, and one for what stands beside them.
    public static List<String> statementLines(Json policy) {
        var lines = new ArrayList<String>();
        if (policy instanceof Obj(var members) && members.get("Statement") instanceof Arr(var statements)) {
            members.forEach((name, value) -> {
                if (!name.equals("Statement")) {
                    lines.add(asciiString(name) + ": " + asciiLine(value));
                }
            });
            statements.forEach(statement -> lines.add(asciiLine(statement)));
        } else {
            lines.add(asciiLine(policy));
        }
        return lines;
    }

    private static String asciiLine(Json value) {
        return new JsonWriter(false, true).text(value);
    }

    static String asciiString(String value) {
        return asciiLine(new Str(value));
    }

    private String text(Json value) {
        write(value, 0);
        return out.toString();
    }

    private void write(Json value, int depth) {
        switch (value) {
            case Obj(var members) -> {
                out.append('{');
                var separator = "";
                for (var member : members.entrySet()) {
                    out.append(separator);
                    line(depth + 1);
                    string(member.getKey());
                    out.append(indented ? ": " : ":");
                    write(member.getValue(), depth + 1);
                    separator = ",";
                }
                close('}', members.isEmpty(), depth);
            }
            case Arr(var items) -> {
                out.append('[');
                var separator = "";
                for (var item : items) {
                    out.append(separator);
                    line(depth + 1);
                    write(item, depth + 1);
                    separator = ",";
                }
                close(']', items.isEmpty(), depth);
            }
            case Str(var text) -> string(text);
            case Num(var literal) -> out.append(literal);
            case Bool(var truth) -> out.append(truth);
            case Null() -> out.append("null");
        }
    }

    private void close(char bracket, boolean empty, int depth) {
        if (!empty) {
            line(depth);
        }
        out.append(bracket);
    }

    private void line(int depth) {
        if (indented) {
            out.append('\n').repeat(' ', 2 * depth);
        }
    }

    private void string(String value) {
        // By pieces: `append(value, from, to)` would copy character by character.
        out.append('"');
        int copied = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < ' ' || c > '~' || c == '"' || c == '\\') {
                out.append(value.substring(copied, i)).append(escaped(value, i));
                copied = i + 1;
            }
        }
        out.append(value.substring(copied)).append('"');
    }

    private String escaped(String value, int i) {
        char c = value.charAt(i);
        return switch (c) {
            case '"' -> "\\\"";
            case '\\' -> "\\\\";
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default ->
                c < ' ' || (Character.isSurrogate(c) && !paired(value, i)) || (ascii && c > '~')
                        ? "\\u%04x".formatted((int) c)
                        : String.valueOf(c);
        };
    }

    /// A lone surrogate has no UTF-8 form: written raw it would come back as `?`.
    private static boolean paired(String value, int i) {
        return Character.isHighSurrogate(value.charAt(i))
                ? i + 1 < value.length() && Character.isLowSurrogate(value.charAt(i + 1))
                : i > 0 && Character.isHighSurrogate(value.charAt(i - 1));
    }
}
