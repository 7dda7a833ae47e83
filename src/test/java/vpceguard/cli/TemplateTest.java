package vpceguard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vpceguard.json.Json;
import vpceguard.json.JsonReader;
import vpceguard.json.Parsed;

/// `assess --template` and `tighten --template`.
class TemplateTest {
    private static final String TEMPLATE = "src/test/resources/templates/endpoints.yaml";
    private static final String PLAN = "src/test/resources/templates/plan.json";
    private static final String PERIMETER = "docs/examples/perimeter.json";

    @TempDir
    private Path folder;

    @Test
    void answersEachEndpointOfATemplate() {
        var run = assess(TEMPLATE);

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .contains("NON_COMPLIANT S3 (Gateway, s3)\n  critical, policy-beyond-trusted-identities: ")
                .contains("COMPLIANT Logs (Interface, logs)\n")
                .contains("""
                        INSUFFICIENT_DATA Kms (Interface, kms)
                          open, the policy is not known before it is deployed: Ref "Key" at /Statement/0/Resource
                        """)
                .contains("NOT_APPLICABLE Gwlb (GatewayLoadBalancer, service not known)\n")
                .endsWith("4 endpoints, 1 NON_COMPLIANT, 1 INSUFFICIENT_DATA, 1 COMPLIANT, 1 NOT_APPLICABLE\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "a: &x [1]\\nb: *x ~ as aws cloudformation package writes it, line 2",
                "a: [b             ~ line 1",
            })
    void aTemplateThatIsNotReadIsRefusedWithTheLine(String template, String end) throws IOException {
        var file = Files.writeString(folder.resolve("template.yaml"), template.replace("\\n", "\n"));

        assertThat(assess(file.toString()).err().lines().filter(line -> line.contains("template.yaml")))
                .singleElement()
                .asString()
                .endsWith(end);
    }

    @Test
    void answersEachEndpointOfAPlanInJson() {
        var run = assess(PLAN, "--json");

        assertThat(run.code()).isEqualTo(1);
        var answer = json(run.out());
        assertThat(answer.textAt("result")).contains("NON_COMPLIANT");
        assertThat(endpoints(answer))
                .extracting(endpoint -> endpoint.textAt("name").orElseThrow() + " "
                        + endpoint.textAt("result").orElseThrow())
                .containsExactly(
                        "aws_vpc_endpoint.s3 NON_COMPLIANT",
                        "aws_vpc_endpoint.kms INSUFFICIENT_DATA",
                        "aws_vpc_endpoint.sts COMPLIANT",
                        "module.network[0].aws_vpc_endpoint.this[\"sqs\"] NON_COMPLIANT",
                        "module.network[0].aws_vpc_endpoint.this[\"logs\"] NON_COMPLIANT",
                        "aws_vpc_endpoint_policy.elsewhere INSUFFICIENT_DATA");
        assertThat(endpoints(answer).getFirst().textAt("type")).contains("Gateway");
        assertThat(endpoints(answer).getLast().at("type")).isEmpty();
    }

    @Test
    void whatMayBeNoEndpointIsNotCountedAsOne() {
        assertThat(assess(PLAN).out())
                .contains("""
                        INSUFFICIENT_DATA aws_vpc_endpoint_policy.elsewhere
                          open, which endpoint it is for cannot be told from this plan
                        """)
                .endsWith("5 endpoints, 3 NON_COMPLIANT, 1 INSUFFICIENT_DATA, 1 COMPLIANT;"
                        + " 1 more may be one or for one, 1 INSUFFICIENT_DATA\n");
        assertThat(tighten(PLAN).err()).contains("aws_vpc_endpoint_policy.elsewhere: refused\n");
    }

