package vpceguard.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.regex.Pattern;
import vpceguard.json.Json.Arr;
import vpceguard.json.Json.Bool;
import vpceguard.json.Json.Null;
import vpceguard.json.Json.Num;
import vpceguard.json.Json.Obj;
import vpceguard.json.Json.Str;
import vpceguard.json.Parsed.Malformed;

/// Reads JSON strictly (RFC 8259): an object with two members of the same name is refused, as IAM refuses
/// it, and so is nesting deeper than 100 levels. A text that cannot be read is answered with `Malformed`,
/// never with an exception.
public final class JsonReader {
    private static final int DEEPEST = 100;
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?");

    private final String in;
    /// Names and indexes down to the value being read; made a pointer only on refusal, as long names would cost too
    /// much.
    private final List<String> path = new ArrayList<>();
    private int at;

    private JsonReader(String in) {
        this.in = in;
    }

    /// The value, or the place and the reason why the text is no JSON.
    public static Parsed<Json> read(String text) {
        var reader = new JsonReader(text);
        try {
            var value = reader.value(0);
            reader.blanks();
            if (reader.at < text.length()) {
                throw reader.refused("expected the end of the text");
            }
            return new Parsed.Ok<>(value);
        } catch (Refused refused) {
            return new Malformed<>(reader.here(), refused.reason);
        }
    }

    private Json value(int depth) {
        if (depth > DEEPEST) {
            throw refused("nested deeper than " + DEEPEST + " levels");
        }
        blanks();
        return switch (peek()) {
            case '{' -> object(depth);
            case '[' -> array(depth);
            case '"' -> new Str(string());
            case 't' -> literal("true", new Bool(true));
            case 'f' -> literal("false", new Bool(false));
            case 'n' -> literal("null", new Null());
            default -> number();
        };
    }

    private Json object(int depth) {
        var members = new LinkedHashMap<String, Json>();
        at++;
        blanks();
        while (peek() != '}') {
            expect('"', "a member name");
            at--;
            var name = string();
            path.add(name);
            if (members.containsKey(name)) {
                throw refused("member stands twice");
            }
            blanks();
            expect(':', "\":\"");
            members.put(name, value(depth + 1));
            path.removeLast();
            blanks();
            if (peek() != '}') {
                expect(',', "\",\" or \"}\"");
                blanks();
                if (peek() == '}') {
                    throw refused("expected a member name");
                }
            }
        }
        at++;
        return new Obj(members);
    }

    private Json array(int depth) {
        var items = new ArrayList<Json>();
        at++;
        blanks();
        while (peek() != ']') {
            path.add(Integer.toString(items.size()));
            items.add(value(depth + 1));
            path.removeLast();
            blanks();
            if (peek() != ']') {
                expect(',', "\",\" or \"]\"");
                blanks();
                if (peek() == ']') {
                    throw refused("expected a value");
                }
            }
        }
        at++;
        return new Arr(items);
    }

    private String string() {
        var text = new StringBuilder();
        at++;
        int copied = at;
        while (peek() != '"') {
            char c = in.charAt(at++);
            if (c < ' ') {
                throw refused("control character in a string");
            }
            if (c == '\\') {
                text.append(in, copied, at - 1).append(escaped());
                copied = at;
            }
        }
        var rest = in.substring(copied, at++);
        return text.isEmpty() ? rest : text.append(rest).toString();
    }

    private char escaped() {
        char c = peek();
        at++;
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> hex();
            default -> throw refused("unknown escape");
        };
    }

    private char hex() {
        int code = 0;
        for (int i = 0; i < 4; i++) {
            int digit = Character.digit(peek(), 16);
            if (digit < 0 || peek() > 'f') {
                throw refused("expected four hexadecimal digits");
            }
            code = 16 * code + digit;
            at++;
        }
        return (char) code;
    }

    private Json number() {
        var matcher = NUMBER.matcher(in).region(at, in.length());
        if (!matcher.lookingAt()) {
            throw refused("expected a value");
        }
        at = matcher.end();
        return new Num(matcher.group());
    }

    private Json literal(String word, Json value) {
        if (!in.startsWith(word, at)) {
            throw refused("expected a value");
        }
        at += word.length();
        return value;
    }

    private void blanks() {
        while (at < in.length() && " \t\r\n".indexOf(in.charAt(at)) >= 0) {
            at++;
        }
    }

    private char peek() {
        if (at >= in.length()) {
            throw refused("the text ends too early");
        }
        return in.charAt(at);
    }

    private void expect(char c, String what) {
        if (peek() != c) {
            throw refused("expected " + what);
        }
        at++;
    }

    private JsonPointer here() {
        var here = JsonPointer.ROOT;
        for (var name : path) {
            here = here.child(name);
        }
        return here;
    }

    private Refused refused(String reason) {
        return new Refused(reason + ", character " + (at + 1));
    }

    /// Never leaves this class.
    private static final class Refused extends RuntimeException {
        private final String reason;

        private Refused(String reason) {
            super(reason, null, false, false);
            this.reason = reason;
        }
    }
}
