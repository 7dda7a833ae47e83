package vpceguard.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import vpceguard.aws.LogGroupCalls;
import vpceguard.cli.Launcher;
import vpceguard.flow.RecordedCalls;
import vpceguard.json.Json;
import vpceguard.json.JsonWriter;
import vpceguard.local.LocalAws;
import vpceguard.local.ThroughEndpoint;
import vpceguard.model.EndpointId;
import vpceguard.model.EndpointType;
import vpceguard.model.ServiceName;
import vpceguard.perimeter.Ceiling;
import vpceguard.perimeter.Ceilings;
import vpceguard.perimeter.Clause;
import vpceguard.policy.Canonical;
import vpceguard.policy.Decision;
import vpceguard.rehearsal.Accounts;
import vpceguard.rehearsal.CallReader;
import vpceguard.rehearsal.RecordedCall;
import vpceguard.rehearsal.Rehearsing;

/// A role uses S3 through an open endpoint. What the records of its calls foretell is what comes, call by call, as the
/// local AWS enforces the policy that a repair writes.
class RehearsalIT {
    private static final String OBJECT = "/perimeters/perimeter.json";
    private static final String GROUP = "trail";
    private static final String VENDOR = "444455556666";
    private static final String ROLE = "arn:aws:iam::" + Deployed.ACCOUNT + ":role/app";
    private static final List<List<String>> CALLS = List.of(
            List.of("PUT", "/own-files/a"),
            List.of("GET", "/own-files/a"),
            List.of("GET", "/own-files"),
            List.of("GET", "/vendor-files/price-list"),
            List.of("PUT", "/vendor-files/order"),
            List.of("GET", "/vendor-files"),
            List.of("GET", "/own-files/a"));

    private AwsCredentialsIdentity key = AwsBasicCredentials.create("test", "test");

    private static String document(String rehearsal, String services) {
        return """
                {"organizations": ["%s"], "controls": {"policy-beyond-trusted-resources": "remediate"},
                 "rehearsal": {"members": ["%s"]%s}%s}
                """.formatted(Deployed.ORGANIZATION, Deployed.ACCOUNT, rehearsal, services);
    }

    /// The stack, and a role that may do everything in S3, buckets of two owners, and a trail.
    private Deployed deployed(String document) {
        return Deployed.withDocument(
                network -> {
                    var aws = network.aws;
                    for (var bucket : List.of("/perimeters", "/own-files", "/vendor-files")) {
                        aws.put(bucket, "");
                    }
                    aws.put("/vendor-files/price-list", "text");
                    aws.put(OBJECT, document);
                    aws.buckets("{\"vendor-files\": \"" + VENDOR + "\"}");
                    aws.trail("{\"logGroup\": \"" + GROUP + "\", \"resources\": true}");
                    key = role(aws);
                },
                "Mode=enforce",
                "OrganizationId=" + Deployed.ORGANIZATION,
                "PerimeterDocument=s3:/" + OBJECT,
                "RecordedCallsLogGroup=" + GROUP,
                "WatchDenials=on");
    }

    /// A key of a session of the role.
    private static AwsCredentialsIdentity role(LocalAws aws) {
        var anybody = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"*\"},"
                + "\"Action\":\"sts:AssumeRole\"}]}";
        var everything = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:*\","
                + "\"Resource\":\"*\"}]}";
        var _ = aws.query(
                "iam",
                "Action=CreateRole&Version=2010-05-08&RoleName=app&AssumeRolePolicyDocument=" + encoded(anybody));
        var _ = aws.query(
                "iam",
                "Action=PutRolePolicy&Version=2010-05-08&RoleName=app&PolicyName=s3&PolicyDocument="
                        + encoded(everything));
        var session =
                aws.query("sts", "Action=AssumeRole&Version=2011-06-15&RoleSessionName=i-0&RoleArn=" + encoded(ROLE));
        return AwsSessionCredentials.create(
                member(session, "AccessKeyId"), member(session, "SecretAccessKey"), member(session, "SessionToken"));
    }

