package vpceguard.notice.report;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import vpceguard.control.Assessment;
import vpceguard.control.Controls;
import vpceguard.control.Subject;
import vpceguard.event.Touched;
import vpceguard.json.Json;
import vpceguard.json.JsonReader;
import vpceguard.json.Parsed;
import vpceguard.model.Attachments;
import vpceguard.model.Endpoint;
import vpceguard.model.EndpointId;
import vpceguard.model.EndpointState;
import vpceguard.model.EndpointType;
import vpceguard.model.NetworkSettings;
import vpceguard.model.ServiceDetail;
import vpceguard.model.ServiceName;
import vpceguard.perimeter.Ceiling;
import vpceguard.perimeter.Perimeter;
import vpceguard.perimeter.document.PerimeterReader;
import vpceguard.perimeter.document.Place;
import vpceguard.remediation.Planner;

/// An account as large ones are: VPCs with the endpoints that such have, most of them with one of a few policies.
final class SampleAccount {
    static final String ACCOUNT = "111122223333";
    private static final List<String> REGIONS = List.of("eu-west-1", "eu-central-1");
    private static final List<String> SERVICES = List.of(
            "s3",
            "dynamodb",
            "sts",
            "ssm",
            "ssmmessages",
            "ec2messages",
            "ec2",
            "kms",
            "logs",
            "monitoring",
            "ecr.api",
            "ecr.dkr",
            "secretsmanager",
            "sqs",
            "sns",
            "lambda",
            "events",
            "kinesis-streams",
            "execute-api",
            "bedrock");
    static final String FULL = """
            {"Version":"2008-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}""";
    static final String ORGANIZATION = """
            {"Version":"2012-10-17","Statement":[{"Sid":"Ours","Effect":"Allow","Principal":"*","Action":"*","Resource":"*",\
            "Condition":{"StringEquals":{"aws:PrincipalOrgID":"o-a1b2c3d4e5","aws:ResourceOrgID":"o-a1b2c3d4e5"}}}]}""";
    private static final String TRUSTED_CALLERS = """
            {"Version":"2012-10-17","Statement":[{"Sid":"Ours","Effect":"Allow","Principal":"*","Action":"*","Resource":"*",\
            "Condition":{"StringEquals":{"aws:PrincipalOrgID":"o-a1b2c3d4e5"}}}]}""";
    private static final String UNREADABLE = "{\"Statement\":[{\"Effect\":\"Allow\",\"Principals\":\"*\"}]}";
    private static final String PERIMETER = """
            {"organizations": ["o-a1b2c3d4e5"], "accounts": ["111122223333"],
             "exemptions": [{"match": {"service": "sns"}, "controls": ["policy-full-access",
               "policy-beyond-trusted-identities", "policy-beyond-trusted-resources"],
               "reason": "vendor alarms until the move", "owner": "operations@example.com", "until": "2099-12-31"}]}""";

    private final Random random = new Random(7);
    private final Perimeter perimeter;

    SampleAccount() {
        var read = (Parsed.Ok<Json>) JsonReader.read(PERIMETER);
        var place = new Place("aws", Optional.of(ACCOUNT), Optional.empty(), Optional.empty());
        perimeter = ((Parsed.Ok<Perimeter>) PerimeterReader.read(read.value(), "sample", Controls.known())
                        .then(document -> document.at(place, LocalDate.EPOCH)))
                .value();
    }

