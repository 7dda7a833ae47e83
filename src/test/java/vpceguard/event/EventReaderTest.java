package vpceguard.event;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static vpceguard.event.Events.change;
import static vpceguard.event.Events.words;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import vpceguard.event.EndpointChange.Modified;
import vpceguard.json.Json;

class EventReaderTest {
    private static final String OMITTED = " omitted, so the endpoint is not named; the sweep will find it at /detail/";

    static final Map<String, String> READINGS = Map.ofEntries(
            entry("create-gateway-s3-console.json", "change: created vpce-0123456789abcdef1"),
            entry("create-interface-two-subnets.json", "change: created vpce-0123456789abcdef2"),
            entry("create-gateway-no-type.json", "change: created vpce-0123456789abcdef3"),
            entry("create-interface-default-group.json", "change: created vpce-0123456789abcdef4"),
            entry("create-marketplace-endpoint-service.json", "change: created vpce-0123456789abcdef5"),
            entry("create-gateway-load-balancer.json", "change: created vpce-0123456789abcdef6"),
            entry("create-root-user.json", "change: created vpce-0123456789abcdef7"),
            entry("create-parameters-omitted.json", "change: created vpce-0123456789abcdef8"),
            entry("modify-policy-terraform.json", modified("policy")),
            entry("modify-reset-policy.json", modified("reset")),
            entry("modify-add-subnet.json", modified("subnet-0a1b2c3d4e5f60713")),
            entry(
                    "modify-add-security-groups-private-dns.json",
                    modified("-sg-0a1b2c3d4e5f60711 DnsOptions PrivateDnsEnabled"
                            + " sg-0a1b2c3d4e5f60712 sg-0a1b2c3d4e5f60713")),
            entry(
                    "modify-two-route-tables.json",
                    modified("-rtb-0a1b2c3d4e5f60713 rtb-0a1b2c3d4e5f60711 rtb-0a1b2c3d4e5f60712")),
            entry("modify-cloudformation-invoked-by.json", modified("policy")),
            entry("modify-service-linked-role.json", modified("subnet-0a1b2c3d4e5f60713")),
            entry("modify-aws-service.json", modified("-subnet-0a1b2c3d4e5f60713")),
            entry("modify-no-identity-type.json", modified("PrivateDnsEnabled")),
            entry("modify-addendum.json", modified("policy")),
            entry("modify-through-endpoint.json", modified("policy")),
            entry("modify-unwrapped.json", modified("reset DnsOptions subnet-0a1b2c3d4e5f60713")),
            entry("modify-internal-error.json", modified("subnet-0a1b2c3d4e5f60713")),
            entry("own-modify.json", modified("policy").replace("change", "own")),
            entry(
                    "network-activity-modify.json",
                    "ignored: event of another kind: \"AWS Network Activity Event via CloudTrail\""),
            entry(
                    "network-activity-denied.json",
                    "ignored: event of another kind: \"AWS Network Activity Event via CloudTrail\""),
            entry("other-account.json", "ignored: event of another account: \"444455556666\""),
            entry("other-region.json", "ignored: event of another region: \"eu-west-1\""),
            entry("replayed.json", "ignored: event of a call of long ago, replayed as \"last-month\""),
            entry("failed-return-false.json", "ignored: failed call: EC2 answered false"),
            entry("failed-unauthorized.json", "ignored: failed call: \"Client.UnauthorizedOperation\""),
            entry("failed-dry-run.json", "ignored: dry run"),
            entry("es-create-vpc-endpoint.json", "ignored: event from another source: \"aws.es\""),
            entry("aoss-create-vpc-endpoint.json", "ignored: event from another source: \"aws.aoss\""),
            entry("aoss-update-vpc-endpoint.json", "ignored: event from another source: \"aws.aoss\""),
            entry("describe-vpc-endpoints.json", "ignored: call that changes no endpoint: \"DescribeVpcEndpoints\""),
            entry(
                    "modify-parameters-omitted.json",
                    "unreadable: request parameters were" + OMITTED + "requestParameters"),
            entry("unreadable-response-omitted.json", "unreadable: the response was" + OMITTED + "responseElements"),
            entry(
                    "unreadable-major-version.json",
                    "unreadable: expected version 1 of CloudTrail's records, found another string"
                            + " at /detail/eventVersion"),
            entry(
                    "unreadable-accounts-disagree.json",
                    "unreadable: expected the account of the envelope, found another string"
                            + " at /detail/recipientAccountId"),
            entry(
                    "unreadable-endpoint-id.json",
                    "unreadable: expected an endpoint id: \"vpc-0123456789abcdef0\""
                            + " at /detail/requestParameters/ModifyVpcEndpointRequest/VpcEndpointId"),
            entry("unreadable-no-event-id.json", "unreadable: expected an event id, found nothing at /detail/eventID"));

