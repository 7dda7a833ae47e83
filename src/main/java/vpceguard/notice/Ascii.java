package vpceguard.notice;

import java.util.regex.Pattern;

/// Turns text from outside into harmless plain ASCII.
final class Ascii {
    private static final Pattern OTHER = Pattern.compile("[^ -~]");

    private static final int LONGEST = 500;

    private Ascii() {}

    /// The text with everything but printable ASCII replaced by `?`, so that it stays one line and means what it shows.
    static String of(String text) {
        return OTHER.matcher(text).replaceAll("?");
    }

    /// The same, and what is long cut.
    static String cut(String text) {
        var line = of(text);
        return line.length() <= LONGEST
                ? line
                : line.substring(0, LONGEST) + " and " + (line.length() - LONGEST) + " more characters";
    }
}
