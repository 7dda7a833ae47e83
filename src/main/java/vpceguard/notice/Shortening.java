package vpceguard.notice;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import vpceguard.json.Json;
import vpceguard.json.JsonWriter;

/// Shortens a notice to what everybody takes: SNS refuses one that is too long, and readers one that is cut
/// within a character. It must go out, and the record has the rest.
final class Shortening {
    /// In bytes, as a string within the message: SNS takes 262,144 for a message with all its forms and attributes.
    static final int LONGEST = 180_000;

    /// Of a character of JSON that stands within a string: no control character is left in it.
    private static final int MOST_BYTES = 3;

    /// How long strings may be and how many items lists may have, each step for what is still too long. Ids and times
    /// are shorter than the shortest.
    private static final List<Step> STEPS =
            List.of(new Step(8192, 256), new Step(2048, 64), new Step(300, 9), new Step(300, 2));

    private static final int MOST_MEMBERS = 40;

    private Shortening() {}

    private record Step(int characters, int items) {}

    /// A notice as JSON, and the same on one line.
    record Shortened(Json.Obj json, String line) {
        private Shortened(Json.Obj json) {
            this(json, JsonWriter.compact(json));
        }

        private boolean isTooLong() {
            return line.length() > LONGEST / MOST_BYTES
                    && JsonWriter.compact(new Json.Str(line)).getBytes(StandardCharsets.UTF_8).length > LONGEST;
        }
    }

    /// The same if it is short enough; else its long strings and lists cut, marked with `shortened`.
    static Shortened of(Json.Obj event) {
        var whole = isSound(event) ? event : (Json.Obj) sound(event);
        var shorter = new Shortened(whole);
        for (var step : STEPS) {
            if (!shorter.isTooLong()) {
                return shorter;
            }
            shorter = new Shortened(cut(whole, step));
        }
        return shorter;
    }

    private static boolean isSound(Json json) {
        return switch (json) {
            case Json.Str(var text) -> isSound(text);
            case Json.Arr(var items) -> items.stream().allMatch(Shortening::isSound);
            case Json.Obj(var members) ->
                members.entrySet().stream().allMatch(member -> isSound(member.getKey()) && isSound(member.getValue()));
            case Json.Num _, Json.Bool _, Json.Null _ -> true;
        };
    }

    /// The same in whole characters: what is half of one (an unpaired surrogate) is in no encoding.
    private static Json sound(Json json) {
        return switch (json) {
            case Json.Str(var text) -> new Json.Str(sound(text));
            case Json.Arr(var items) ->
                new Json.Arr(items.stream().map(Shortening::sound).toList());
            case Json.Obj(var members) -> {
                var all = new LinkedHashMap<String, Json>();
                members.forEach((name, value) -> all.put(sound(name), sound(value)));
                yield new Json.Obj(all);
            }
            case Json.Num _, Json.Bool _, Json.Null _ -> json;
        };
    }

    private static String sound(String text) {
        return isSound(text)
                ? text
                : text.codePoints()
                        .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? '\ufffd' : c)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString();
    }

    private static boolean isSound(String text) {
        int i = 0;
        while (i < text.length() && !Character.isSurrogate(text.charAt(i))) {
            i++;
        }
        return i == text.length();
    }

    private static Json.Obj cut(Json.Obj event, Step step) {
        var details = event.get("unmapped").filter(Json.Obj.class::isInstance).map(Json.Obj.class::cast);
        return details.map(all ->
                        event.with("unmapped", ((Json.Obj) shorter(all, step)).with("shortened", new Json.Bool(true))))
                .orElse(event);
    }

    private static Json shorter(Json json, Step step) {
        return switch (json) {
            case Json.Str(var text)
            when text.length() > step.characters() ->
                new Json.Str(sound(text.substring(0, step.characters())) + " and " + (text.length() - step.characters())
                        + " more characters");
            case Json.Arr(var items) ->
                new Json.Arr(items.stream()
                        .limit(step.items())
                        .map(item -> shorter(item, step))
                        .toList());
            case Json.Obj(var members) -> {
                var some = new LinkedHashMap<String, Json>();
                members.entrySet().stream()
                        .limit(MOST_MEMBERS)
                        .forEach(member -> some.put(member.getKey(), shorter(member.getValue(), step)));
                yield new Json.Obj(some);
            }
            case Json.Str _, Json.Num _, Json.Bool _, Json.Null _ -> json;
        };
    }
}
