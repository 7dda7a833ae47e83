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
import org.junit.jupiter.params.provider.ValueSource;
import vpceguard.json.Json;
import vpceguard.json.JsonReader;
import vpceguard.json.Parsed;

class PrintCeilingTest {
    private static final String PERIMETER = "docs/examples/organization-perimeter.json";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"s3", "kms", "dynamodb", "sts", "ecr.api", "logs"})
    void anEndpointThatCarriesAllOfItIsCompliant(String service) throws IOException {
        var run = ceiling(service, "--all");

        assertThat(run.code()).isZero();
        assertThat(run.err()).isEmpty();
        var policy = Files.writeString(folder.resolve("ceiling.json"), run.out());
        assertThat(Run.of(
                                "assess",
                                "--service=com.amazonaws.eu-west-1." + service,
                                "--perimeter=" + PERIMETER,
                                policy.toString())
                        .out())
                .startsWith("COMPLIANT\n");
    }

    @Test
    void holdsWhatRepairsWriteAndSaysWhatOnlyNotifies() {
        var run = ceiling("kms");

        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("aws:PrincipalOrgID").doesNotContain("aws:ResourceOrgID");
        assertThat(run.err())
                .isEqualTo("left out: policy-beyond-trusted-resources;"
                        + " the level is notify, --all adds what only notifies\n");
        assertThat(ceiling("kms", "--ring=canary").out()).contains("aws:ResourceOrgID");
    }

    @Test
    void theNameInFullSaysTheRegion() {
        var full = Run.of("ceiling", "com.amazonaws.eu-west-1.s3", "--perimeter", PERIMETER);

        assertThat(full).isEqualTo(ceiling("s3"));
        assertThat(full.out()).contains("\"arn:aws:s3:::aws-ssm-eu-west-1/*\"");
        assertThat(Run.of("ceiling", "s3", "--region=cn-north-1", "--perimeter=docs/examples/perimeter.json")
                        .out())
                .contains("\"arn:aws-cn:s3:::aws-ssm-cn-north-1/*\"");
    }

    /// AWS has new Regions, so that the policy is printed all the same.
    @Test
    void warnsOfARegionThatIsNotKnown() {
        var run = Run.of("ceiling", "kms", "--region=eu-wst-1", "--perimeter=" + PERIMETER);

        assertThat(run.code()).isZero();
        assertThat(run.err())
                .startsWith(
                        "vpce-guard: no Region of AWS is known as \"eu-wst-1\" to this version; if it is no newer one,"
                                + " the answer is about resources that are not there\n");
        assertThat(run.out()).isEqualTo(ceiling("kms").out());
    }

    @Test
    void warnsOfAServiceThatIsNotKnown() {
        var run = Run.of("ceiling", "com.amazonaws.us-east-1.dax", "--perimeter=" + PERIMETER);

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err())
                .startsWith("vpce-guard: no service of AWS is known as \"dax\" to this version, so that only what holds"
                        + " for all services is known of it; perhaps \"tax\" is meant\n")
                .contains("not worked through for dax");
        assertThat(run.out()).contains("aws:PrincipalOrgID");
    }

    @Test
    void eachFormSaysTheSame() throws IOException {
        var json = json(ceiling("s3", "--json").out());

        assertThat(ceiling("s3", "--cfn").out()).isEqualTo(PolicyYaml.property(json) + "\n");
        assertThat(ceiling("s3", "--hcl").out()).isEqualTo(new PolicyHcl(json).local("ceiling_s3") + "\n");
        assertThat(ceiling("ecr.api", "--hcl").out()).startsWith("locals {\n  ceiling_ecr_api = jsonencode({\n");
    }

    @Test
    void warnsOfAServiceThatWasNotWorkedThrough() {
        var run = ceiling("bedrock");

        assertThat(run.code()).isEqualTo(1);
        assertThat(json(run.out()).at("Statement")).isPresent();
        assertThat(run.err())
                .contains("vpce-guard: what this policy would break was not worked through for bedrock, so vpce-guard"
                        + " does not write it; try it before you use it\n");
    }

    @Test
    void warnsOfBuiltInCeilingsOfAnotherRevision() throws IOException {
        var run = Run.of("ceiling", "s3", "--region=eu-west-1", "--perimeter", perimeter("""
                {"organizations": ["o-a1b2c3d4e5"], "ceilings": "2025-01"}"""));

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("the perimeter document is for the built-in ceilings of 2025-01, these are of ");
    }

    @Test
    void aCeilingThatIsFullAccessIsNotPrinted() throws IOException {
        var notifying = perimeter("""
                {"organizations": ["o-a1b2c3d4e5"], "controls": {"*": "notify"}}""");
        var run = Run.of("ceiling", "s3", "--region=eu-west-1", "--perimeter", notifying);

        assertThat(run)
                .isEqualTo(new Run(
                        1,
                        "",
                        "vpce-guard: no control of a clause is at remediate, so the ceiling is full access;"
                                + " --all adds the clauses that only notify\n"));
        assertThat(Run.of("ceiling", "s3", "--region=eu-west-1", "--all", "--perimeter", notifying)
                        .out())
                .contains("aws:ResourceOrgID");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "s3 | expected a service of AWS such as s3 with --region, or its full name, found \"s3\";"
                        + " give --region",
                "SQS --region=eu-west-1 | no service of AWS is known as \"SQS\"; did you mean \"sqs\"?",
                "s3 --region=Ireland | expected a service of AWS such as s3 with --region, or its full name,"
                        + " found \"s3\" and --region=\"Ireland\"",
                "com.amazonaws.eu-west-1.s3 --region=us-east-1 | --region is \"us-east-1\","
                        + " expected the Region in the service's name",
                "com.amazonaws.vpce.eu-west-1.vpce-svc-0a1b2c3d4e5f60718 | expected a service of AWS such as s3 with"
                        + " --region, or its full name, found \"com.amazonaws.vpce.eu-west-1.vpce-svc-0a1b2c3d4e5f60718\"",
                "s3 --region=eu-west-1 --account=12 | --account is \"12\", expected twelve digits",
                "s3 --region=eu-west-1 --ring=moon | \"docs/examples/organization-perimeter.json\": there is no ring"
                        + " \"moon\", expected one of [canary, network-hub, prod] at /rings",
                "s3 --region=eu-west-1 --json --hcl | --json, --hcl are mutually exclusive (specify only one),"
                        + " see vpce-guard ceiling --help",
            })
    void saysWhatIsWrong(String words, String reason) {
        var args = new ArrayList<>(List.of("ceiling", "--perimeter=" + PERIMETER));
        args.addAll(List.of(words.split(" ")));

        assertThat(Run.of(args.toArray(String[]::new))).isEqualTo(new Run(2, "", "vpce-guard: " + reason + "\n"));
    }

    @Test
    void needsAPerimeter() {
        assertThat(Run.of("ceiling", "s3", "--region=eu-west-1"))
                .isEqualTo(new Run(2, "", "vpce-guard: expected --perimeter, the file that says who is trusted\n"));
    }

    @Test
    void anEndpointWithoutPolicyHasNoCeiling() {
        assertThat(Run.of(
                        "ceiling",
                        "s3",
                        "--region=us-east-1",
                        "--type=foo",
                        "--perimeter=docs/examples/perimeter.json"))
                .isEqualTo(new Run(2, "", "vpce-guard: the type is \"foo\", expected gateway or interface\n"));
    }

    private static Run ceiling(String service, String... options) {
        var args = new ArrayList<>(List.of("ceiling", service, "--region=eu-west-1", "--perimeter=" + PERIMETER));
        args.addAll(List.of(options));
        return Run.of(args.toArray(String[]::new));
    }

    private String perimeter(String text) throws IOException {
        return Files.writeString(folder.resolve("perimeter.json"), text).toString();
    }

    private static Json json(String text) {
        return ((Parsed.Ok<Json>) JsonReader.read(text)).value();
    }
}
