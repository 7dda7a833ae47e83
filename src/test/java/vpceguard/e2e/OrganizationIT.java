package vpceguard.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.VpcEndpointType;
import vpceguard.json.Json;
import vpceguard.local.LocalAws;

/// The organization's templates in two accounts: what happens in the member is heard in the security account. Who else
/// may read and tell there, `test_accounts.py` asks.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // set before all
class OrganizationIT {
    private static final String MEMBER = "111122223333";
    private static final String SECURITY = "999988887777";
    private static final Pattern KEY = Pattern.compile("<Key>([^<]+)</Key>");
    private static final String QUEUE = "vpce-guard-all-notices";

    @TempDir
    private static Path folder;

    private LocalAws member;
    private LocalAws security;
    private Ec2Client ec2;

    @BeforeAll
    void deploy() throws Exception {
        packageOrganization();
        member = LocalAws.start("--auth", "--account", MEMBER);
        member.delayFactor(Deployed.DELAYS);
        security = member.account(SECURITY);
        security.stacks()
                .create(
                        "security",
                        folder.resolve("security-account.yaml"),
                        Map.of(
                                "OrganizationId",
                                Deployed.ORGANIZATION,
                                "Name",
                                "example-guard",
                                "HomeRegion",
                                Deployed.REGION,
                                "KeepsJournals",
                                "yes"));
        security.put("/example-guard-packages-" + Deployed.REGION + "/" + zip().getFileName(), zip());
        security.put("/example-guard-perimeter/perimeter.json", """
                {"organizations": ["%s"], "controls": {"*": "notify"},
                 "rings": {"canary": {"controls": {"policy-full-access": "remediate",
                   "policy-beyond-trusted-identities": "remediate"}}, "rest": {}}}""".formatted(Deployed.ORGANIZATION));
        member.stacks()
                .create(
                        "vpce-guard",
                        folder.resolve("member.json"),
                        new TreeMap<>(Map.of(
                                "Mode", "enforce",
                                "OrganizationId", Deployed.ORGANIZATION,
                                "PerimeterDocument", "s3://example-guard-perimeter/perimeter.json",
                                "Ring", "canary",
                                "SecurityAccount", SECURITY,
                                "JournalDestination", "vpce-guard-journals",
                                "PackagesName", "example-guard")));
        ec2 = member.client(Ec2Client.builder());
    }

