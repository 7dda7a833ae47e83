package vpceguard.json;

/// Text from outside, made harmless for a message, a log line or a terminal.
public final class Quoted {
    private static final int LONGEST = 200;

    private Quoted() {}

    /// The same, whole: for what is stored nowhere else.
    public static String whole(String text) {
        return JsonWriter.asciiString(text);
    }

    /// The text in double quotes, as ASCII: control, right-to-left and all other special characters appear as
    /// a backslash, `u` and four digits; cut after 200 characters with the number of those left out.
    public static String of(String text) {
        var kept = text.length() <= LONGEST ? text : text.substring(0, LONGEST);
        var quoted = JsonWriter.asciiString(kept);
        return kept.length() == text.length()
                ? quoted
                : quoted + " and " + (text.length() - LONGEST) + " more characters";
    }
}
