package vpceguard.notice;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import vpceguard.json.Json;
import vpceguard.model.EndpointId;

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
    private static final String SCHEMA = "vpceguard/notice/2";

    private static final int LONGEST_SUBJECT = 99;

    public Notice {
        attributes = Map.copyOf(attributes);
        controls = List.copyOf(controls);
    }

    /// @param details what this kind of notice has beside what all have
    /// @param more attributes, alike
    static Notice of(
            String result, String text, ComplianceFinding finding, Json.Obj details, Map<String, String> more) {
        var attributes = new LinkedHashMap<String, String>();
        attributes.put("result", result);
        attributes.put("severity", finding.severity().toString());
        attributes.put("account", finding.account());
        attributes.put("region", finding.region());
        var all = Json.object().put("schema", SCHEMA);
        attributes.forEach(all::put);
        details.members().forEach(all::put);
        details.textAt("owner").ifPresent(owner -> attributes.put("owner", Ascii.of(owner)));
        attributes.putAll(more);
        var shortened = Shortening.of(finding.json(all.put("text", text).build()));
        return new Notice(
                subject(finding.title()), text, shortened.json(), shortened.line(), attributes, finding.controls());
    }

    /// What OCSF has no place for.
    public Json.Obj details() {
        return json.get("unmapped")
                .filter(Json.Obj.class::isInstance)
                .map(Json.Obj.class::cast)
                .orElseThrow();
    }

    /// The endpoints that a notice of several is about.
    public List<EndpointId> endpoints() {
        return details().at("endpoints").orElse(new Json.Arr(List.of())) instanceof Json.Arr(var items)
                ? items.stream()
                        .flatMap(found -> found.textAt("endpoint", "id").stream())
                        .map(EndpointId::new)
                        .toList()
                : List.of();
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
