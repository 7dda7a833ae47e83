package vpceguard.notice;

/// Text from outside on its way into plain text.
final class Ascii {
    private Ascii() {}

    /// The text with everything but printable ASCII replaced by `?`, so that it stays one line and means what it shows.
    static String of(String text) {
        return text.replaceAll("[^ -~]", "?");
    }
}
