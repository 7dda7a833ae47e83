package vpceguard.notice;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import vpceguard.control.Finding;
import vpceguard.event.OriginJson;
import vpceguard.json.Json;
import vpceguard.model.EndpointJson;
import vpceguard.model.ServiceName;
import vpceguard.notice.ComplianceFinding.State;
import vpceguard.remediation.Outcome;
import vpceguard.remediation.RecordJson;
import vpceguard.remediation.RemediationRecord;
import vpceguard.remediation.Restraint;

/// The notice about one record.
public final class RecordNotice {
    /// What of a record's JSON stands in the notice as it is.
    private static final List<String> AS_STORED = List.of(
            "restraints",
            "rehearsal",
            "tighten",
            "quarantine",
            "restoration",
            "revert",
            "setPolicy",
            "owner",
            "instruction");

    private RecordNotice() {}

    /// The notice.
    ///
    /// @param sender the stack that tells
    public static Notice of(RemediationRecord record, Sender sender) {
        return of(List.of(record), sender);
    }

    /// One notice for records of one endpoint that came within minutes, the weightiest first.
    public static Notice of(List<RemediationRecord> records, Sender sender) {
        var record = records.getFirst();
        var endpoint = record.endpoint();
        var text = RecordText.of(record, records.subList(1, records.size()), sender);
        var title = "%s, %s: %s (%s) in %s"
                .formatted(
                        headline(record.outcome()),
                        record.severity(),
                        endpoint.id(),
                        service(endpoint.service()),
                        record.origin().account());
        var arn = Links.arn(
                endpoint.id(), record.origin().region(), record.origin().account());
        var controls = controls(record);
        var finding = new ComplianceFinding(
                arn + "/" + controls.stream().findFirst().orElseGet(() -> restraint(record)),
                title,
                text.lines().findFirst().orElse(""),
                state(record),
                record.severity(),
                record.origin().account(),
                record.origin().region(),
                record.closedAt().orElse(record.openedAt()),
                records.stream()
                        .flatMap(one -> controls(one).stream())
                        .distinct()
                        .toList(),
                List.of(ComplianceFinding.resource(arn, record.origin().region())));
        return Notice.of(record.outcome().word(), text, finding, details(records, sender), attributes(record));
    }

    private static Json.Obj details(List<RemediationRecord> records, Sender sender) {
        var record = records.getFirst();
        var stored = RecordJson.write(record);
        var json = Json.object()
                .put(
                        "record",
                        Json.object()
                                .put("stack", sender.stack())
                                .put("table", sender.table())
                                .put("endpoint", record.endpoint().id().value())
                                .put("cause", record.cause())
                                .build())
                .put("endpoint", EndpointJson.write(record.endpoint().withPolicy(Optional.empty())))
                .put("call", OriginJson.write(record.origin()))
                .put("findings", new Json.Arr(findings(records)))
                .put("open", record.open());
        AS_STORED.forEach(name -> stored.get(name).ifPresent(value -> json.put(name, value)));
        stored.get("outcomeDetail").ifPresent(detail -> json.put("detail", detail));
        if (records.size() > 1) {
            json.put(
                    "before",
                    records.stream().skip(1).map(RemediationRecord::cause).toList());
        }
        return json.put("mode", record.mode().word())
                .put("perimeter", record.perimeter())
                .put("openedAt", record.openedAt().toString())
                .put("closedAt", record.closedAt().map(Object::toString))
                .build();
    }

    /// Of all records; of what several found, as the newest left it. Nothing stands here of what a person asked for in
    /// vain, or somebody was faster with: places that keep findings leave them as they are.
    private static List<Json.Obj> findings(List<RemediationRecord> all) {
        var records = all.stream()
                .filter(record -> !isAskedInVain(record) && !(record.outcome() instanceof Outcome.Superseded))
                .toList();
        var newest = new HashMap<String, RemediationRecord>();
        records.stream()
                .sorted(Comparator.comparing(RemediationRecord::openedAt))
                .forEach(record -> record.findings().forEach(finding -> newest.put(finding.controlId(), record)));
        return records.stream()
                .flatMap(record -> record.findings().stream()
                        .filter(finding -> record.equals(newest.get(finding.controlId())))
                        .map(finding -> finding.json().with("repaired", new Json.Bool(isRepaired(record, finding)))))
                .toList();
    }

    private static Map<String, String> attributes(RemediationRecord record) {
        return Map.of(
                "endpoint",
                record.endpoint().id().value(),
                "mode",
                record.mode().word());
    }

    /// What found something that counts, the worst first.
    public static List<String> controls(RemediationRecord record) {
        return counting(record).map(Finding::controlId).distinct().toList();
    }

    /// The worst first, and of such that are as bad, always the same: an earlier notice was named after it.
    private static Stream<Finding> counting(RemediationRecord record) {
        return record.findings().stream()
                .filter(finding -> finding.exempt().isEmpty())
                .sorted(Comparator.comparing(Finding::severity).reversed());
    }

    private static String restraint(RemediationRecord record) {
        return record.plan().restraints().stream()
                .map(restraint -> restraint.kind().id())
                .findFirst()
                .orElse("none");
    }

    /// That of the control with the worst finding, which the notice is named after.
    private static State state(RemediationRecord record) {
        return switch (record.outcome()) {
            case Outcome.Changed() when record.isUndo() -> State.OPEN_AGAIN;
            case Outcome.Changed() ->
                controls(record).stream()
                                .findFirst()
                                .filter(worst -> isLeft(record, worst))
                                .isPresent()
                        ? State.FOUND
                        : State.REPAIRED;
            case Outcome.Planned(), Outcome.Deferred() -> State.OPEN_AGAIN;
            case Outcome.Refused _ when isAskedInVain(record) -> State.REPAIRED;
            case Outcome.Superseded() -> State.NOT_KNOWN;
            case Outcome.Unconfirmed _, Outcome.Refused _, Outcome.WouldChange(), Outcome.NotChanged() ->
                record.findings().isEmpty() ? State.NOT_KNOWN : State.FOUND;
        };
    }

    /// Whether a person asked for it and the endpoint is as it was before, which is as the repair left it.
    private static boolean isAskedInVain(RemediationRecord record) {
        return record.instruction().isPresent() && record.isInVain();
    }

    /// Whether some of what a control found is not over.
    private static boolean isLeft(RemediationRecord record, String controlId) {
        return counting(record)
                .anyMatch(finding -> finding.controlId().equals(controlId) && !isRepaired(record, finding));
    }

    /// Whether a finding is over with what was changed.
    private static boolean isRepaired(RemediationRecord record, Finding finding) {
        return record.outcome() instanceof Outcome.Changed
                && !record.isUndo()
                && record.plan().ends(finding);
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
        return record.plan().isRestrainedBy(Restraint.Kind.PERIMETER_UNCONFIRMED);
    }

    /// A name that is no AWS service's says nothing to a reader and is too long for a subject.
    static String service(ServiceName name) {
        if (name.arnAccount().isPresent()) {
            return name.value().contains(":servicenetwork/") ? "service network" : "resource";
        }
        return name.isEndpointService() ? "endpoint service" : name.shortName();
    }
}
