package vpceguard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.VpcEndpointType;
import vpceguard.json.Json;
import vpceguard.json.JsonReader;
import vpceguard.json.Parsed;
import vpceguard.local.LocalAws;

/// A sweep of an account on the local AWS, by the launcher.
class SweepAccountIT {
    private static final LocalAws AWS = LocalAws.start("--port", "0");
    private static final String ORGANIZATION = """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*",\
            "Condition":{"StringEquals":{"aws:PrincipalOrgID":"o-a1b2c3d4e5","aws:ResourceOrgID":"o-a1b2c3d4e5"}}}]}""";

    @TempDir
    private Path folder;

    @BeforeAll
    static void endpoints() {
        var ec2 = AWS.client(Ec2Client.builder());
        var vpc = ec2.describeVpcs().vpcs().getFirst().vpcId();
        ec2.createTags(request -> request.resources(vpc)
                .tags(Tag.builder().key("Name").value("payments").build()));
        ec2.createVpcEndpoint(request -> request.vpcId(vpc).serviceName("com.amazonaws.us-east-1.s3"));
        ec2.createVpcEndpoint(request -> request.vpcId(vpc)
                .serviceName("com.amazonaws.us-east-1.kms")
                .vpcEndpointType(VpcEndpointType.INTERFACE)
                .privateDnsEnabled(true)
                .policyDocument(ORGANIZATION));
        AWS.forgetCalls();
    }

    @AfterAll
    static void stop() {
        AWS.close();
    }

