package vpceguard.remediation;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import vpceguard.control.Evidence;
import vpceguard.control.Exempt;
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
import vpceguard.policy.Request;
import vpceguard.policy.proof.Proof;
import vpceguard.remediation.Remediation.Revert;
import vpceguard.remediation.Remediation.Tighten;

/// Records to write and read: one that says all that a record can, and one that says the least.
public final class Records {
    static final Instant NOW = Instant.parse("2026-11-24T06:00:00.123456789Z");
    static final String HOSTILE = "\"\\\u0000\u001b[31m\r\n\u2028\u202e\ud83d\ude00\ud800";
    static final Tighten APPEND = tighten(Proof.How.APPEND, 3);
    static final Tighten REPLACE = tighten(Proof.How.REPLACE, 0);
    static final Revert REVERT = new Revert(
            attachments("", "1", "2", "3"),
            new NetworkSettings(
                    attachments("a", "4", "5"),
                    Optional.of(true),
                    Optional.of("ipv4"),
                    Map.of("DnsRecordIpType", "ipv4")));

    private Records() {}

    private static Tighten tighten(Proof.How how, int statements) {
        return new Tighten(
                "{\n  \"Statement\": []\n}",
                HOSTILE,
                new Proof(
                        how,
                        Proof.Basis.THEOREM,
                        "digest 1",
                        "digest 2",
                        "digest 3",
                        statements,
                        List.of(HOSTILE),
                        witness().stream().toList()));
    }

    private static Attachments attachments(String prefix, String... numbers) {
        return new Attachments(
                ids("sg-" + prefix, numbers), ids("subnet-" + prefix, numbers), ids("rtb-" + prefix, numbers));
    }

    private static Set<String> ids(String prefix, String... numbers) {
        return Arrays.stream(numbers).map(prefix::concat).collect(Collectors.toSet());
    }

    /// An endpoint like another, with an id and tags of its own.
    public static Endpoint tagged(EndpointId id, Endpoint like, Map<String, String> tags) {
        return new Endpoint(
                id,
                like.type(),
                like.state(),
                like.vpcId(),
                like.service(),
                like.serviceRegion(),
                like.policy(),
                like.network(),
                like.requesterManaged(),
                tags,
                like.createdAt());
    }

    public static RemediationRecord full() {
        var text = Optional.of(HOSTILE);
        return new RemediationRecord(
                "corrected.settled",
                new Origin(
                        "event",
                        Optional.of("corrected"),
                        Optional.of("request"),
                        "ModifyVpcEndpoint",
                        NOW,
                        "111122223333",
                        "us-east-1",
                        new Actor(text, text, text, text, text, text, text)),
                new Endpoint(
                        new EndpointId("vpce-0123456789abcdef0"),
                        EndpointType.INTERFACE,
                        new EndpointState("pendingAcceptance"),
                        "vpc-1",
                        new ServiceName("com.amazonaws.us-west-2.sns"),
                        Optional.of("us-west-2"),
                        text,
                        new NetworkSettings(
                                new Attachments(
                                        Set.of("sg-1", "sg-2"),
                                        Set.of("subnet-1", "subnet-2"),
                                        Set.of("rtb-1", "rtb-2")),
                                Optional.of(true),
                                Optional.of("dualstack"),
                                Map.of("DnsRecordIpType", "ipv4", "PrivateDnsPreference", HOSTILE)),
                        Optional.of(true),
                        Map.of("Name", HOSTILE, HOSTILE, "", "", "b"),
                        Optional.of(NOW)),
                Mode.ENFORCE,
                "parameters-0123456789ab",
                Severity.CRITICAL,
                Arrays.stream(Severity.values())
                        .map(severity -> new Finding(
                                "control",
                                severity,
                                "message",
                                new Evidence("/a~1b", HOSTILE, ""),
                                witness(),
                                Optional.of(new Exempt(HOSTILE, HOSTILE, LocalDate.EPOCH))))
                        .toList(),
                List.of("one", HOSTILE),
                new Plan(Optional.of(APPEND), Optional.of(REVERT), everyRestraint()),
                List.of("request-1", "request-2"),
                new Outcome.Refused(HOSTILE),
                NOW,
                Optional.of(NOW.plusSeconds(1)),
                Circumstances.NONE);
    }

    private static List<Restraint> everyRestraint() {
        return Arrays.stream(Restraint.Kind.values())
                .map(kind -> new Restraint(kind, HOSTILE))
                .toList();
    }

    private static Optional<Request> witness() {
        var keys = Map.of("aws:one", List.of(HOSTILE), "aws:several", List.of("a", HOSTILE));
        return Optional.of(new Request("anonymous", "s3:PutObject", HOSTILE, keys, true));
    }

    public static RemediationRecord bare() {
        var nobody = Optional.<String>empty();
        return new RemediationRecord(
                "event",
                new Origin(
                        "event",
                        nobody,
                        nobody,
                        "CreateVpcEndpoint",
                        Instant.EPOCH,
                        "111122223333",
                        "us-east-1",
                        new Actor(nobody, nobody, nobody, nobody, nobody, nobody, nobody)),
                new Endpoint(
                        new EndpointId("vpce-01234567"),
                        new EndpointType("Future"),
                        new EndpointState("unknown"),
                        "unknown",
                        new ServiceName("unknown"),
                        nobody,
                        nobody,
                        new NetworkSettings(Attachments.NONE),
                        Optional.empty(),
                        Map.of(),
                        Optional.empty()),
                Mode.OBSERVE,
                "unconfirmed",
                Severity.LOW,
                List.of(),
                List.of(),
                Plan.nothing(),
                List.of(),
                new Outcome.Planned(),
                Instant.EPOCH,
                Optional.empty(),
                Circumstances.NONE);
    }
}