    static final Set<String> FILES = Set.copyOf(Events.filesIn(Events.FOLDER));

    private static String modified(String touched) {
        return "change: modified vpce-0123456789abcdef0 " + touched;
    }

    @ParameterizedTest
    @FieldSource("FILES")
    void everyEventIsReadAsExpected(String file) {
        assertThat(READINGS).containsKey(file);
        assertThat(words(Events.read(file))).isEqualTo(READINGS.get(file));
    }

    /// As `replay` puts it into an envelope, which takes records as they lie in a trail's files.
    @Test
    void aSecondRecordOfACallIsIgnoredInAnyEnvelope() {
        var event = Events.load("network-activity-modify.json");

        assertThat(words(EventReader.read(
                        Events.with(event, "\"AWS API Call via CloudTrail\"", "detail-type"), Events.OWN)))
                .isEqualTo("ignored: network activity: the call itself is recorded apart");
    }

    @Test
    void everyExpectationHasItsEvent() {
        assertThat(READINGS.keySet()).isEqualTo(FILES);
    }

    @Test
    void theReadmeSaysTheSame() throws IOException {
        var row = Pattern.compile(
                "(?m)^\\| \\[([^]]+)]\\(\\1\\) \\|.*\\| (?:create|modify|denied|none) \\| ([a-z]+) \\|$");
        Map<String, String> told = row.matcher(Files.readString(Events.FOLDER.resolve("README.md")))
                .results()
                .collect(Collectors.toMap(found -> found.group(1), found -> found.group(2)));
        assertThat(told.keySet()).isEqualTo(FILES);
        assertThat(told)
                .allSatisfy(
                        (file, reading) -> assertThat(words(Events.read(file))).startsWith(reading + ": "));
    }

    @Test
    void whatOthersPutOnTheBusIsIgnored() {
        var event = Events.load("modify-reset-policy.json");
        assertThat(words(EventReader.read(Events.with(event, "\"my.app\"", "source"), Events.OWN)))
                .isEqualTo("ignored: event from another source: \"my.app\"");
        assertThat(words(EventReader.read(
                        Events.with(Events.with(event, "\"my.app\"", "source"), "{}", "detail"), Events.OWN)))
                .as("which owes nothing to CloudTrail")
                .isEqualTo("ignored: event from another source: \"my.app\"");
        assertThat(words(EventReader.read(
                        Events.with(event, "\"AWS Insight via CloudTrail\"", "detail-type"), Events.OWN)))
                .isEqualTo("ignored: event of another kind: \"AWS Insight via CloudTrail\"");
    }

    @Test
    void aCreationTouchesEverything() {
        assertThat(change("create-gateway-no-type.json").touched()).isEqualTo(new Touched.Everything());
    }

    @Test
    void thePolicyIsKeptLetterForLetter() {
        var event = Events.load("modify-policy-terraform.json");
        var text = event.textAt("detail", "requestParameters", "ModifyVpcEndpointRequest", "PolicyDocument");
        assertThat(text).isPresent();
        assertThat(change("modify-policy-terraform.json"))
                .isInstanceOfSatisfying(
                        Modified.class,
                        change -> assertThat(change.touched())
                                .isInstanceOfSatisfying(
                                        Touched.Members.class,
                                        members -> assertThat(members.policy()).isEqualTo(text)));
    }

    @Test
    void theOriginIsToldWhole() {
        var origin = change("modify-add-subnet.json").origin();
        assertThat(origin.eventName()).isEqualTo("ModifyVpcEndpoint");
        assertThat(origin.time()).isEqualTo(Instant.parse("2026-03-02T09:11:10Z"));
        assertThat(origin.account()).isEqualTo("111122223333");
        assertThat(origin.region()).isEqualTo("us-east-1");
        assertThat(origin.requestId()).isPresent();
        assertThat(origin.originalEventId()).isEmpty();
        assertThat(origin.causeId()).isEqualTo(origin.eventId());
        assertThat(origin.actor().roleArn()).hasValue("arn:aws:iam::111122223333:role/instance");
        assertThat(origin.actor().sourceAddress()).hasValue("203.0.113.24");
        assertThat(origin.actor().userAgent())
                .hasValueSatisfying(agent -> assertThat(agent).contains("HashiCorp"));
    }

