package vpceguard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import vpceguard.json.Json;
import vpceguard.json.JsonWriter;
import vpceguard.json.Stored;
import vpceguard.policy.Policies;

/// Whole endpoints, as AWS shows them; single quotes stand for double ones.
class AssessEndpointTest {
    private static final String PERIMETER = "{'organizations': ['o-a1b2c3d4e5']}";
    private static final String OPEN =
            "'{\\\"Statement\\\":[{\\\"Effect\\\":\\\"Allow\\\",\\\"Principal\\\":\\\"*\\\",\\\"Action\\\":\\\"*\\\",\\\"Resource\\\":\\\"*\\\"}]}'";
    private static final String CLOSED = OPEN.replace(
            "\\\"*\\\"}",
            "\\\"*\\\",\\\"Condition\\\":{\\\"StringEquals\\\":{\\\"aws:PrincipalAccount\\\":\\\"111122223333\\\","
                    + "\\\"aws:ResourceAccount\\\":\\\"111122223333\\\"}}}");
    private static final String SQS = "'VpcEndpointType': 'Interface', 'ServiceName': 'com.amazonaws.eu-west-1.sqs',"
            + " 'PrivateDnsEnabled': true";
    private static final String STRANGER =
            "'VpcEndpointType': 'Interface', 'ServiceName': 'com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0'";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "'VpcEndpointType': 'Gateway', 'ServiceName': 'com.amazonaws.eu-west-1.s3', 'RouteTableIds': ['rtb-0a'] | COMPLIANT |",
                "'ServiceName': 'com.amazonaws.eu-west-1.dynamodb' | NON_COMPLIANT | no-route-table",
                "'VpcEndpointType': 'Interface', 'ServiceName': 'com.amazonaws.eu-west-1.sqs', 'PrivateDnsEnabled': true | COMPLIANT |",
                "'VpcEndpointType': 'Interface', 'ServiceName': 'com.amazonaws.eu-west-1.sqs', 'PrivateDnsEnabled': false | NON_COMPLIANT | private-dns-disabled",
                "'VpcEndpointType': 'Interface', 'ServiceName': 'com.amazonaws.eu-west-1.sqs' | INSUFFICIENT_DATA |",
                "'VpcEndpointType': 'Interface', 'ServiceName': 'com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0' | INSUFFICIENT_DATA |",
                "'VpcEndpointType': 'GatewayLoadBalancer', 'ServiceName': 'com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0' | INSUFFICIENT_DATA |",
                "'VpcEndpointType': 'Resource', 'ResourceConfigurationArn': 'arn:aws:vpc-lattice:eu-west-1:999988887777:resourceconfiguration/rcfg-0a' | NON_COMPLIANT | service-owner-not-approved service-not-approved",
                "'VpcEndpointType': 'ServiceNetwork', 'ServiceNetworkArn': 'arn:aws:vpc-lattice:eu-west-1:111122223333:servicenetwork/sn-0a' | COMPLIANT |",
                "'VpcEndpointType': 'Tunnel', 'ServiceName': 'com.amazonaws.eu-west-1.sqs' | INSUFFICIENT_DATA |",
                "'VpcEndpointType': 'Interface', 'ServiceName': 'com.amazonaws.eu-west-1.guardduty-data', 'RequesterManaged': true | NOT_APPLICABLE |",
                "'VpcEndpointType': 'Interface', 'ServiceName': 'com.amazonaws.eu-west-1.sqs', 'State': 'deleted' | NOT_APPLICABLE |",
            })
    void eachKindHasItsAnswer(String members, String result, String controls) {
        var answer = assess(members + ", 'PolicyDocument': " + CLOSED, "", PERIMETER);

        assertThat(answer.textAt("result")).contains(result);
        assertThat(found(answer))
                .containsExactlyElementsOf(controls == null ? List.of() : List.of(controls.split(" ")));
    }

    @Test
    void thePolicyIsJudged() {
        assertThat(found(assess(SQS + ", 'PolicyDocument': " + OPEN, "", PERIMETER)))
                .containsExactly(
                        "policy-beyond-trusted-identities", "policy-full-access", "policy-beyond-trusted-resources");
        assertThat(found(assess(SQS + ", 'PolicyDocument': '{'", "", PERIMETER)))
                .containsExactly("policy-unreadable");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "'Groups': [{'GroupId': 'sg-0bbbbbbb', 'GroupName': 'x'}] | 'network': {'securityGroups': ['sg-0aaaaaaa']} | security-group-not-approved",
                "'SubnetIds': ['subnet-0bbbbbbb'] | 'network': {'subnets': ['subnet-0aaaaaaa']} | subnet-not-approved",
                "'RouteTableIds': ['rtb-0bbbbbbb'] | 'network': {'routeTables': ['rtb-0aaaaaaa']} | route-table-not-approved",
                "'SubnetIds': ['subnet-0bbbbbbb'] | 'controls': {'single-availability-zone': 'notify'} | single-availability-zone",
                "'Tags': [{'Key': 'Name', 'Value': 'x'}] | 'required': {'tags': ['CostCenter']} | required-tags-missing",
                "'Tags': [{'Key': 'CostCenter', 'Value': ''}] | 'required': {'tags': ['CostCenter']} |",
                "'ServiceRegion': 'us-east-1' | 'network': {'regions': ['eu-west-1']} | service-not-approved",
                "'VpcId': 'vpc-0aaaaaaa' | 'exemptions': [{'match': {'vpc': 'vpc-0aaaaaaa'}, 'controls': ['private-dns-disabled'], 'reason': 'r', 'owner': 'o', 'until': '2999-12-31'}] |",
            })
    void theNetworkIsJudged(String members, String perimeter, String control) {
        var answer = assess(
                SQS.replace("true", perimeter.contains("exemptions") ? "false" : "true") + ", " + members
                        + ", 'PolicyDocument': " + CLOSED,
                "",
                "{'organizations': ['o-a1b2c3d4e5'], " + perimeter + "}");

        assertThat(answer.textAt("result")).contains(control == null ? "COMPLIANT" : "NON_COMPLIANT");
        if (control != null) {
            assertThat(found(answer)).containsExactly(control);
        }
    }

    @Test
    void anEndpointMayStandAloneInTheListThatAwsPrints() throws IOException {
        var endpoint = "{\"VpcEndpointId\": \"vpce-0123456789abcdef0\", " + SQS.replace('\'', '"') + "}";
        var perimeter = Files.writeString(folder.resolve("perimeter.json"), PERIMETER.replace('\'', '"'));
        var bare = Files.writeString(folder.resolve("bare.json"), endpoint);
        var one = Files.writeString(folder.resolve("one.json"), "{\"VpcEndpoints\": [" + endpoint + "]}");
        var two = Files.writeString(
                folder.resolve("two.json"), "{\"VpcEndpoints\": [" + endpoint + "," + endpoint + "]}");

        assertThat(Run.of("assess", "--endpoint=" + one, "--perimeter=" + perimeter))
                .isEqualTo(Run.of("assess", "--endpoint=" + bare, "--perimeter=" + perimeter))
                .satisfies(run -> assertThat(run.code()).isNotEqualTo(2));
        assertThat(Run.of("assess", "--endpoint=" + two, "--perimeter=" + perimeter))
                .isEqualTo(new Run(
                        2,
                        "",
                        "vpce-guard: \"" + two + "\": expected one endpoint, such as .VpcEndpoints[0], found 2 at"
                                + " /VpcEndpoints\n"));
    }

    @Test
    void theServiceMayBeShownToo() {
        assertThat(found(assess(STRANGER, "'service': {'Owner': '999988887777'},", PERIMETER)))
                .containsExactly("service-owner-not-approved", "service-not-approved");
        assertThat(assess(
                                STRANGER,
                                "'service': {'Owner': '111122223333', 'VpcEndpointPolicySupported': false},",
                                PERIMETER)
                        .textAt("result"))
                .contains("COMPLIANT");
        assertThat(assess(
                                SQS.replace("true", "false") + ", 'PolicyDocument': " + CLOSED,
                                "'service': {'Owner': 'amazon', 'VpcEndpointPolicySupported': true, 'PrivateDnsNames': []},",
                                PERIMETER)
                        .textAt("result"))
                .contains("COMPLIANT");
    }

    @ParameterizedTest
    @CsvSource({"0.0.0.0/0,NON_COMPLIANT", "10.0.0.0/16,COMPLIANT", "10.1.0.0/16,NON_COMPLIANT"})
    void whoReachesItIsJudgedWhereItIsShown(String range, String result) {
        var endpoint = SQS + ", 'VpcId': 'vpc-0a', 'Groups': [{'GroupId': 'sg-0a'}], 'PolicyDocument': " + CLOSED;
        var around = "'vpc': {'VpcId': 'vpc-0a', 'CidrBlock': '10.0.0.0/16'}, 'securityGroups': [{'GroupId': 'sg-0a',"
                + " 'IpPermissions': [{'IpProtocol': 'tcp', 'IpRanges': [{'CidrIp': '" + range + "'}]}]}],";

        assertThat(assess(endpoint, around, PERIMETER).textAt("result")).contains(result);
        var unread = assess(endpoint, "", PERIMETER);
        assertThat(unread.textAt("result")).contains("COMPLIANT");
        assertThat(JsonWriter.compact(unread.at("notApplicable").orElseThrow())).contains("were not read");
    }

    @Test
    void accountAndRingSayWhatIsInForce() {
        var perimeter = "{'organizations': ['o-a1b2c3d4e5'], 'centralVpcs': [{'account': '111122223333', 'vpc':"
                + " 'vpc-0aaaaaaa', 'privateDns': 'elsewhere', 'owner': 'net'}], 'rings': {'hub': {'controls': {'*':"
                + " 'off', 'required-tags-missing': 'notify'}}}, 'required': {'tags': ['CostCenter']}}";
        var endpoint = SQS.replace("true", "false") + ", 'VpcId': 'vpc-0aaaaaaa', 'PolicyDocument': " + CLOSED;

        assertThat(found(assess(endpoint, "", perimeter))).containsExactly("required-tags-missing");
        assertThat(found(assess(endpoint.replace("vpc-0aaaaaaa", "vpc-0bbbbbbb"), "", perimeter)))
                .containsExactly("private-dns-disabled", "required-tags-missing");
        assertThat(found(assess(endpoint.replace("vpc-0aaaaaaa", "vpc-0bbbbbbb"), "'ring': 'hub',", perimeter)))
                .containsExactly("required-tags-missing");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "'endpoint': [] | expected an object, found a list at /endpoint",
                "'endpoint': {} | expected a member \"VpcEndpointId\" at /endpoint",
                "'endpoint': {'VpcEndpointId': 'x'} | expected an endpoint id like vpce-0123456789abcdef0 at /endpoint/VpcEndpointId",
                "'endpoint': {'VpcEndpointId': 'vpce-0123456789abcdef0'} | expected the name of a service at /endpoint/ServiceName",
                "'endpoint': {'VpcEndpointId': 'vpce-0123456789abcdef0', 'ServiceName': 's3', 'SubnetIds': 'x'} | expected a list, found a string at /endpoint/SubnetIds",
                "'endpoint': {'VpcEndpointId': 'vpce-0123456789abcdef0', 'ServiceName': 's3', 'Groups': [{}]} | expected a member \"GroupId\" at /endpoint/Groups/0",
                "'endpoint': {}, 'policy': {} | expected a member \"endpoint\" or \"policy\", found both",
            })
    void saysWhatIsWrongInALine(String members, String error) {
        var line = ("{'id': 1, " + members + ", 'perimeter': " + PERIMETER + "}").replace('\'', '"');

        assertThat(Run.filter("assess", line).answer().textAt("error")).contains(error);
    }

    @Test
    void answersAPerson() throws IOException {
        var perimeter = Files.writeString(folder.resolve("perimeter.json"), PERIMETER.replace('\'', '"'))
                .toString();
        var run = Run.of("assess", "--endpoint=docs/examples/endpoint.json", "--perimeter", perimeter);

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).startsWith("NON_COMPLIANT\nmedium, private-dns-disabled: ");
        assertThat(Run.of("assess", "--endpoint=docs/examples/endpoint.json", "--ring=x", "--perimeter", perimeter)
                        .err())
                .contains("there is no ring \"x\"");
        assertThat(Run.of("assess", "--endpoint=docs/examples/endpoint.json").err())
                .contains("or --endpoint or --template and --perimeter, or --lines");
    }

    /// What AWS answered to others, as far as it was recorded.
    @ParameterizedTest
    @MethodSource("recorded")
    void recordedEndpointsAreAnswered(String endpoint) {
        var answer = Run.filter(
                        "assess",
                        "{\"endpoint\": " + endpoint + ", \"perimeter\": " + PERIMETER.replace('\'', '"') + "}")
                .answer();

        assertThat(answer.textAt("result").or(() -> answer.textAt("error")))
                .hasValueSatisfying(word -> assertThat(word)
                        .isIn(
                                "NON_COMPLIANT",
                                "INSUFFICIENT_DATA",
                                "NOT_APPLICABLE",
                                // One id was masked by hand.
                                "expected an endpoint id like vpce-0123456789abcdef0 at /endpoint/VpcEndpointId"));
    }

    static Stream<String> recorded() throws IOException {
        try (var files = Files.list(Policies.shared("describe"))) {
            return files
                    .filter(file -> file.toString().contains("DescribeVpcEndpoints_"))
                    .sorted()
                    .map(AssessEndpointTest::text)
                    .toList()
                    .stream()
                    .flatMap(text -> Stored.of(text).child("data").list("VpcEndpoints", JsonWriter::compact).stream());
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Json assess(String members, String beside, String perimeter) {
        var line = "{'id': 7, " + beside + " 'endpoint': {'VpcEndpointId': 'vpce-0123456789abcdef0', 'OwnerId':"
                + " '111122223333', 'CreationTimestamp': '2026-11-24T06:00:00+00:00', " + members + "}, 'perimeter': "
                + perimeter + "}";
        var answer = Run.filter("assess", line.replace('\'', '"')).answer();
        assertThat(answer.textAt("error")).isEmpty();
        return answer;
    }

    private static List<String> found(Json answer) {
        return ((Json.Arr) answer.at("findings").orElseThrow())
                .items().stream()
                        .filter(finding -> finding.at("exempt").isEmpty())
                        .map(finding -> finding.textAt("control").orElseThrow())
                        .toList();
    }
}