    /// The account with so many endpoints.
    Report report(int size) {
        var lines = new ArrayList<Report.Line>();
        var names = new LinkedHashMap<String, String>();
        for (int vpc = 0; lines.size() < size; vpc++) {
            var id = "vpc-%017x".formatted(0xa1b2c300L + vpc);
            var region = REGIONS.get(vpc % 5 == 0 ? 1 : 0);
            names.put(
                    id,
                    List.of("payments", "data", "web", "batch", "shared").get(vpc % 5) + "-"
                            + List.of("prod", "stage", "dev").get(vpc % 3) + "-" + (vpc / 15 + 1));
            var wanted = 6 + random.nextInt(15);
            for (int i = 0; i < Math.min(wanted, SERVICES.size()) && lines.size() < size; i++) {
                lines.add(line(endpoint(lines.size(), id, region, SERVICES.get(i), names.get(id)), region));
            }
            if (vpc % 4 == 0 && lines.size() < size) {
                lines.add(line(foreign(lines.size(), id), region));
            }
        }
        return new Report(
                ACCOUNT,
                REGIONS,
                Instant.parse("2026-11-28T06:00:00Z"),
                "perimeter.json",
                names,
                List.of(),
                List.of(),
                lines);
    }

    private Endpoint endpoint(int number, String vpc, String region, String service, String vpcName) {
        var type = number % 7 != 3 && Set.of("s3", "dynamodb").contains(service)
                ? EndpointType.GATEWAY
                : EndpointType.INTERFACE;
        return endpoint(
                number,
                type,
                vpc,
                "com.amazonaws." + region + "." + service,
                Optional.of(policy(service, number)),
                Map.of("Name", vpcName + "-" + service, "CostCenter", "4711"));
    }

    private String policy(String service, int number) {
        return switch (random.nextInt(10)) {
            case 0, 1, 2 -> FULL;
            case 3 -> TRUSTED_CALLERS;
            case 4 -> number % 40 == 7 ? UNREADABLE : bucket(service, number);
            case 5 -> number % 3 == 0 ? bucket(service, number) : ORGANIZATION;
            default -> ORGANIZATION;
        };
    }

    private static String bucket(String service, int number) {
        return service.equals("s3") ? """
                {"Version":"2012-10-17","Statement":[{"Sid":"Reports","Effect":"Allow","Principal":"*",\
                "Action":["s3:GetObject","s3:PutObject"],"Resource":"arn:aws:s3:::example-reports-%d/*"}]}""".formatted(number) : ORGANIZATION;
    }

    private static Endpoint foreign(int number, String vpc) {
        return endpoint(
                number,
                EndpointType.INTERFACE,
                vpc,
                "com.amazonaws.vpce.eu-west-1.vpce-svc-0a1b2c3d4e5f%05x".formatted(number),
                Optional.empty(),
                Map.of("Name", "observability"));
    }

    static Endpoint endpoint(
            int number,
            EndpointType type,
            String vpc,
            String service,
            Optional<String> policy,
            Map<String, String> tags) {
        return new Endpoint(
                new EndpointId("vpce-%017x".formatted(0x0f1e2d3cL * 16 + number)),
                type,
                new EndpointState("available"),
                vpc,
                new ServiceName(service),
                Optional.empty(),
                policy,
                new NetworkSettings(
                        new Attachments(
                                Set.of("sg-0123456789abcdef0"),
                                Set.of("subnet-0123456789abcdef0"),
                                Set.of("rtb-0123456789abcdef0")),
                        Optional.of(number % 31 != 8),
                        Optional.of("ipv4"),
                        Map.of()),
                Optional.of(number % 97 == 5),
                tags,
                Optional.of(Instant.parse("2025-03-01T10:00:00Z")));
    }

    Report.Line line(Endpoint endpoint, String region) {
        var within = Controls.on(endpoint, perimeter);
        ServiceDetail detail = endpoint.service().isEndpointService()
                ? new ServiceDetail.Known("999988887777", false, false)
                : new ServiceDetail.Known("amazon", true, true);
        var ceiling = Ceiling.of(within, endpoint.service(), region, within.writtenClauses());
        var subject = Subject.of(endpoint, ACCOUNT, detail, within, ceiling, Optional.empty());
        var assessment = Assessment.of(subject);
        return new Report.Line(
                endpoint, region, assessment, Planner.plan(subject, assessment, new Touched.Everything()));
    }
}