    @Test
    void aCorrectedRecordHasTheCauseOfTheFirst() {
        var event = Events.load("modify-addendum.json");
        var origin = change("modify-addendum.json").origin();
        assertThat(origin.originalEventId()).isEqualTo(event.textAt("detail", "addendum", "originalEventID"));
        assertThat(origin.causeId()).isNotEqualTo(origin.eventId());
    }

    @Test
    void actorsAreNamedAsFarAsTheRecordSays() {
        var root = change("create-root-user.json").origin().actor();
        assertThat(root.type()).hasValue("Root");
        assertThat(root.roleArn()).isEmpty();
        assertThat(root.name()).isEqualTo("arn:aws:iam::111122223333:root");
        var user = change("create-gateway-s3-console.json").origin().actor();
        assertThat(user.type()).hasValue("IAMUser");
        assertThat(user.roleArn()).isEmpty();
        var stack = change("modify-cloudformation-invoked-by.json").origin().actor();
        assertThat(stack.invokedBy()).hasValue("cloudformation.amazonaws.com");
        assertThat(stack.name()).isEqualTo("arn:aws:sts::111122223333:assumed-role/developer/ana");
        assertThat(stack.isServiceLinked()).isFalse();
        assertThat(change("modify-service-linked-role.json").origin().actor().isServiceLinked())
                .isTrue();
        assertThat(change("modify-aws-service.json").origin().actor().name()).isEqualTo("guardduty.amazonaws.com");
        var untyped = change("modify-no-identity-type.json").origin();
        assertThat(untyped.actor().type()).isEmpty();
        assertThat(untyped.actor().name()).isEqualTo("vpce.amazonaws.com");
        assertThat(untyped.requestId()).isEmpty();
    }

    @Test
    void noRoleIsServiceLinkedByAPathOfItsOwn() {
        var event = Events.load("modify-service-linked-role.json");
        for (var role : List.of("x:role/aws-service-role/evil", "x/aws-service-role/evil", "aws-service-role")) {
            var arn = "\"arn:aws:iam::111122223333:role/%s\"".formatted(role);
            var named = Events.with(event, arn, "detail", "userIdentity", "sessionContext", "sessionIssuer", "arn");
            var actor =
                    Events.change(EventReader.read(named, Events.OWN)).origin().actor();

            assertThat(actor.roleArn())
                    .as(role)
                    .hasValueSatisfying(issuer -> assertThat(issuer).endsWith(role));
            assertThat(actor.isServiceLinked()).as(role).isFalse();
        }
    }

    @Test
    void recordedCallsAreReadOrRefusedForTheRightReason() {
        var folder = Path.of(System.getProperty("vpceguard.recorded", "../shared/data/events"));
        assumeTrue(Files.isDirectory(folder), () -> "no recorded CloudTrail records at hand in " + folder);
        for (var file : Events.filesIn(folder)) {
            assertThat(words(readRecorded(folder.resolve(file)))).as(file).satisfies(reading -> {
                var name = file.replaceFirst("^derived/eventbridge\\.", "");
                if (file.contains("trimmed")) {
                    assertThat(reading).endsWith("found nothing at /detail/eventVersion");
                } else if (name.contains("Client.Unauthorized") && name.startsWith("Modify")) {
                    assertThat(reading).isEqualTo("ignored: failed call: \"Client.UnauthorizedOperation\"");
                } else if (name.contains("omitted")) {
                    assertThat(reading).startsWith("unreadable: request parameters were omitted");
                } else if (name.startsWith("CreateVpcEndpoint.")) {
                    assertThat(reading).startsWith("change: created vpce-0");
                } else if (name.startsWith("ModifyVpcEndpoint.")) {
                    assertThat(reading).startsWith("change: modified vpce-0e52db7e6af36e292 ");
                } else {
                    assertThat(reading).matches("ignored: call (of another service|that changes no endpoint): .*");
                }
            });
        }
        assertThat(Events.filesIn(folder)).hasSizeGreaterThan(10);
    }

    private static EventReading readRecorded(Path file) {
        var recorded = Events.load(file);
        var detail = recorded.at("detail").orElse(recorded);
        var account = detail.textAt("recipientAccountId").orElse("111122223333");
        var region = detail.textAt("awsRegion").orElseThrow();
        var envelope = Json.object()
                .put("detail-type", "AWS API Call via CloudTrail")
                .put("source", "aws.ec2")
                .put("account", account)
                .put("region", region)
                .put("detail", detail)
                .build();
        return EventReader.read(detail.equals(recorded) ? envelope : recorded, new Own(account, region, Set.of()));
    }
}