    @Test
    void anUpgradeIsPlannedWhateverRevisionTheDocumentPins() throws Exception {
        Files.writeString(
                folder.resolve("pinned.json"), "{\"organizations\": [\"o-a1b2c3d4e5\"], \"ceilings\": \"2020-01\"}");
        var run = run(Map.of(), "plan-upgrade", "--perimeter=pinned.json");

        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out())
                .contains("would change vpce-", "(s3)", "policy-full-access")
                .contains("the document pins 2020-01, 1 of 2 endpoints would change");
    }

    @Test
    void judgesEveryEndpointAndWritesTheReport() throws Exception {
        AWS.forgetCalls();
        var run = sweep("--report=report.html");

        assertThat(run.err()).isEqualTo("report: report.html\n");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out().lines().toList())
                .satisfiesExactly(
                        line -> assertThat(line)
                                .startsWith("critical  vpce-")
                                .contains(" (s3) in vpc-")
                                .contains("policy-full-access"),
                        line -> assertThat(line)
                                .startsWith("medium")
                                .contains(" (kms) in vpc-")
                                .contains("security-group-open"),
                        line -> assertThat(line)
                                .isEqualTo("account 111122223333, us-east-1: 2 endpoints, 2 NON_COMPLIANT"));
        assertThat(folder.resolve("report.html")).content().contains("\"payments\"", "organization o-a1b2c3d4e5");
        assertThat(AWS.calls())
                .isNotEmpty()
                .allSatisfy(
                        call -> assertThat(call.textAt("action").orElseThrow()).matches("(Describe|Get).*"));
    }

    @Test
    void judgesByADocumentInAllRegions() throws Exception {
        Files.writeString(folder.resolve("perimeter.json"), """
                {"organizations": ["o-a1b2c3d4e5"], "controls": {"*": "off", "policy-full-access": "remediate"}}""");

        var run = sweep("--perimeter=perimeter.json", "--all-regions", "--json");

        assertThat(run.code()).isEqualTo(1);
        var report = ((Parsed.Ok<Json>) JsonReader.read(run.out())).value();
        assertThat(((Json.Arr) report.at("regions").orElseThrow()).items()).hasSizeGreaterThan(10);
        assertThat(((Json.Arr) report.at("endpoints").orElseThrow()).items())
                .extracting(endpoint -> endpoint.textAt("short").orElseThrow() + " "
                        + endpoint.textAt("result").orElseThrow())
                .containsExactlyInAnyOrder("s3 NON_COMPLIANT", "kms COMPLIANT");
        assertThat(report.textAt("perimeter")).contains("perimeter.json");
    }

    @Test
    void whatIsRequiredAndMissingIsNoGoodAnswer() throws Exception {
        Files.writeString(folder.resolve("requiring.json"), """
                {"organizations": ["o-a1b2c3d4e5"], "controls": {"*": "off", "endpoint-missing": "notify"},
                 "required": {"services": ["sqs"]}}""");

        var run = sweep("--perimeter=requiring.json");

        assertThat(run.out()).startsWith("low, endpoint-missing: ").doesNotContain("NON_COMPLIANT");
        assertThat(run.code()).isEqualTo(1);
    }

    @Test
    void withoutTheRightToVpcsOnlyTheirNamesAreMissing() throws Exception {
        Files.writeString(folder.resolve("policies.json"), """
                {"organizations": ["o-a1b2c3d4e5"], "controls": {"*": "off", "policy-full-access": "remediate"}}""");
        AWS.addFaults("[{\"service\": \"ec2\", \"action\": \"DescribeVpcs\","
                + " \"error\": {\"code\": \"UnauthorizedOperation\", \"status\": 403}}]");

        var run = sweep("--perimeter=policies.json");
        AWS.clearFaults();

        assertThat(run.err()).startsWith("vpce-guard: VPCs in us-east-1 are shown without their names: ");
        assertThat(run.out()).contains("(s3) in vpc-", "policy-full-access");
        assertThat(run.code()).isEqualTo(1);
    }

    @Test
    void saysWhatIsExempt() throws Exception {
        Files.writeString(folder.resolve("exempting.json"), """
                {"organizations": ["o-a1b2c3d4e5"], "controls": {"*": "off", "policy-full-access": "remediate"},
                 "exemptions": [{"match": {"service": "s3"}, "controls": ["policy-full-access"],
                   "reason": "moves out", "owner": "us", "until": "2999-01-01"}]}""");

        assertThat(sweep("--perimeter=exempting.json").out())
                .startsWith("exempt    vpce-")
                .contains(" (s3) in vpc-", ": policy-full-access\n")
                .endsWith("2 endpoints, 2 COMPLIANT\n");
    }

    @Test
    void aRecordedCallThatCannotBeReadIsAGap() throws Exception {
        Files.writeString(folder.resolve("calls.jsonl"), "{\"eventType\": \"AwsVpceEvent\"}");

        assertThat(sweep("--rehearse=calls.jsonl").out())
                .startsWith("not read: recorded calls: 1 of the network activity events cannot be read\n")
                .contains("\n          recorded calls: no evidence: no calls through this endpoint are recorded");
    }

    @Test
    void aRegionThatIsSaidTwiceIsLookedAtOnce() throws Exception {
        assertThat(sweep("--region=us-east-1", "--region=us-east-1").out())
                .isEqualTo(sweep("--region=us-east-1").out());
    }

    @Test
    void saysWhatIsMissingToAsk() throws Exception {
        assertThat(run(Map.of("AWS_REGION", ""), "sweep").err())
                .isEqualTo("vpce-guard: no Region is known, expected --region, AWS_REGION or a profile with one\n");
        assertThat(run(Map.of("AWS_ACCESS_KEY_ID", ""), "sweep"))
                .satisfies(
                        run -> assertThat(run.err()).startsWith("vpce-guard: no credentials are found, expected keys"))
                .satisfies(run -> assertThat(run.code()).isEqualTo(2));
        assertThat(sweep("--perimeter=none.json").err()).isEqualTo("vpce-guard: \"none.json\": no such file\n");
        assertThat(sweep("--report=no/such/folder.html").err())
                .startsWith("vpce-guard: the report cannot be written to ");
        assertThat(run(Map.of("AWS_ENDPOINT_URL", "http://127.0.0.1:9"), "sweep")
                        .err())
                .startsWith("vpce-guard: AWS cannot be asked, ");
    }

    private Run sweep(String... options) throws Exception {
        var words = new ArrayList<>(List.of("sweep"));
        words.addAll(List.of(options));
        return run(Map.of(), words.toArray(String[]::new));
    }

    private Run run(Map<String, String> others, String... words) throws Exception {
        var environment = new HashMap<>(Map.of(
                "AWS_ENDPOINT_URL", AWS.url(),
                "AWS_ACCESS_KEY_ID", "test",
                "AWS_SECRET_ACCESS_KEY", "test",
                "AWS_REGION", "us-east-1",
                "AWS_DEFAULT_REGION", "",
                "AWS_PROFILE", "",
                "AWS_EC2_METADATA_DISABLED", "true",
                "HOME", folder.toString()));
        environment.putAll(others);
        return Launcher.run(folder, environment, Launcher.PATH + " " + String.join(" ", words));
    }
}
