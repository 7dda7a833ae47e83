package vpceguard.cli;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import vpceguard.control.Finding;
import vpceguard.model.EndpointJson;
import vpceguard.remediation.Remediation.Quarantine;
import vpceguard.remediation.Remediation.Restoration;
import vpceguard.remediation.Remediation.Revert;
import vpceguard.remediation.Remediation.Tighten;
import vpceguard.remediation.RemediationRecord;

/// A record as a line of CSV (RFC 4180).
final class AuditLine {
    static final String HEADING =
            "opened,closed,account,region,endpoint,name,service,call,by,outcome,severity,controls,"
                    + "change,mode,perimeter,cause\r\n";

    private AuditLine() {}

    static String of(RemediationRecord record) {
        var endpoint = record.endpoint();
        return List.of(
                                record.openedAt().toString(),
                                record.closedAt().map(Object::toString).orElse(""),
                                record.origin().account(),
                                record.origin().region(),
                                endpoint.id().value(),
                                EndpointJson.name(endpoint).orElse(""),
                                endpoint.service().value(),
                                record.origin().eventName(),
                                record.origin().actor().name(),
                                record.outcome().word(),
                                record.severity().toString(),
                                record.findings().stream()
                                        .map(Finding::controlId)
                                        .distinct()
                                        .collect(Collectors.joining(" ")),
                                change(record),
                                record.mode().word(),
                                record.perimeter(),
                                record.cause())
                        .stream()
                        .map(AuditLine::field)
                        .collect(Collectors.joining(","))
                + "\r\n";
    }

    private static String change(RemediationRecord record) {
        var policy = record.plan().policy().map(change -> switch (change) {
            case Tighten tighten -> tighten.proof().how().word();
            case Quarantine _ -> "quarantine";
            case Restoration _ -> "undo";
        });
        var network = record.plan().revert().map(Revert::lines).orElse(List.of());
        return Stream.concat(policy.stream(), network.stream()).collect(Collectors.joining("; "));
    }

    /// A spreadsheet takes what begins like a formula for one, so such a field begins with an apostrophe
    /// (OWASP, "CSV Injection"); what ends a line, hides or turns text becomes a space.
    static String field(String text) {
        var plain = text.replaceAll("[\\p{C}\\p{Zl}\\p{Zp}]", " ");
        var safe = !plain.isEmpty() && "=+-@ ".indexOf(plain.charAt(0)) >= 0 ? "'" + plain : plain;
        return safe.matches("[A-Za-z0-9:./_-]*") ? safe : "\"" + safe.replace("\"", "\"\"") + "\"";
    }
}
