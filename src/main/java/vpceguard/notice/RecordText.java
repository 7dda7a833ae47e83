package vpceguard.notice;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import vpceguard.event.Origin;
import vpceguard.json.Json;
import vpceguard.json.JsonReader;
import vpceguard.json.JsonWriter;
import vpceguard.json.Parsed;
import vpceguard.json.Quoted;
import vpceguard.model.EndpointJson;
import vpceguard.remediation.Outcome;
import vpceguard.remediation.Remediation.PolicyChange;
import vpceguard.remediation.Remediation.Quarantine;
import vpceguard.remediation.Remediation.Revert;
import vpceguard.remediation.Remediation.Tighten;
import vpceguard.remediation.RemediationRecord;
import vpceguard.remediation.Restraint;

/// A record in plain text: what, who, before, after, why, and the way back, in under 60 lines.
final class RecordText {
    private static final int POLICY_LINES = 14;

    private final RemediationRecord record;
    private final List<String> lines = new ArrayList<>();

    private RecordText(RemediationRecord record) {
        this.record = record;
    }

    /// @param earlier records of the same endpoint that are told with it
    static String of(RemediationRecord record, List<RemediationRecord> earlier, String table) {
        var text = new RecordText(record);
        text.headline();
        text.endpoint();
        text.reasons();
        record.plan().policy().ifPresent(text::policies);
        record.plan().revert().ifPresent(text::reverts);
        if (isChange(record.outcome())) {
            text.undo();
        }
        text.earlier(earlier);
        text.reference(table);
        return String.join("\n", text.lines) + "\n";
    }

    private static boolean isChange(Outcome outcome) {
        return outcome instanceof Outcome.Changed || outcome instanceof Outcome.Unconfirmed;
    }

    private void headline() {
        var what = switch (record.outcome()) {
            case Outcome.Changed() -> "Nothing to do: the endpoint was repaired, effective within minutes.";
            case Outcome.Unconfirmed _ ->
                "Act now: EC2 took the repair, but shows something else. Look at the endpoint.";
            case Outcome.WouldChange() -> "Nothing was written, since the stack observes. This is what it would do.";
            case Outcome.Refused(var reason) -> "Act now: EC2 refused the repair: " + reason;
            case Outcome.Superseded() ->
                "Nothing to do: somebody changed the endpoint again, that change is looked at.";
            case Outcome.Planned() -> "The repair is on its way.";
            case Outcome.Deferred() ->
                "Act: somebody opens this endpoint again and again. It is tightened within the hour, and again.";
            case Outcome.NotChanged() ->
                RecordNotice.unconfirmedPerimeter(record)
                        ? "Act now: nothing is repaired in this account until the perimeter is confirmed."
                        : "Act: this endpoint needs a person.";
        };
        lines.add(RecordNotice.headline(record.outcome()) + ". " + what);
        lines.add("");
    }

    private void endpoint() {
        var endpoint = record.endpoint();
        var name = EndpointJson.name(endpoint).map(tag -> " " + Quoted.of(tag)).orElse("");
        line(
                "Endpoint",
                endpoint.id() + name + ", " + Ascii.of(endpoint.type().name()) + ", "
                        + Ascii.of(endpoint.service().value()));
        line(
                "VPC",
                Ascii.of(endpoint.vpcId()) + " in account " + record.origin().account() + ", "
                        + record.origin().region());
        var origin = record.origin();
        line("Call", origin.eventName() + " at " + origin.time());
        line("By", who(origin));
        record.closedAt()
                .filter(_ -> isChange(record.outcome()))
                .ifPresent(at -> line(
                        "Repaired",
                        at.truncatedTo(ChronoUnit.SECONDS) + ", "
                                + Duration.between(origin.time(), at).toSeconds() + " s after the call"));
    }

    private static String who(Origin origin) {
        var actor = origin.actor();
        var who = new StringBuilder(Ascii.of(actor.name()));
        actor.invokedBy().ifPresent(service -> who.append(" through ").append(Quoted.of(service)));
        actor.sourceAddress().ifPresent(address -> who.append(", from ").append(Ascii.of(address)));
        actor.userAgent().ifPresent(agent -> who.append(", with ").append(Quoted.of(agent)));
        return who.toString();
    }

