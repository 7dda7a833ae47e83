package vpceguard.notice;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import vpceguard.control.Finding;
import vpceguard.event.Origin;
import vpceguard.event.OriginJson;
import vpceguard.json.Json;
import vpceguard.model.Endpoint;
import vpceguard.model.Severity;

/// The notice about findings that were over before a digest told of them.
public final class PastNotice {
    private PastNotice() {}

    /// What one caller left open of an endpoint.
    ///
    /// @param findings of all calls, the worst first
    /// @param calls the first one first
    /// @param until when the last of it was over at the latest
    public record Past(Endpoint endpoint, List<Finding> findings, List<Origin> calls, Instant until) {
        private Severity severity() {
            return findings.getFirst().severity();
        }

        private List<String> controls() {
            return findings.stream().map(Finding::controlId).distinct().toList();
        }
    }

    /// In notices of which nothing is cut.
    public static List<Notice> of(Sender sender, List<Past> all, Instant at) {
        return SweepNotice.whole(all, some -> one(sender, some, at)).toList();
    }

    private static Notice one(Sender sender, List<Past> some, Instant at) {
        var worst =
                some.stream().map(Past::severity).max(Comparator.naturalOrder()).orElse(Severity.LOW);
        var text = new ArrayList<>(
                List.of("NOT CHANGED. Nothing to do: what calls left open was over before it was told.", ""));
        some.stream().flatMap(PastNotice::lines).forEach(text::add);
        text.add("");
        text.add(sender.explain() + " shows all that is recorded of one.");
        text.add("");
        text.add("Account " + sender.place() + ", swept at " + at + ".");
        var endpoints = some.stream().map(PastNotice::json).toList();
        return AccountNotice.of(AccountNotice.MENDED, worst, sender, at, text, "open for some time", endpoints);
    }

    private static Stream<String> lines(Past past) {
        var call = past.calls().getFirst();
        return Stream.of(
                SweepNotice.about(past.severity(), past.endpoint()) + String.join(", ", past.controls()),
                "          from " + call.time() + " to " + past.until() + " at the latest, after "
                        + Ascii.of(call.eventName()) + " by "
                        + Ascii.cut(call.actor().name())
                        + (past.calls().size() == 1
                                ? ""
                                : ", the first of " + past.calls().size() + " calls") + ": "
                        + Ascii.cut(past.findings().getFirst().message()));
    }

    private static Json.Obj json(Past past) {
        var findings = past.findings().stream()
                .map(finding -> finding.json().with("repaired", new Json.Bool(true)))
                .toList();
        return AccountNotice.line(past.endpoint(), findings)
                .put("call", OriginJson.write(past.calls().getFirst()))
                .put("calls", past.calls().size())
                .put("until", past.until().toString())
                .build();
    }
}