    private static String member(String xml, String name) {
        var found = Pattern.compile("<" + name + ">([^<]+)</" + name + ">").matcher(xml);
        assertThat(found.find()).as(xml).isTrue();
        return found.group(1);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /// Which of the calls the endpoint's policy denies.
    private List<Boolean> call(Deployed stack) {
        return CALLS.stream()
                .map(call -> new ThroughEndpoint(stack.aws, stack.olderEndpoint, key)
                        .isDenied(call.getFirst(), call.getLast()))
                .toList();
    }

    private static List<RecordedCall> recorded(Deployed stack) {
        var reader = new CallReader(new Accounts(Set.of(Deployed.ORGANIZATION), Set.of(Deployed.ACCOUNT), true));
        var calls = new ArrayList<RecordedCall>();
        var logs = new LogGroupCalls(
                stack.aws.client(CloudWatchLogsClient.builder()), GROUP, 100, Duration.ofMinutes(1), Clock.systemUTC());
        var now = Instant.now();
        var reading = logs.read(
                Optional.of(new EndpointId(stack.olderEndpoint)), now.minus(Duration.ofDays(1)), now, record -> {
                    if (reader.read(record) instanceof CallReader.Reading.Call(var call)) {
                        calls.add(call);
                    }
                });
        assertThat(reading).isEqualTo(new RecordedCalls.Reading.All());
        return calls;
    }

    @Test
    void predictionAndOutcomeAgreeCallByCall() {
        try (var stack = deployed(document("", ""))) {
            assertThat(call(stack)).as("open").doesNotContain(true);
            var calls = recorded(stack);
            assertThat(calls).hasSameSizeAs(CALLS);
            var ceiling = Ceiling.of(
                            Ceilings.perimeter("aws", Set.of(Deployed.ORGANIZATION), Set.of(Deployed.ACCOUNT)),
                            new ServiceName("com.amazonaws." + Deployed.REGION + ".s3"),
                            Deployed.REGION,
                            Set.of(Clause.values()))
                    .policy();
            var predicted = calls.stream()
                    .map(one -> Rehearsing.decide(ceiling, EndpointType.GATEWAY, one))
                    .toList();
            assertThat(predicted).contains(Decision.ALLOWED, Decision.DENIED).doesNotContain(Decision.UNKNOWN);

            stack.ec2.modifyVpcEndpoint(
                    request -> request.vpcEndpointId(stack.olderEndpoint).resetPolicy(true));
            var changed = stack.notice(stack.olderEndpoint, "CHANGED");
            assertThat(Canonical.fingerprint(stack.endpoint(stack.olderEndpoint).policyDocument()))
                    .isEqualTo(Canonical.fingerprint(ceiling.text()));

            assertThat(call(stack))
                    .isEqualTo(predicted.stream().map(Decision.DENIED::equals).toList());

            var told = stack.notice(stack.olderEndpoint, "DENIED");
            assertThat(told.textAt("denial", "hit")).hasValue("TRUSTED");
            assertThat(told.textAt("denial", "caller")).hasValue(ROLE);
            assertThat(told.textAt("text"))
                    .hasValueSatisfying(text -> assertThat(text)
                            .contains("To let it through", "\"Sid\":\"Keep")
                            .contains("--reason=WHY '"
                                    + told.textAt("denial", "record").orElseThrow() + "'"));
            assertThat(told.textAt("denial", "record"))
                    .hasValue(stack.olderEndpoint + "/"
                            + changed.textAt("record", "cause").orElseThrow());
            var _ = Deployed.await(
                    "the journal",
                    () -> stack.journal().stream()
                            .filter(step -> step.at("detail", "denial").isPresent())
                            .findFirst());
        }
    }

    @Test
    void aRepairIsHeldBackAndTheStatementThatIsToldReleasesIt() {
        var holding = ", \"controls\": [\"policy-full-access\"]";
        try (var stack = deployed(document(holding, ""))) {
            assertThat(call(stack)).as("open").doesNotContain(true);
            stack.ec2.modifyVpcEndpoint(
                    request -> request.vpcEndpointId(stack.olderEndpoint).resetPolicy(true));

            var held = stack.notice(stack.olderEndpoint, "NOT_CHANGED");
            assertThat(held.textAt("text"))
                    .hasValueSatisfying(text -> assertThat(text)
                            .contains("a tighter policy would have denied 1 call")
                            .contains("would have denied 3 of 7 calls in 30 days, all from \"" + ROLE + "\"")
                            .contains("/services/s3/also of the perimeter document {\"Sid\":\"Keep"));
            assertThat(stack.endpoint(stack.olderEndpoint).policyDocument()).doesNotContain("Condition");

            var denials = held.at("rehearsal", "denials").orElseThrow() instanceof Json.Arr(var items)
                    ? items
                    : List.<Json>of();
            var statements = denials.stream()
                    .map(group -> JsonWriter.compact(group.at("keeping").orElseThrow()))
                    .collect(Collectors.joining(", "));
            stack.aws.put(OBJECT, document(holding, ", \"services\": {\"s3\": {\"also\": [" + statements + "]}}"));
            var swept = stack.aws.invoke(stack.aws.output("SweepFunctionName"), "{}");

            assertThat(swept).contains("1 repaired");
            var changed = stack.notice(stack.olderEndpoint, "CHANGED");
            assertThat(changed.textAt("rehearsal", "sentence"))
                    .hasValueSatisfying(sentence -> assertThat(sentence).contains("would have denied none of 7 calls"));
            assertThat(stack.endpoint(stack.olderEndpoint).policyDocument()).contains("aws:PrincipalOrgID", ROLE);
            assertThat(call(stack)).as("nothing trusted is denied").doesNotContain(true);
            assertThat(stack.aws.allCalls())
                    .noneMatch(call -> call.textAt("function").isPresent()
                            && call.textAt("error")
                                    .filter(error -> error.contains("Denied"))
                                    .isPresent());
        }
    }

    @Test
    void noticeAndReportOfAnAccountThatObservesSayWhatWouldBreak(@TempDir Path folder) throws Exception {
        var sentence = "would have denied 3 of 7 calls in 30 days, all from \"" + ROLE + "\"";
        var observing = document("", ", \"mode\": \"observe\"");
        try (var stack = deployed(observing)) {
            assertThat(call(stack)).as("open").doesNotContain(true);
            stack.ec2.modifyVpcEndpoint(
                    request -> request.vpcEndpointId(stack.olderEndpoint).resetPolicy(true));

            assertThat(stack.notice(stack.olderEndpoint, "WOULD_CHANGE").textAt("text"))
                    .hasValueSatisfying(text -> assertThat(text).contains(sentence));

            Files.writeString(folder.resolve("perimeter.json"), observing);
            var swept = Launcher.ask(
                    folder,
                    stack.aws,
                    "sweep --perimeter=perimeter.json --region=" + Deployed.REGION
                            + " --report=report.html --rehearse=logs:" + GROUP);
            assertThat(swept.code()).as(swept.err()).isEqualTo(1);
            assertThat(Files.readString(folder.resolve("report.html"))).contains("would have denied 3 of 7 calls");
        }
    }
}
