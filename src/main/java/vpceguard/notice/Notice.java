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

    public Notice {
        attributes = Map.copyOf(attributes);
        if (subject.length() >= 100 || !subject.chars().allMatch(c -> c >= ' ' && c <= '~')) {
            throw new IllegalArgumentException("not a subject for SNS: " + subject.length() + " characters");
        }
    }
}