    /// An endpoint is one even if nothing else of it is known.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                       | INSUFFICIENT_DATA",
                "{\"*\": \"off\"}           | NOT_APPLICABLE",
            })
    void whatIsCountedApartHasItsOwnResults(String controls, String result) throws IOException {
        var plan = file("plan.json", """
                {"format_version": "1.2",
                 "planned_values": {"root_module": {"resources": [
                  {"address": "awscc_ec2_vpc_endpoint.a", "type": "awscc_ec2_vpc_endpoint", "values": {}},
                  {"address": "aws_vpc_endpoint.b", "type": "aws_vpc_endpoint", "values": {}}]}},
                 "resource_changes": [
                  {"address": "aws_vpc_endpoint.b", "change": {"after_unknown": {"vpc_endpoint_type": true}}}],
                 "deferred_changes": [
                  {"resource_change": {"address": "aws_vpc_endpoint.c[*]", "type": "aws_vpc_endpoint"}},
                  {"resource_change": {"address": "aws_vpc_endpoint_policy.p", "type": "aws_vpc_endpoint_policy"}}]}""");
        var perimeter = file("perimeter.json", """
                {"organizations": ["o-a1b2c3d4e5"], "controls": %s}""".formatted(controls));
        var loop = file("loop.json", """
                {"Transform": "AWS::LanguageExtensions", "Resources": {
                  "A": {"Type": "AWS::EC2::VPCEndpoint", "Properties": {"VpcEndpointType": {"Ref": "T"}}},
                  "Fn::ForEach::B": []}}""");

        assertThat(Run.of("assess", "--template=" + plan, "--perimeter=" + perimeter)
                        .out())
                .endsWith("\n3 endpoints, 3 %1$s; 1 more may be one or for one, 1 %1$s\n".formatted(result));
        assertThat(Run.of("assess", "--template=" + loop, "--perimeter=" + perimeter)
                        .out())
                .endsWith("\n1 endpoint, 1 %1$s; 1 more may be one or for one, 1 %1$s\n".formatted(result));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"PolicyDocument\":{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"*\",\"Resource\":\"*\","
                        + "\"Condition\":{\"StringEquals\":{\"aws:PrincipalOrgID\":\"o-a1b2c3d4e5\",\"aws:ResourceOrgID\":\"o-a1b2c3d4e5\"}}}},"
                        + "\"ServiceName\":\"com.amazonaws.eu-west-1.s3\"} | 0",
                "{\"ServiceName\":\"com.amazonaws.eu-west-1.s3\"} | 1",
                "{\"PolicyDocument\":{\"Ref\":\"P\"},\"ServiceName\":\"com.amazonaws.eu-west-1.s3\"} | 3",
                "{\"ServiceName\":\"com.amazonaws.eu-west-1.bedrock\",\"VpcEndpointType\":\"Interface\"} | 3",
                "{\"ServiceName\":\"com.amazonaws.vpce.eu-west-1.vpce-svc-0a1b2c3d4e5f60718\",\"VpcEndpointType\":\"GatewayLoadBalancer\"} | 0",
            })
    void theExitCodeIsThatOfTheWorst(String properties, int code) throws IOException {
        assertThat(assess(template(properties)).code()).isEqualTo(code);
    }

    @Test
    void aTemplateWithoutEndpointsIsToldAndFine() throws IOException {
        var none = file("none.json", "{\"Resources\":{}}");

        assertThat(assess(none))
                .isEqualTo(new Run(0, "0 endpoints\n", "vpce-guard: \"" + none + "\" declares no endpoint\n"));
    }

    @Test
    void tightensEachEndpointOfATemplate() {
        var run = tighten(TEMPLATE, "--region=eu-west-1");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).startsWith("S3 (Gateway, s3):\n{\n").contains("\"arn:aws:s3:::aws-ssm-eu-west-1/*\"");
        assertThat(run.err())
                .contains("S3 (Gateway, s3): replace: ")
                .contains("Logs (Interface, logs): unchanged\n  there is nothing to tighten\n")
                .contains(
                        "Kms (Interface, kms): refused\n  the policy is not known before it is deployed: Ref \"Key\"");
    }

    @Test
    void warnsOfARegionThatIsNotKnown() {
        assertThat(tighten(TEMPLATE, "--region=eu-wst-1").err())
                .startsWith("vpce-guard: no Region of AWS is known as \"eu-wst-1\" to this version; ");
        assertThat(assess(TEMPLATE, "--region=eu-wst-1").err())
                .startsWith("vpce-guard: no Region of AWS is known as \"eu-wst-1\" to this version; ");
    }

    @Test
    void aServiceThatDiffersFromAKnownOneInCaseIsNotJudgedAsAnother() throws IOException {
        var template =
                template("{\"ServiceName\":\"com.amazonaws.eu-west-1.S3\",\"PolicyDocument\":" + "{\"Statement\":[]}}");

        assertThat(assess(template)).isEqualTo(new Run(3, """
                        INSUFFICIENT_DATA E (Gateway, S3)
                          open, no service of AWS is known as "com.amazonaws.eu-west-1.S3"; did you mean \
                        "com.amazonaws.eu-west-1.s3"?
                        1 endpoint, 1 INSUFFICIENT_DATA
                        """, ""));
        assertThat(tighten(template).code()).isEqualTo(1);
    }

    @Test
    void warnsOfAServiceThatIsNotKnown() throws IOException {
        var dax = template("{\"ServiceName\":\"com.amazonaws.eu-west-1.dax\"}");

        assertThat(assess(dax).err())
                .isEqualTo("vpce-guard: no service of AWS is known as \"dax\" to this version, so that only what holds"
                        + " for all services is known of it; perhaps \"tax\" is meant\n");
    }

    @Test
    void tightensInJson() {
        var run = tighten(PLAN, "--json");

        assertThat(run.code()).isEqualTo(1);
        assertThat(endpoints(json(run.out())))
                .extracting(endpoint -> endpoint.textAt("how").orElseThrow())
                .containsExactly("replace", "refused", "unchanged", "unchanged", "replace", "refused");
    }

    @Test
    void whatIsTightenedIsCompliantInWhatRepairsWrite() throws IOException {
        var properties = "{\"ServiceName\":\"com.amazonaws.eu-west-1.s3\"}";
        var policy = endpoints(json(tighten(template(properties), "--json").out()))
                .getFirst()
                .at("policy")
                .orElseThrow();
        var run = assess(template("{\"ServiceName\":\"com.amazonaws.eu-west-1.s3\",\"PolicyDocument\":"
                + vpceguard.json.JsonWriter.compact(policy) + "}"));

        assertThat(run.out()).contains("policy-beyond-trusted-resources").doesNotContain("policy-beyond-trusted-id");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "assess --template=T | --template needs --perimeter, the file that says who is trusted",
                "assess --template=T --perimeter=P policy.json | --template names all endpoints, expected no policy,"
                        + " --service, --endpoint or --lines",
                "assess --template=T --perimeter=P --lines | --template names all endpoints, expected no policy,"
                        + " --service, --endpoint or --lines",
                "tighten --template=T --perimeter=P | the policies to write name resources of their Region,"
                        + " expected --region",
                "tighten --template=T --perimeter=P a b | --template names all policies, expected no files, --type or --lines"
                        + " beside it",
                "tighten --perimeter=P | --perimeter, --account, --ring and --region are for --template, which is not"
                        + " given; with two files the ceiling is the second, as vpce-guard ceiling prints it",
                "tighten --perimeter=P policy.json | --perimeter, --account, --ring and --region are for --template,"
                        + " which is not given; with two files the ceiling is the second, as vpce-guard ceiling prints it",
                "tighten --region=eu-west-1 a b | --perimeter, --account, --ring and --region are for --template,"
                        + " which is not given; with two files the ceiling is the second, as vpce-guard ceiling prints it",
                "tighten --template=T --perimeter=P --type=gateway | --template names all policies, expected no files,"
                        + " --type or --lines beside it",
                "assess --template=T --perimeter=P --type=interface | an endpoint says its type itself, expected no"
                        + " --type beside --endpoint or --template",
                "assess --endpoint=e.json --perimeter=P --type=gateway | an endpoint says its type itself, expected no"
                        + " --type beside --endpoint or --template",
                "assess --template=none --perimeter=P | \"none\": no such file",
                "assess --template=T --perimeter=P --account=7 | --account is \"7\", expected twelve digits",
            })
    void saysWhatIsWrong(String words, String reason) {
        var args = List.of(words.replace("=T", "=" + TEMPLATE)
                .replace("=P", "=" + PERIMETER)
                .split(" "));

        assertThat(Run.of(args.toArray(String[]::new))).isEqualTo(new Run(2, "", "vpce-guard: " + reason + "\n"));
    }

    private static Run assess(String template, String... options) {
        return run("assess", template, options);
    }

    private static Run tighten(String template, String... options) {
        return run("tighten", template, options);
    }

    private static Run run(String command, String template, String... options) {
        var args = new ArrayList<>(List.of(command, "--template=" + template, "--perimeter=" + PERIMETER));
        args.addAll(List.of(options));
        return Run.of(args.toArray(String[]::new));
    }

    private String template(String properties) throws IOException {
        return file(
                "template.json",
                "{\"Resources\":{\"E\":{\"Type\":\"AWS::EC2::VPCEndpoint\",\"Properties\":" + properties + "}}}");
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private static List<Json> endpoints(Json answer) {
        return ((Json.Arr) answer.at("endpoints").orElseThrow()).items();
    }

    private static Json json(String text) {
        return ((Parsed.Ok<Json>) JsonReader.read(text)).value();
    }
}
