package vpceguard.notice;

import java.util.regex.Pattern;

/// Text from outside on its way into plain text.
final class Ascii {
    private static final Pattern OTHER = Pattern.compile("[^ -~]");

    private Ascii() {}

    /// The text with everything but printable ASCII replaced by `?`, so that it stays one line and means what it shows.
    static String of(String text) {
        return OTHER.matcher(text).replaceAll("?");
    }
}