    private void reasons() {
        lines.add("");
        lines.add("Why");
        record.findings()
                .forEach(finding -> lines.add("  " + finding.severity() + ", " + finding.controlId()
                        + finding.exempt().map(_ -> " (exempt)").orElse("") + ": " + finding.message()));
        record.open().stream().limit(4).forEach(open -> lines.add("  not known, " + Ascii.of(open)));
        record.plan().restraints().stream()
                .map(Restraint::detail)
                .distinct()
                .limit(4)
                .forEach(detail -> lines.add("  not done: " + Ascii.of(detail)));
        record.plan().foreseen().ifPresent(told -> lines.add("  recorded calls: " + Ascii.of(told.sentence())));
    }

    private void policies(PolicyChange change) {
        lines.add("");
        lines.add("Proof");
        switch (change) {
            case Tighten(var _, var _, var proof) -> {
                lines.add("  " + proof.sentence());
                proof.cutOff()
                        .forEach(request -> lines.add("  no longer let through: " + Ascii.of(cut(request.sentence()))));
                proof.opaque().forEach(text -> lines.add("  kept as it is, not understood: " + Ascii.of(cut(text))));
            }
            case Quarantine _ -> lines.add("  The new policy denies everything, so nothing passes the endpoint.");
        }
        policy("Policy before", change.before());
        policy("Policy after", change.after());
    }

    private void policy(String title, String text) {
        lines.add("");
        lines.add(title);
        var shown = JsonReader.read(text) instanceof Parsed.Ok<Json>(var json)
                ? JsonWriter.statementLines(json)
                : List.of(Quoted.of(text));
        shown.stream()
                .limit(POLICY_LINES)
                .map(shownLine -> "  " + cut(shownLine))
                .forEach(lines::add);
        if (shown.size() > POLICY_LINES) {
            lines.add("  and " + (shown.size() - POLICY_LINES) + " more lines, whole in the record");
        }
    }

    private static String cut(String line) {
        return line.length() <= 500
                ? line
                : line.substring(0, 500) + " and " + (line.length() - 500) + " more characters";
    }

    private void reverts(Revert revert) {
        lines.add("");
        lines.add(isChange(record.outcome()) ? "Taken back" : "To be taken back");
        revert.lines().forEach(line -> lines.add("  " + Ascii.of(line)));
    }

    private void earlier(List<RemediationRecord> others) {
        if (!others.isEmpty()) {
            lines.add("");
            lines.add("Also, a moment before");
            others.forEach(other -> lines.add("  " + RecordNotice.headline(other.outcome()) + " for "
                    + other.origin().eventName() + " at " + other.origin().time() + ", record "
                    + Ascii.of(other.cause())));
        }
    }

    private void undo() {
        var id = record.endpoint().id();
        lines.add("");
        lines.add("Undo");
        lines.add("  First set the stack to observe, or the next event repairs it again. Then:");
        var command = new StringBuilder(
                "  aws ec2 modify-vpc-endpoint --region " + record.origin().region() + " --vpc-endpoint-id " + id);
        record.plan().policy().ifPresent(_ -> command.append(" --policy-document file://before.json"));
        record.plan().revert().ifPresent(revert -> {
            var removed = revert.removed();
            var added = revert.restored().attachments();
            add(command, " --add-security-group-ids ", removed.securityGroups());
            add(command, " --add-subnet-ids ", removed.subnets());
            add(command, " --add-route-table-ids ", removed.routeTables());
            add(command, " --remove-security-group-ids ", added.securityGroups());
            add(command, " --remove-subnet-ids ", added.subnets());
            add(command, " --remove-route-table-ids ", added.routeTables());
            revert.restored()
                    .privateDns()
                    .ifPresent(on -> command.append(on ? " --no-private-dns-enabled" : " --private-dns-enabled"));
        });
        lines.add(command.toString());
    }

    private static void add(StringBuilder command, String option, java.util.Set<String> ids) {
        if (!ids.isEmpty()) {
            command.append(option).append(String.join(" ", new java.util.TreeSet<>(ids)));
        }
    }

    private void reference(String table) {
        lines.add("");
        line("Mode", record.mode().name().toLowerCase(java.util.Locale.ROOT) + ", perimeter " + record.perimeter());
        line(
                "Record",
                "aws dynamodb get-item --table-name " + table + " --region "
                        + record.origin().region() + " --key '{\"pk\":{\"S\":\""
                        + record.endpoint().id()
                        + "\"},\"sk\":{\"S\":\"change#" + Ascii.of(record.cause()) + "\"}}'");
    }

    private void line(String label, String value) {
        lines.add("%-10s%s".formatted(label, value));
    }
}
