package vpceguard.remediation;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import vpceguard.control.Finding;
import vpceguard.event.Origin;
import vpceguard.model.Endpoint;
import vpceguard.model.Severity;
import vpceguard.perimeter.Mode;

/// What happened to one endpoint because of one call: ledger entry, idempotency key and outbox at once.
///
/// @param endpoint as it was before: the before-image
/// @param open questions that could not be answered
/// @param perimeter revision of the perimeter that was applied
/// @param openedAt when the record was made
/// @param closedAt when its outcome was final
public record RemediationRecord(
        Origin origin,
        Endpoint endpoint,
        Mode mode,
        String perimeter,
        Severity severity,
        List<Finding> findings,
        List<String> open,
        Plan plan,
        Outcome outcome,
        Instant openedAt,
        Optional<Instant> closedAt) {
    public RemediationRecord {
        findings = List.copyOf(findings);
        open = List.copyOf(open);
    }

    /// The record's key beside the endpoint: one call, one record.
    public String cause() {
        return origin.causeId();
    }

    public RemediationRecord closed(Outcome outcome, Instant at) {
        return new RemediationRecord(
                origin, endpoint, mode, perimeter, severity, findings, open, plan, outcome, openedAt, Optional.of(at));
    }

    public RemediationRecord withPlan(Plan plan) {
        return new RemediationRecord(
                origin, endpoint, mode, perimeter, severity, findings, open, plan, outcome, openedAt, closedAt);
    }
}
