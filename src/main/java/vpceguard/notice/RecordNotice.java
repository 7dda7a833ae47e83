package vpceguard.notice;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import vpceguard.control.Finding;
import vpceguard.event.OriginJson;
import vpceguard.json.Json;
import vpceguard.model.EndpointJson;
import vpceguard.model.ServiceName;
import vpceguard.remediation.Outcome;
import vpceguard.remediation.RecordJson;
import vpceguard.remediation.RemediationRecord;
import vpceguard.remediation.Restraint;

/// The notice about one record.
public final class RecordNotice {
    private RecordNotice() {}

    /// The notice.
    ///
    /// @param table the ledger's table, where the whole record can be read
    public static Notice of(RemediationRecord record, String table) {
        return of(List.of(record), table);
    }

    /// One notice for records of one endpoint that came within minutes, the newest first.
    public static Notice of(List<RemediationRecord> records, String table) {
        var record = records.getFirst();
        var endpoint = record.endpoint();
        var text = RecordText.of(record, records.subList(1, records.size()), table);
        var subject = Notice.subject("%s, %s: %s (%s) in %s"
                .formatted(
                        headline(record.outcome()),
                        record.severity(),
                        endpoint.id(),
                        service(endpoint.service()),
                        record.origin().account()));
        var recordJson = RecordJson.write(record);
        var json = Json.object()
                .put("schema", Notice.SCHEMA)
                .put("result", record.outcome().word())
                .put("severity", record.severity().toString())
                .put("account", record.origin().account())
                .put("region", record.origin().region())
                .put("endpoint", EndpointJson.write(endpoint.withPolicy(Optional.empty())))
                .put("call", OriginJson.write(record.origin()))
                .put(
                        "findings",
                        new Json.Arr(List.copyOf(
                                record.findings().stream().map(Finding::json).toList())))
                .put("open", record.open())
                .put("restraints", recordJson.members().getOrDefault("restraints", new Json.Arr(List.of())));
        for (var member : List.of("rehearsal", "tighten", "quarantine", "revert")) {
            recordJson.get(member).ifPresent(change -> json.put(member, change));
        }
        recordJson.get("outcomeDetail").ifPresent(detail -> json.put("detail", detail));
        if (records.size() > 1) {
            json.put(
                    "before",
                    records.stream().skip(1).map(RemediationRecord::cause).toList());
        }
        json.put("mode", record.mode().name().toLowerCase(Locale.ROOT))
                .put("perimeter", record.perimeter())
                .put("openedAt", record.openedAt().toString())
                .put("closedAt", record.closedAt().map(Instant::toString))
                .put(
                        "record",
                        Json.object()
                                .put("table", table)
                                .put("endpoint", endpoint.id().value())
                                .put("cause", record.cause())
                                .build())
                .put("text", text);
        return new Notice(
                subject,
                text,
                json.build(),
                Map.of(
                        "result", record.outcome().word(),
                        "severity", record.severity().toString(),
                        "account", record.origin().account(),
                        "region", record.origin().region(),
                        "endpoint", endpoint.id().value(),
                        "mode", record.mode().name().toLowerCase(Locale.ROOT),
                        "control",
                                record.findings().stream()
                                        .map(Finding::controlId)
                                        .findFirst()
                                        .orElse("none")));
    }

    static String headline(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Changed _ -> "CHANGED";
            case Outcome.Unconfirmed _ -> "CHANGED, NOT CONFIRMED";
            case Outcome.WouldChange _ -> "WOULD CHANGE";
            case Outcome.Planned _, Outcome.Deferred _, Outcome.Refused _, Outcome.Superseded _, Outcome.NotChanged _ ->
                "NOT CHANGED";
        };
    }

    static boolean unconfirmedPerimeter(RemediationRecord record) {
        return record.plan().restraints().stream()
                .anyMatch(restraint -> restraint.kind() == Restraint.Kind.PERIMETER_UNCONFIRMED);
    }

    /// An endpoint service's own name says nothing to a reader and is too long for a subject.
    private static String service(ServiceName name) {
        return name.isEndpointService() ? "endpoint service" : name.shortName();
    }
}
