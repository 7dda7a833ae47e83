package vpceguard.notice;

import java.util.ArrayList;
import java.util.List;
import vpceguard.json.JsonReader;
import vpceguard.json.JsonWriter;
import vpceguard.json.Quoted;

/// How two policies differ, statement by statement, for people: `-` marks what was, `+` what is, and what
/// stays is left out.
final class Difference {
    private Difference() {}

    /// At most so many lines; the last says what is left out.
    static List<String> lines(String before, String after, int most) {
        var old = statements(before);
        var now = statements(after);
        var lines = new ArrayList<String>();
        old.stream().filter(line -> !now.contains(line)).forEach(line -> lines.add("- " + Ascii.cut(line)));
        now.stream().filter(line -> !old.contains(line)).forEach(line -> lines.add("+ " + Ascii.cut(line)));
        var kept = old.stream().filter(now::contains).count();
        if (kept > 0) {
            lines.add("  and " + kept + (kept == 1 ? " line stays" : " lines stay") + " as before");
        }
        if (lines.size() <= most) {
            return lines;
        }
        var some = new ArrayList<>(lines.subList(0, most - 1));
        some.add("  and " + (lines.size() - some.size()) + " more lines, whole in the record");
        return some;
    }

    private static List<String> statements(String text) {
        return JsonReader.read(text)
                .orEmpty()
                .map(JsonWriter::statementLines)
                .orElseGet(() -> List.of(Quoted.of(text)));
    }
}
