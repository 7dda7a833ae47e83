package vpceguard.notice;

import java.util.Map;
import vpceguard.json.Json;

/// What is published once, in the two forms in which it is read.
///
/// @param subject one line of ASCII, under 100 characters, as SNS asks
/// @param text for people: plain ASCII, the result on the first line
/// @param json for machines, by `docs/notice.schema.json`
/// @param attributes for subscribers' filter policies
public record Notice(String subject, String text, Json.Obj json, Map<String, String> attributes) {
    public static final String SCHEMA = "vpceguard/notice/1";

    private static final int LONGEST_SUBJECT = 99;

    public Notice {
        attributes = Map.copyOf(attributes);
    }

    /// A subject that SNS accepts, whatever stands in the text: one line, ASCII, under 100 characters.
    static String subject(String text) {
        var line = Ascii.of("[vpce-guard] " + text);
        return line.length() <= LONGEST_SUBJECT ? line : line.substring(0, LONGEST_SUBJECT - 3) + "...";
    }
}
