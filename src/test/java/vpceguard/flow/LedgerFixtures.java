package vpceguard.flow;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import vpceguard.control.Evidence;
import vpceguard.control.Finding;
import vpceguard.event.Actor;
import vpceguard.event.Origin;
import vpceguard.model.Attachments;
import vpceguard.model.Endpoint;
import vpceguard.model.EndpointId;
import vpceguard.model.EndpointState;
import vpceguard.model.EndpointType;
import vpceguard.model.NetworkSettings;
import vpceguard.model.ServiceName;
import vpceguard.model.Severity;
import vpceguard.perimeter.Mode;
import vpceguard.policy.proof.Proof;
import vpceguard.remediation.Circumstances;
import vpceguard.remediation.Outcome;
import vpceguard.remediation.Plan;
import vpceguard.remediation.Remediation.Revert;
import vpceguard.remediation.Remediation.Tighten;
import vpceguard.remediation.RemediationRecord;

/// Records that ledgers are tried with.
public final class LedgerFixtures {
    static final Instant NOW = Instant.parse("2026-11-24T06:00:00Z");
    static final String OPEN =
            "{\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"*\",\"Resource\":\"*\"}]}";
    static final String CLOSED =
            "{\"Statement\":[{\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"*\",\"Resource\":\"*\"}]}";
    static final String OTHER = OPEN.replace("\"Action\":\"*\"", "\"Action\":\"s3:*\"");
    static final String NARROW = CLOSED.replace("\"Action\":\"*\"", "\"Action\":\"s3:*\"");

    private LedgerFixtures() {}

    /// A record that plans to write a policy.
    public static RemediationRecord record(String id, String cause) {
        return tightening(endpoint(id), cause, OPEN, CLOSED);
    }

    static RemediationRecord tightening(Endpoint endpoint, String cause, String before, String after) {
        var proof = new Proof(Proof.How.REPLACE, Proof.Basis.THEOREM, "a", "b", "c", 0, List.of(), List.of());
        var plan = new Plan(Optional.of(new Tighten(before, after, proof)), Optional.empty(), List.of());
        return record(endpoint, cause, plan, List.of(), new Outcome.Planned(), NOW);
    }

    static RemediationRecord reverting(String id, String cause) {
        var endpoint = endpoint(id);
        var revert = new Revert(endpoint.network().attachments(), new NetworkSettings(Attachments.NONE));
        var plan = new Plan(Optional.empty(), Optional.of(revert), List.of());
        return record(endpoint, cause, plan, List.of(), new Outcome.Planned(), NOW);
    }

    /// A record that changes nothing.
    public static RemediationRecord told(String id, String cause, String... what) {
        var findings = Stream.of(what)
                .map(found -> new Finding(
                        "route-table-not-approved",
                        Severity.LOW,
                        "found",
                        new Evidence("/", found, "else"),
                        Optional.empty()))
                .toList();
        return record(endpoint(id), cause, Plan.nothing(), findings, new Outcome.NotChanged(), NOW);
    }

    /// More than one condition of the table has room for.
    public static String[] tables(String prefix) {
        return IntStream.range(0, 200).mapToObj(i -> prefix + i).toArray(String[]::new);
    }

    static RemediationRecord at(RemediationRecord record, Instant time) {
        return record(record.endpoint(), record.cause(), record.plan(), record.findings(), record.outcome(), time);
    }

    static RemediationRecord at(RemediationRecord record, Instant call, Instant time) {
        return record(
                record.endpoint(), record.cause(), record.plan(), record.findings(), record.outcome(), call, time);
    }

    static RemediationRecord record(
            Endpoint endpoint, String cause, Plan plan, List<Finding> findings, Outcome outcome, Instant at) {
        return record(endpoint, cause, plan, findings, outcome, at, at);
    }

    private static RemediationRecord record(
            Endpoint endpoint,
            String cause,
            Plan plan,
            List<Finding> findings,
            Outcome outcome,
            Instant call,
            Instant at) {
        var nobody = Optional.<String>empty();
        return new RemediationRecord(
                cause,
                new Origin(
                        cause,
                        nobody,
                        nobody,
                        "CreateVpcEndpoint",
                        call,
                        "111122223333",
                        "us-east-1",
                        new Actor(nobody, nobody, nobody, nobody, nobody, nobody, nobody)),
                endpoint,
                Mode.ENFORCE,
                "test",
                Severity.HIGH,
                findings,
                List.of(),
                plan,
                List.of(),
                outcome,
                at,
                Optional.empty(),
                Circumstances.NONE);
    }

    static Endpoint endpoint(String id) {
        return new Endpoint(
                new EndpointId(id),
                EndpointType.GATEWAY,
                new EndpointState("available"),
                "vpc-1",
                new ServiceName("com.amazonaws.us-east-1.s3"),
                Optional.empty(),
                Optional.of(OPEN),
                new NetworkSettings(new Attachments(Set.of(), Set.of(), Set.of("rtb-1"))),
                Optional.of(false),
                Map.of("Name", "one"),
                Optional.of(NOW));
    }
}
