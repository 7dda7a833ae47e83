package vpceguard.notice;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import vpceguard.json.Json;
import vpceguard.model.Endpoint;
import vpceguard.model.EndpointId;
import vpceguard.model.EndpointJson;
import vpceguard.model.Severity;
import vpceguard.notice.ComplianceFinding.State;

/// The frame of notices about an account and its endpoints, rather than about one record.
public final class AccountNotice {
    /// The result of notices about findings that are over.
    static final String MENDED = "MENDED";

    /// The result of notices about findings that are exempt by now.
    static final String EXEMPT = "EXEMPT";

    private AccountNotice() {}

    /// Changes are seen whose events do not come.
    public static Notice unheard(Sender sender, Instant at) {
        var text = List.of(
                "NOT CHANGED. Act now: events of endpoint changes do not arrive here, so only the daily sweep looks.",
                "",
                "Why       endpoints were made or changed, and no event came within the time that it takes",
                "To do     look for a CloudTrail trail that records management events of this Region, with logging",
                "          on, and for the rules of this stack: both must be enabled and have their targets;",
                "          ./vpce-guard doctor looks at all of it",
                "Account   " + sender.place() + ", at " + at);
        return of("NOT_CHANGED", Severity.HIGH, sender, at, text, "events do not arrive", List.of());
    }

    /// Another deployment changes the same endpoints.
    ///
    /// @param caller its role's session, not escaped
    public static Notice otherStack(Sender sender, String caller, Instant at) {
        var text = List.of(
                "NOT CHANGED. Act now: a second vpce-guard changes endpoints of this account and Region.",
                "",
                "Who       " + Ascii.of(caller),
                "Why       with two perimeters an endpoint lets through only what both admit, and two notices come of",
                "          each change",
                "To do     delete one of the two stacks, or give both the same perimeter document; if there is no",
                "          second stack, somebody calls EC2 under this guard's name: look at CloudTrail",
                "Account   " + sender.place() + ", at " + at);
        return of("NOT_CHANGED", Severity.HIGH, sender, at, text, "a second vpce-guard", List.of());
    }

    /// The sweep could not even begin.
    public static Notice unconfirmed(Sender sender, String reason, Instant at) {
        var text = List.of(
                "NOT CHANGED. Act now: nothing is repaired in this account until the perimeter is confirmed.",
                "",
                "Why       " + Ascii.of(reason),
                "To do     " + sender.confirming(),
                "Account   " + sender.place() + ", at " + at);
        return of("NOT_CHANGED", Severity.HIGH, sender, at, text, "perimeter not confirmed", List.of());
    }

    /// The notice.
    ///
    /// @param lines of the text, the result first
    /// @param endpoints each with its findings, or what VPCs lack
    static Notice of(
            String result,
            Severity severity,
            Sender sender,
            Instant at,
            List<String> lines,
            String headline,
            List<Json.Obj> endpoints) {
        var account = sender.account();
        var region = sender.region();
        var text = String.join("\n", lines) + "\n";
        var details = Json.object()
                .put("closedAt", at.toString())
                .put("endpoints", new Json.Arr(List.copyOf(endpoints)))
                .put("owner", sender.owner())
                .build();
        var title = "NOT CHANGED, %s: %s in %s %s".formatted(severity, headline, account, region);
        var controls = endpoints.stream()
                .flatMap(AccountNotice::findings)
                .filter(finding -> result.equals(EXEMPT) || finding.at("exempt").isEmpty())
                .sorted(Comparator.comparing(AccountNotice::severity).reversed())
                .flatMap(finding -> finding.textAt("control").stream())
                .distinct()
                .toList();
        var ids = endpoints.stream()
                .flatMap(found -> found.textAt("endpoint", "id").stream())
                .toList();
        var resources = ids.stream()
                .map(id -> ComplianceFinding.resource(Links.arn(new EndpointId(id), region, account), region))
                .toList();
        var finding = new ComplianceFinding(
                "vpce-guard/" + account + "/" + region + "/"
                        + ids.stream()
                                .findFirst()
                                .map(id -> result.toLowerCase(Locale.ROOT) + "/" + id)
                                .orElse(headline.replaceAll("[^a-z]+", "-")),
                title,
                lines.getFirst(),
                switch (result) {
                    case MENDED -> State.REPAIRED;
                    case EXEMPT -> State.SUPPRESSED;
                    default -> controls.isEmpty() ? State.NOT_KNOWN : State.FOUND;
                },
                severity,
                account,
                region,
                at,
                controls,
                resources);
        return Notice.of(result, text, finding, details, Map.of());
    }

    /// A line about an endpoint, whose policy is left out.
    static Json.Builder line(Endpoint endpoint, Collection<? extends Json> findings) {
        return line(EndpointJson.write(endpoint.withPolicy(Optional.empty())), findings);
    }

    static Json.Builder line(Json.Obj endpoint, Collection<? extends Json> findings) {
        return Json.object()
                .put("endpoint", endpoint)
                .put(
                        "assessment",
                        Json.object().put("findings", new Json.Arr(findings)).build());
    }

    /// What a control found is over.
    static Json.Builder ended(String control, String message) {
        return Json.object()
                .put("control", control)
                .put("severity", Severity.LOW.toString())
                .put("message", message);
    }

    /// The findings of a line, or of what a VPC lacks.
    private static Stream<Json> findings(Json.Obj found) {
        return found.at("assessment").isPresent() ? found.itemsAt("assessment", "findings") : Stream.of(found);
    }

    static Severity severity(Json finding) {
        return finding.textAt("severity")
                .map(word -> Severity.valueOf(word.toUpperCase(Locale.ROOT)))
                .orElse(Severity.LOW);
    }
}