    private static void packageOrganization() throws Exception {
        var process = new ProcessBuilder("./vpce-guard", "package-org", folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(Path.of("target", "package-org.log").toFile())
                .start();
        assertThat(process.waitFor()).isZero();
    }

    private static Path zip() throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".zip"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @AfterAll
    void end() {
        member.close();
    }

    @Test
    void aViolationInTheMemberIsRepairedThereAndHeardInTheSecurityAccount() {
        var vpc =
                ec2.createVpc(request -> request.cidrBlock("10.0.0.0/16")).vpc().vpcId();
        var table =
                ec2.createRouteTable(request -> request.vpcId(vpc)).routeTable().routeTableId();
        var id = ec2.createVpcEndpoint(request -> request.vpcId(vpc)
                        .serviceName("com.amazonaws." + Deployed.REGION + ".s3")
                        .vpcEndpointType(VpcEndpointType.GATEWAY)
                        .routeTableIds(table))
                .vpcEndpoint()
                .vpcEndpointId();

        var notice = Deployed.await("a notice in the security account", this::heard);

        assertThat(notice.textAt("endpoint", "id")).hasValue(id);
        assertThat(notice.textAt("result")).hasValue("CHANGED");
        assertThat(notice.textAt("perimeter"))
                .hasValueSatisfying(revision -> assertThat(revision)
                        .matches("s3://example-guard-perimeter/perimeter.json\\?versionId=\\S+ sha256:[0-9a-f]{64}"));
        assertThat(ec2.describeVpcEndpoints(request -> request.vpcEndpointIds(id))
                        .vpcEndpoints()
                        .getFirst()
                        .policyDocument())
                .contains(Deployed.ORGANIZATION);
        assertThat(Deployed.await(
                        "the journal's copy", () -> Optional.of(copied()).filter(text -> text.contains("told"))))
                .contains(id, "recorded", "\"owner\": \"" + MEMBER + "\"");
    }

    @Test
    void whoChangesTheGuardInTheMemberIsHeardOfInTheSecurityAccount() {
        member.stacks()
                .create(
                        "vpce-guard-tamper-alarm",
                        Path.of("src/main/organization/tamper-alarm.yaml"),
                        Map.of(
                                "AlarmTopicArn",
                                "arn:aws:sns:" + Deployed.REGION + ":" + SECURITY + ":vpce-guard-notices"));

        member.deliver(changeOfAFunction("somebody-elses-Function"));
        member.deliver(changeOfAFunction("vpce-guard-SweepFunction-1A2B3C4D5E6F"));

        assertThat(Deployed.await(
                        "the alarm in the security account",
                        () -> received().filter(event -> event.textAt("source").equals(Optional.of("aws.lambda")))))
                .satisfies(event -> {
                    assertThat(event.textAt("detail", "requestParameters", "functionName"))
                            .hasValue("vpce-guard-SweepFunction-1A2B3C4D5E6F");
                    assertThat(event.textAt("detail", "userIdentity", "arn"))
                            .hasValue("arn:aws:iam::" + MEMBER + ":user/mallory");
                });
    }

    @Test
    void anAlarmOfTheGuardInTheMemberIsHeardInTheSecurityAccount() {
        var alarms = member.call(
                "monitoring",
                "GraniteServiceVersion20100801.DescribeAlarms",
                Json.object().put("AlarmNamePrefix", "vpce-guard-EventsFailed").build());
        var alarm = alarms.at("MetricAlarms").orElseThrow() instanceof Json.Arr(var found)
                ? found.getFirst().textAt("AlarmName").orElseThrow()
                : "";

        member.call(
                "monitoring",
                "GraniteServiceVersion20100801.SetAlarmState",
                Json.object()
                        .put("AlarmName", alarm)
                        .put("StateValue", "ALARM")
                        .put("StateReason", "an event waits")
                        .build());

        assertThat(Deployed.await(
                        "the alarm in the security account",
                        () -> received()
                                .filter(message -> message.textAt("AlarmName").equals(Optional.of(alarm)))))
                .satisfies(message -> assertThat(message.textAt("AWSAccountId")).hasValue(MEMBER));
    }

    private static String changeOfAFunction(String name) {
        return """
                {"version": "0", "id": "6f87d04b-9f74-4f04-a780-7acf4b0a9b38", "source": "aws.lambda",
                 "detail-type": "AWS API Call via CloudTrail", "account": "%1$s", "region": "%2$s", "resources": [],
                 "time": "2026-11-28T10:00:00Z",
                 "detail": {"eventSource": "lambda.amazonaws.com", "eventName": "UpdateFunctionConfiguration20150331v2",
                   "userIdentity": {"type": "IAMUser", "arn": "arn:aws:iam::%1$s:user/mallory"},
                   "requestParameters": {"functionName": "%3$s", "timeout": 1}}}""".formatted(MEMBER, Deployed.REGION, name);
    }

    /// What the security account has of the members' journals, unpacked.
    private String copied() {
        var bucket = "/example-guard-journals-" + Deployed.REGION;
        return KEY.matcher(new String(get(bucket), StandardCharsets.UTF_8))
                .results()
                .map(key -> unpacked(get(bucket + "/" + key.group(1))))
                .collect(Collectors.joining());
    }

    private byte[] get(String path) {
        var request = HttpRequest.newBuilder(URI.create(security.url() + path))
                .header(
                        "authorization",
                        "AWS4-HMAC-SHA256 Credential=" + SECURITY + "/20260101/" + Deployed.REGION
                                + "/s3/aws4_request, SignedHeaders=host, Signature=0")
                .build();
        try (var http = HttpClient.newHttpClient()) {
            return http.send(request, BodyHandlers.ofByteArray()).body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String unpacked(byte[] packed) {
        try (var text = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Optional<Json> heard() {
        return received().flatMap(notice -> notice.at("unmapped"));
    }

    private Optional<Json> received() {
        var url = security.call(
                        "sqs",
                        "AmazonSQS.GetQueueUrl",
                        Json.object().put("QueueName", QUEUE).build())
                .textAt("QueueUrl")
                .orElseThrow();
        var answer = security.call(
                "sqs",
                "AmazonSQS.ReceiveMessage",
                Json.object().put("QueueUrl", url).build());
        return answer.at("Messages").orElse(new Json.Null()) instanceof Json.Arr(var messages) && !messages.isEmpty()
                ? messages.getFirst().textAt("Body").map(LocalAws::json)
                : Optional.empty();
    }
}
