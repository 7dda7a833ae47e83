package vpceguard.notice;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import vpceguard.control.Assessment;
import vpceguard.control.Finding;
import vpceguard.json.Json;
import vpceguard.model.Endpoint;
import vpceguard.model.EndpointJson;
import vpceguard.model.Severity;

/// What a sweep found, in one notice for all endpoints.
public final class SweepNotice {
    private static final int MOST = 40;

    private SweepNotice() {}

    /// One endpoint that is not compliant.
    public record Line(Endpoint endpoint, Assessment assessment) {}

    public static Notice of(String account, String region, List<Line> lines, Instant at) {
        var worst = lines.stream()
                .map(line -> line.assessment().severity())
                .max(Severity::compareTo)
                .orElse(Severity.LOW);
        var text = new ArrayList<String>();
        text.add(
                "NOT CHANGED. " + lines.size() + " endpoints stood before and are not compliant; nothing was written.");
        text.add("");
        lines.stream().limit(MOST).map(SweepNotice::line).forEach(text::add);
        if (lines.size() > MOST) {
            text.add("and " + (lines.size() - MOST) + " more");
        }
        text.add("");
        text.add("Account " + account + ", " + region + ", swept at " + at + ".");
        var found = lines.stream().limit(MOST).map(SweepNotice::json).toList();
        return notice("SWEPT", worst, account, region, at, text, lines.size() + " endpoints not compliant", found);
    }

    /// The sweep could not even begin.
    public static Notice unconfirmed(String account, String region, String reason, Instant at) {
        var text = List.of(
                "NOT CHANGED. Act now: nothing is repaired in this account until the perimeter is confirmed.",
                "",
                "Why       " + Ascii.of(reason),
                "Account   " + account + ", " + region + ", at " + at);
        return notice("NOT_CHANGED", Severity.HIGH, account, region, at, text, "perimeter not confirmed", List.of());
    }

    static Notice notice(
            String result,
            Severity severity,
            String account,
            String region,
            Instant at,
            List<String> lines,
            String headline,
            List<Json.Obj> endpoints) {
        var text = String.join("\n", lines) + "\n";
        var json = Json.object()
                .put("schema", Notice.SCHEMA)
                .put("result", result)
                .put("severity", severity.toString())
                .put("account", account)
                .put("region", region)
                .put("closedAt", at.toString())
                .put("endpoints", new Json.Arr(List.copyOf(endpoints)))
                .put("text", text)
                .build();
        return new Notice(
                Notice.subject("NOT CHANGED, %s: %s in %s %s".formatted(severity, headline, account, region)),
                text,
                json,
                Map.of("result", result, "severity", severity.toString(), "account", account, "region", region));
    }

    private static String line(Line line) {
        var what = line.assessment().findings().stream()
                .map(Finding::controlId)
                .distinct()
                .toList();
        return "%-9s %s (%s): %s"
                .formatted(
                        line.assessment().severity(),
                        line.endpoint().id(),
                        Ascii.of(line.endpoint().service().shortName()),
                        what.isEmpty()
                                ? "not known, "
                                        + Ascii.of(line.assessment().open().getFirst())
                                : String.join(", ", what));
    }

    private static Json.Obj json(Line line) {
        return Json.object()
                .put("endpoint", EndpointJson.write(line.endpoint().withPolicy(java.util.Optional.empty())))
                .put("assessment", line.assessment().json())
                .build();
    }
}
