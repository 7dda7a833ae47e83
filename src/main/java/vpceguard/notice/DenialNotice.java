package vpceguard.notice;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import vpceguard.json.Json;
import vpceguard.json.JsonWriter;
import vpceguard.json.Quoted;
import vpceguard.model.Endpoint;
import vpceguard.model.EndpointJson;
import vpceguard.model.Severity;
import vpceguard.notice.ComplianceFinding.State;
import vpceguard.rehearsal.KeepingStatement;
import vpceguard.rehearsal.RecordedCall;

/// The notice about a call that was denied by a policy which this function wrote.
public final class DenialNotice {
    private DenialNotice() {}

    /// Whom a repair hit.
    public enum Hit {
        /// The ceiling lets the call through, perhaps since the perimeter grew.
        WITHIN_CEILING(Severity.HIGH, "Act: a repaired policy denies a call that the ceiling lets through by now."),
        TRUSTED(Severity.HIGH, "Act if this call is needed: a repair denies it to a caller who is trusted."),
        /// Nothing passes: the endpoint leads to somebody who was not approved then, and perhaps is by now.
        QUARANTINED(
                Severity.HIGH,
                "Act if this call is needed: the endpoint is quarantined, since its service was not approved."),
        STRANGER(Severity.LOW, "Nothing to do: a repair has just stopped a stranger."),
        UNSIGNED(
                Severity.MEDIUM,
                "Look: a repair denies an unsigned call, perhaps a download from somebody's public resource."),
        UNKNOWN(
                Severity.MEDIUM,
                "Look: a repair denies a call, and its record does not tell whether the caller is trusted.");

        private final Severity severity;
        private final String headline;

        Hit(Severity severity, String headline) {
            this.severity = severity;
            this.headline = headline;
        }
    }

    /// The notice.
    ///
    /// @param cause of the record of the repair
    /// @param repairedAt when the repair looked at the endpoint that it wrote
    public static Notice of(
            Sender sender, Endpoint endpoint, String cause, Instant repairedAt, RecordedCall call, Hit hit) {
        var record = Ascii.of(endpoint.id() + "/" + cause);
        var service = endpoint.service().shortName();
        var text = new ArrayList<String>();
        text.add("DENIED. " + hit.headline);
        text.add("");
        text.add("Endpoint  " + endpoint.id() + ", " + Ascii.of(service) + ", VPC " + Ascii.of(endpoint.vpcId()));
        text.add("Call      " + Ascii.of(call.action()) + " at " + call.at());
        text.add("By        " + Quoted.of(call.caller()));
        text.add("Upon      " + Quoted.of(call.target()));
        text.add("Repair    of " + repairedAt);
        text.add("Record    " + sender.explain(endpoint.id(), cause));
        if (hit != Hit.STRANGER) {
            text.add("");
            text.add(
                    hit == Hit.UNSIGNED
                            ? "To let it through, if the resource is public and you use it, such as a registry's bucket"
                            : "To let it through");
            text.addAll(way(sender, endpoint, call, hit));
            if (hit != Hit.WITHIN_CEILING) {
                text.add("");
                text.add("Undo");
                text.add("  " + sender.undo(endpoint.id(), cause));
            }
        }
        text.add("");
        text.add("Account   " + sender.place());
        return notice(sender, endpoint, record, repairedAt, call, hit, text);
    }

    /// What lets the call through.
    private static List<String> way(Sender sender, Endpoint endpoint, RecordedCall call, Hit hit) {
        var follow = sender.follow(endpoint.id());
        return switch (hit) {
            case WITHIN_CEILING -> List.of("  " + follow);
            case QUARANTINED ->
                List.of(
                        "  if the service is not approved yet, approve it in the perimeter document (endpointServices,"
                                + " network.regions)",
                        "  then " + follow);
            case TRUSTED, STRANGER, UNSIGNED, UNKNOWN ->
                call.keeping()
                        .map(statement -> keeping(statement, endpoint, follow))
                        .orElse(List.of("  the record tells too little of the call for a statement of its own"));
        };
    }

    private static List<String> keeping(KeepingStatement statement, Endpoint endpoint, String follow) {
        var lines = new ArrayList<String>();
        lines.add("  add to /services/" + Ascii.of(endpoint.service().shortName()) + "/also of the perimeter document: "
                + Ascii.of(JsonWriter.compact(statement.json())));
        statement.remark().ifPresent(remark -> lines.add("  " + remark));
        lines.add("  then " + follow);
        return lines;
    }

    private static Notice notice(
            Sender sender,
            Endpoint endpoint,
            String record,
            Instant repairedAt,
            RecordedCall call,
            Hit hit,
            List<String> lines) {
        var text = String.join("\n", lines) + "\n";
        var denial = Json.object()
                .put("hit", hit.name())
                .put("caller", call.caller())
                .put("action", call.action())
                .put("target", call.target())
                .put("at", call.at().toString())
                .put("repairedAt", repairedAt.toString())
                .put("record", record);
        call.keeping()
                .filter(_ -> hit != Hit.WITHIN_CEILING && hit != Hit.QUARANTINED)
                .ifPresent(statement -> denial.put("keeping", statement.json()));
        var details = Json.object()
                .put("endpoint", EndpointJson.write(endpoint.withPolicy(Optional.empty())))
                .put("denial", denial.build())
                .put("owner", sender.owner())
                .build();
        var title = "DENIED, %s: %s (%s) in %s"
                .formatted(hit.severity, endpoint.id(), RecordNotice.service(endpoint.service()), sender.account());
        var arn = Links.arn(endpoint.id(), sender.region(), sender.account());
        var finding = new ComplianceFinding(
                arn + "/denied/" + hit.name().toLowerCase(Locale.ROOT),
                title,
                lines.getFirst(),
                hit == Hit.STRANGER ? State.REPAIRED : State.NOT_KNOWN,
                hit.severity,
                sender.account(),
                sender.region(),
                call.at(),
                List.of(),
                List.of(ComplianceFinding.resource(arn, sender.region())));
        return Notice.of(
                "DENIED",
                text,
                finding,
                details,
                Map.of("endpoint", endpoint.id().value()));
    }
}
