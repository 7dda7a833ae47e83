package vpceguard.notice;

import java.util.List;
import java.util.Map;
import vpceguard.json.Json;

/// What is published once, in the forms in which it is read.
///
/// @param subject one line of ASCII, under 100 characters, as SNS asks
/// @param text for people: plain ASCII, the result on the first line
/// @param json for machines, by `docs/notice.schema.json`: an OCSF Compliance Finding, of a size that SNS takes
/// @param line the same on one line
/// @param attributes for subscribers' filter policies
/// @param controls what found something, for the same
public record Notice(
        String subject,
        String text,
        Json.Obj json,
        String line,
        Map<String, String> attributes,
        List<String> controls) {
    public static final String SCHEMA = "vpceguard/notice/2";

    private static final int LONGEST_SUBJECT = 99;

    public Notice {
        attributes = Map.copyOf(attributes);
        controls = List.copyOf(controls);
    }

    static Notice of(
            String subject, String text, ComplianceFinding finding, Json.Obj details, Map<String, String> attributes) {
        var shortened = Shortening.of(finding.json(details));
        return new Notice(subject(subject), text, shortened.json(), shortened.line(), attributes, finding.controls());
    }

    /// What OCSF has no place for.
    public Json.Obj details() {
        return json.get("unmapped")
                .filter(Json.Obj.class::isInstance)
                .map(Json.Obj.class::cast)
                .orElseThrow();
    }

    /// Whether something had to be cut.
    boolean isShortened() {
        return details().get("shortened").isPresent();
    }

    /// A subject that SNS accepts, whatever stands in the text: one line, ASCII, under 100 characters.
    static String subject(String text) {
        var line = Ascii.of("[vpce-guard] " + text);
        return line.length() <= LONGEST_SUBJECT ? line : line.substring(0, LONGEST_SUBJECT - 3) + "...";
    }
}
