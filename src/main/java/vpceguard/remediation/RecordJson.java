package vpceguard.remediation;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import vpceguard.control.Evidence;
import vpceguard.control.Exempt;
import vpceguard.control.Finding;
import vpceguard.event.OriginJson;
import vpceguard.json.Json;
import vpceguard.json.JsonWriter;
import vpceguard.json.Stored;
import vpceguard.model.EndpointJson;
import vpceguard.model.Severity;
import vpceguard.perimeter.Mode;

/// A record as the ledger keeps it; what is written is read again without loss.
public final class RecordJson {
    private static final String SCHEMA = "vpceguard/record/1";

    private RecordJson() {}

    public static Json.Obj write(RemediationRecord record) {
        var json = Json.object()
                .put("schema", SCHEMA)
                .put("cause", record.cause())
                .put("origin", OriginJson.write(record.origin()))
                .put("endpoint", EndpointJson.write(record.endpoint()))
                .put("mode", record.mode().name())
                .put("perimeter", record.perimeter())
                .put("severity", record.severity().name())
                .put(
                        "findings",
                        new Json.Arr(
                                record.findings().stream().map(Finding::json).toList()))
                .put("open", record.open());
        PlanJson.write(record.plan(), json);
        json.put("requests", record.requests()).put("outcome", record.outcome().word());
        detail(record.outcome()).ifPresent(detail -> json.put("outcomeDetail", detail));
        json.put("openedAt", record.openedAt().toString())
                .put("closedAt", record.closedAt().map(Instant::toString));
        record.circumstances().write(json);
        return json.build();
    }

    /// The record on one line.
    public static String text(RemediationRecord record) {
        return JsonWriter.compact(write(record));
    }

    public static RemediationRecord read(String text) {
        var stored = Stored.of(text);
        if (!stored.text("schema").equals(SCHEMA)) {
            throw new IllegalStateException("stored record of another schema than " + SCHEMA);
        }
        return new RemediationRecord(
                stored.text("cause"),
                OriginJson.read(stored.child("origin")),
                EndpointJson.read(stored.child("endpoint")),
                Mode.valueOf(stored.text("mode")),
                stored.text("perimeter"),
                Severity.valueOf(stored.text("severity")),
                stored.list("findings", item -> finding(Stored.of(item))),
                stored.texts("open"),
                PlanJson.read(stored),
                stored.texts("requests"),
                outcome(
                        stored.text("outcome"),
                        stored.optionalText("outcomeDetail").orElse("")),
                stored.time("openedAt"),
                stored.optionalText("closedAt").map(Instant::parse),
                Circumstances.read(stored));
    }

    private static Finding finding(Stored stored) {
        var evidence = stored.child("evidence");
        return new Finding(
                stored.text("control"),
                Severity.valueOf(stored.text("severity").toUpperCase(Locale.ROOT)),
                stored.text("message"),
                new Evidence(evidence.text("pointer"), evidence.text("observed"), evidence.text("expected")),
                stored.optionalChild("witness").map(PlanJson::request),
                stored.optionalChild("exempt").map(RecordJson::exempt));
    }

    private static Exempt exempt(Stored stored) {
        return new Exempt(stored.text("reason"), stored.text("owner"), LocalDate.parse(stored.text("until")));
    }

    private static Optional<String> detail(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Unconfirmed(var observed) -> Optional.of(observed);
            case Outcome.Refused(var reason) -> Optional.of(reason);
            case Outcome.Planned _,
                    Outcome.Deferred _,
                    Outcome.Changed _,
                    Outcome.Superseded _,
                    Outcome.WouldChange _,
                    Outcome.NotChanged _ -> Optional.empty();
        };
    }

    private static Outcome outcome(String word, String detail) {
        return List.of(
                        new Outcome.Planned(),
                        new Outcome.Deferred(),
                        new Outcome.Changed(),
                        new Outcome.Unconfirmed(detail),
                        new Outcome.Refused(detail),
                        new Outcome.Superseded(),
                        new Outcome.WouldChange(),
                        new Outcome.NotChanged())
                .stream()
                .filter(outcome -> outcome.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("stored record with an unknown outcome"));
    }
}
