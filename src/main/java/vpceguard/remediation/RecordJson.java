package vpceguard.remediation;

import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
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
import vpceguard.policy.Request;
import vpceguard.policy.proof.Proof;
import vpceguard.remediation.Remediation.Revert;
import vpceguard.remediation.Remediation.Tighten;

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
                        array(record.findings().stream().map(Finding::json).toList()))
                .put("open", record.open())
                .put(
                        "restraints",
                        array(record.plan().restraints().stream()
                                .map(Restraint::json)
                                .toList()));
        record.plan().tighten().ifPresent(tighten -> json.put("tighten", write(tighten)));
        record.plan().revert().ifPresent(revert -> json.put("revert", write(revert)));
        json.put("outcome", record.outcome().word());
        detail(record.outcome()).ifPresent(detail -> json.put("outcomeDetail", detail));
        return json.put("openedAt", record.openedAt().toString())
                .put("closedAt", record.closedAt().map(Instant::toString))
                .build();
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
                OriginJson.read(stored.child("origin")),
                EndpointJson.read(stored.child("endpoint")),
                Mode.valueOf(stored.text("mode")),
                stored.text("perimeter"),
                Severity.valueOf(stored.text("severity")),
                stored.list("findings", item -> finding(Stored.of(item))),
                stored.texts("open"),
                new Plan(
                        stored.optionalChild("tighten").map(RecordJson::tighten),
                        stored.optionalChild("revert").map(RecordJson::revert),
                        stored.list("restraints", item -> restraint(Stored.of(item)))),
                outcome(
                        stored.text("outcome"),
                        stored.optionalText("outcomeDetail").orElse("")),
                stored.time("openedAt"),
                stored.optionalText("closedAt").map(Instant::parse));
    }

    private static Json.Obj write(Tighten tighten) {
        return Json.object()
                .put("before", tighten.before())
                .put("after", tighten.after())
                .put("proof", tighten.proof().json())
                .build();
    }

    private static Json.Obj write(Revert revert) {
        return Json.object()
                .put("removeSecurityGroups", new TreeSet<>(revert.securityGroups()))
                .put("removeSubnets", new TreeSet<>(revert.subnets()))
                .put("removeRouteTables", new TreeSet<>(revert.routeTables()))
                .build();
    }

    private static Tighten tighten(Stored stored) {
        var proof = stored.child("proof");
        return new Tighten(
                stored.text("before"),
                stored.text("after"),
                new Proof(
                        Proof.How.valueOf(proof.text("how").toUpperCase(Locale.ROOT)),
                        Proof.Basis.valueOf(proof.text("basis").toUpperCase(Locale.ROOT)),
                        proof.text("sha256Before"),
                        proof.text("sha256Ceiling"),
                        proof.text("sha256After"),
                        proof.integer("statementsKept"),
                        proof.texts("opaque"),
                        proof.list("cutOff", request -> request(Stored.of(request)))));
    }

    private static Revert revert(Stored stored) {
        return new Revert(
                stored.textSet("removeSecurityGroups"),
                stored.textSet("removeSubnets"),
                stored.textSet("removeRouteTables"));
    }

    private static Finding finding(Stored stored) {
        var evidence = stored.child("evidence");
        return new Finding(
                stored.text("control"),
                Severity.valueOf(stored.text("severity").toUpperCase(Locale.ROOT)),
                stored.text("message"),
                new Evidence(evidence.text("pointer"), evidence.text("observed"), evidence.text("expected")),
                stored.optionalChild("witness").map(RecordJson::request),
                stored.optionalChild("exempt").map(RecordJson::exempt));
    }

    private static Exempt exempt(Stored stored) {
        return new Exempt(stored.text("reason"), stored.text("owner"), LocalDate.parse(stored.text("until")));
    }

    private static Request request(Stored stored) {
        var context = new LinkedHashMap<String, List<String>>();
        var keys = stored.child("context");
        keys.object()
                .members()
                .forEach((name, value) ->
                        context.put(name, value instanceof Json.Arr ? keys.texts(name) : List.of(keys.text(name))));
        return new Request(stored.text("principal"), stored.text("action"), stored.text("resource"), context, true);
    }

    private static Restraint restraint(Stored stored) {
        var id = stored.text("restraint");
        for (var kind : Restraint.Kind.values()) {
            if (kind.id().equals(id)) {
                return new Restraint(kind, stored.text("detail"));
            }
        }
        throw new IllegalStateException("stored record with an unknown restraint");
    }

    private static Optional<String> detail(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Unconfirmed(var observed) -> Optional.of(observed);
            case Outcome.Refused(var reason) -> Optional.of(reason);
            case Outcome.Planned _,
                    Outcome.Changed _,
                    Outcome.Superseded _,
                    Outcome.WouldChange _,
                    Outcome.NotChanged _ -> Optional.empty();
        };
    }

    private static Outcome outcome(String word, String detail) {
        return List.of(
                        new Outcome.Planned(),
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

    private static Json.Arr array(List<Json.Obj> items) {
        return new Json.Arr(List.copyOf(items));
    }
}
