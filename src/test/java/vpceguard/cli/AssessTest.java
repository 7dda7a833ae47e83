package vpceguard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vpceguard.json.Json;

class AssessTest {
    private static final String OPEN = """
            {"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}]}""";
    private static final String PERIMETER = """
            {"organizations": ["o-a1b2c3d4e5"], "accounts": ["111122223333"]}""";

    @TempDir
    private Path folder;

    @Test
    void findsFullAccessAndShowsARequest() {
        var answer = assess(OPEN, "s3", "Gateway", PERIMETER);

        assertThat(answer.textAt("result")).contains("NON_COMPLIANT");
        assertThat(texts(answer, "control"))
                .containsExactly(
                        "policy-beyond-trusted-identities", "policy-full-access", "policy-beyond-trusted-resources");
        assertThat(texts(answer, "severity")).containsExactly("critical", "high", "medium");
        var worst = findings(answer).getFirst();
        assertThat(worst.textAt("witness", "action")).contains("s3:putobject");
        assertThat(worst.textAt("witness", "resource")).contains("arn:aws:s3:::any-bucket/any-key");
        assertThat(worst.textAt("message")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3", "com.amazonaws.us-east-1.s3", "com.amazonaws.eu-west-1.sqs", "sqs"})
    void isContentWithWhatKeepsToThePerimeter(String service) {
        var answer = assess(trusting("\"o-a1b2c3d4e5\""), service, "Interface", PERIMETER);

        assertThat(answer.textAt("result")).contains("COMPLIANT");
        assertThat(findings(answer)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"us-east-1,COMPLIANT", "eu-west-1,NON_COMPLIANT"})
    void aFullNameSaysTheRegion(String region, String result) {
        var downloads = """
                {"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject",
                  "Resource": "arn:aws:s3:::amazonlinux-2-repos-us-east-1/*"}]}""";

        assertThat(assess(downloads, "com.amazonaws." + region + ".s3", "Gateway", PERIMETER)
                        .textAt("result"))
                .contains(result);
        assertThat(assess(downloads, "s3", "Gateway", PERIMETER).textAt("result"))
                .contains("COMPLIANT");
    }

    @ParameterizedTest
    @CsvSource({
        "com.amazonaws.us-gov-west-1.s3,aws-us-gov",
        "cn.com.amazonaws.cn-north-1.s3,aws-cn",
        "com.amazonaws.eu-west-1.s3,aws"
    })
    void aFullNameSaysThePartition(String service, String partition) {
        assertThat(findings(assess(OPEN, service, "Gateway", PERIMETER))
                        .getFirst()
                        .textAt("witness", "resource"))
                .contains("arn:" + partition + ":s3:::any-bucket/any-key");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "111122223333 | COMPLIANT | a caller's account is its aws:PrincipalAccount, and stands in its aws:PrincipalArn",
                "*            | NON_COMPLIANT | an anonymous caller's account is \"anonymous\","
                        + " but for federated callers of AWS STS, who have none",
            })
    void namesWhatItAssumed(String principal, String result, String assumed) {
        var policy = """
                {"Statement": [{"Effect": "Allow", "Principal": {"AWS": "%s"}, "Action": "sns:Publish",
                  "Resource": "arn:aws:sns:us-east-1:111122223333:topic"}]}""".formatted(principal);

        var answer = assess(policy, "sns", "Interface", PERIMETER);

        assertThat(answer.textAt("result")).contains(result);
        assertThat(((Json.Arr) answer.at("assumed").orElseThrow()).items()).contains(new Json.Str(assumed));
    }

    @Test
    void trustsSeveralOrganizations() {
        var both = "{\"organizations\": [\"o-a1b2c3d4e5\", \"o-b2c3d4e5f6\"], \"accounts\": []}";
        var policy = trusting("[\"o-b2c3d4e5f6\", \"o-a1b2c3d4e5\"]");

        assertThat(assess(policy, "sqs", "Interface", both).textAt("result")).contains("COMPLIANT");
        assertThat(assess(policy, "sqs", "Interface", PERIMETER).textAt("result"))
                .contains("NON_COMPLIANT");
    }

    @Test
    void trustsAccountsAlone() {
        var policy = """
                {"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*",
                  "Condition": {"StringEquals": {"aws:PrincipalAccount": "111122223333",
                    "aws:ResourceAccount": "111122223333"}}}]}""";
        var account = "{\"accounts\": [\"111122223333\"]}";

        assertThat(assess(policy, "sqs", "Interface", account).textAt("result")).contains("COMPLIANT");
        assertThat(assess(trusting("\"o-a1b2c3d4e5\""), "sqs", "Interface", account)
                        .textAt("result"))
                .contains("NON_COMPLIANT");
    }

    @Test
    void aControlCanBeOff() {
        var off = """
                {"organizations": ["o-a1b2c3d4e5"], "controls": {"policy-full-access": "off",
                  "policy-beyond-trusted-identities": "off", "policy-beyond-trusted-resources": "remediate"}}""";

        assertThat(texts(assess(OPEN, "s3", "Gateway", off), "control"))
                .containsExactly("policy-beyond-trusted-resources");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GatewayLoadBalancer", "Resource", "ServiceNetwork", "servicenetwork"})
    void someTypesHaveNoPolicy(String type) {
        assertThat(assess("null", "com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0", type, PERIMETER)
                        .textAt("result"))
                .contains("NOT_APPLICABLE");
        assertThat(assess(OPEN, "s3", type, PERIMETER).textAt("result")).contains("NOT_APPLICABLE");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '\0',
            value = {
                "s3 ~ Interface ~ AWS shows no policy for this endpoint",
                "com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0 ~ Interface ~ whether the service supports endpoint policies is not known",
                "s3 ~ Interfase ~ whether endpoints of type \"Interfase\" carry policies is not known"
            })
    void whatIsNotKnownIsNotCompliant(String service, String type, String why) {
        var answer = assess("null", service, type, PERIMETER);

        assertThat(answer.textAt("result")).contains("INSUFFICIENT_DATA");
        assertThat(((Json.Arr) answer.at("open").orElseThrow()).items())
                .isNotEmpty()
                .allSatisfy(open -> assertThat(open.text().orElseThrow()).contains(why));
    }

    @Test
    void typeAndPolicyMayBeMissing() {
        var answer = Run.filter("assess", "{\"id\":1,\"service\":\"s3\",\"perimeter\":" + PERIMETER + "}")
                .answer();

        assertThat(answer.textAt("result")).contains("INSUFFICIENT_DATA");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"{\"", "7", "{\"Statement\": [{\"Effect\": \"Alow\"}]}"})
    void aPolicyThatCannotBeReadIsAFinding(String policy) {
        var answer = assess(policy, "s3", "Gateway", PERIMETER);

        assertThat(answer.textAt("result")).contains("NON_COMPLIANT");
        assertThat(texts(answer, "control")).containsExactly("policy-unreadable");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '\0',
            value = {
                "{\"id\":1,\"perimeter\":{}} ~ expected a member \"service\"",
                "{\"id\":1,\"service\":\"s3\"} ~ expected a member \"perimeter\"",
                "{\"id\":1,\"service\":[],\"perimeter\":{}} ~ expected a string, found a list at /service",
                "{\"id\":1,\"service\":\"S3\",\"perimeter\":{}} ~ no service of AWS is known as \"S3\"; did you mean \"s3\"?",
                "{\"id\":1,\"service\":\"s3\",\"perimeter\":{\"accounts\":[7]}} ~ expected an account id of 12 digits as a string, found a number at /perimeter/accounts/0"
            })
    void saysWhatIsWrongInALine(String line, String error) {
        assertThat(Run.filter("assess", line).answer())
                .isEqualTo(Json.object().put("id", 1).put("error", error).build());
    }

    @Test
    void answersAPerson() throws IOException {
        var perimeter = file("perimeter.json", PERIMETER);
        var open = file("open.json", OPEN);
        var trusting = file("trusting.json", trusting("\"o-a1b2c3d4e5\""));

        var found = Run.of("assess", "--service=s3", "--type=gateway", "--perimeter", perimeter, open);
        assertThat(found.code()).isEqualTo(1);
        assertThat(found.out())
                .startsWith("NON_COMPLIANT\ncritical, policy-beyond-trusted-identities: ")
                .hasLineCount(4);
        var fine = Run.of("assess", "--service=sqs", "--perimeter", perimeter, trusting);
        assertThat(fine.code()).isZero();
        assertThat(fine.out()).isEqualTo("COMPLIANT\n");
        assertThat(fine.err())
                .startsWith("vpce-guard: no Region is given, so that AWS's own resources")
                .doesNotContain("not applicable");
        var none = Run.of(
                "assess", "--service=sqs", "--region=us-east-1", "--type=resource", "--perimeter", perimeter, trusting);
        assertThat(none)
                .isEqualTo(
                        new Run(0, "NOT_APPLICABLE\n", "not applicable, endpoints of type Resource carry no policy\n"));
        var unknown = Run.of("assess", "--service=x", "--perimeter", perimeter, trusting);
        assertThat(unknown.err())
                .startsWith("vpce-guard: no service of AWS is known as \"x\" to this version, so that");
        assertThat(Run.of("assess", "--service=s3", "--type=Gatewayy", "--perimeter", perimeter, trusting))
                .isEqualTo(new Run(
                        2,
                        "",
                        "vpce-guard: --type is \"Gatewayy\", expected one of Gateway, Interface,"
                                + " GatewayLoadBalancer, Resource, ServiceNetwork\n"));
        var json = Run.of("assess", "--json", "--service=sqs", "--perimeter", perimeter, trusting);
        assertThat(json.out()).startsWith("{\n  \"result\": \"COMPLIANT\",\n");
    }

    @Test
    void saysWhatIsWrongInTheUsage() throws IOException {
        var wrong = file("perimeter.json", "{\"accounts\": 7}");

        assertThat(Run.of("assess", "--service=s3", wrong).err())
                .isEqualTo("vpce-guard: assess needs --service, --perimeter and one file, POLICY.json or - for standard"
                        + " input, or --endpoint or --template and --perimeter, or --lines\n");
        assertThat(Run.of("assess", "--service=", "--perimeter", file("p.json", PERIMETER), file("open.json", OPEN))
                        .err())
                .isEqualTo("vpce-guard: the service's name is empty, expected one such as s3\n");
        assertThat(Run.of("assess", "--service=s3", "--region=useast1", "--perimeter", wrong, wrong))
                .isEqualTo(new Run(
                        2,
                        "",
                        "vpce-guard: expected a service of AWS such as s3 with --region, or its full name, found"
                                + " \"s3\" and --region=\"useast1\"\n"));
        assertThat(Run.of("assess", "--service=s3", "--lines").err())
                .isEqualTo(
                        "vpce-guard: --lines reads its questions from standard input, expected no files or options about one question beside it\n");
        assertThat(Run.of("assess", "--service=s3", "--region=eu-west-1", "--perimeter", wrong, wrong))
                .isEqualTo(new Run(
                        2, "", "vpce-guard: \"" + wrong + "\": expected a list, found a number at /accounts\n"));
    }

    @ParameterizedTest
    @CsvSource({
        "S3, S3, s3",
        "S3 --region=eu-west-1, S3, s3",
        "com.amazonaws.eu-west-1.SQS-FIPS, com.amazonaws.eu-west-1.SQS-FIPS, com.amazonaws.eu-west-1.sqs-fips",
        "com.amazonaws.EU-WEST-1.sqs, com.amazonaws.EU-WEST-1.sqs, com.amazonaws.eu-west-1.sqs"
    })
    void aServiceThatDiffersFromAKnownOneInCaseIsRefused(String service, String found, String meant)
            throws IOException {
        assertThat(ofService(service))
                .isEqualTo(new Run(
                        2,
                        "",
                        "vpce-guard: no service of AWS is known as \"" + found + "\"; did you mean \"" + meant
                                + "\"?\n"));
    }

    /// AWS has new services, so that the policy is judged all the same.
    @ParameterizedTest
    @CsvSource({
        "sqss --region=eu-west-1, sqss, '; perhaps \"sqs\" is meant'",
        "com.amazonaws.us-east-1.dax, dax, '; perhaps \"tax\" is meant'",
        "com.amazonaws.us-east-1.no-such, no-such, ''"
    })
    void warnsOfAServiceThatIsNotKnown(String service, String found, String meant) throws IOException {
        var run = ofService(service);

        assertThat(run.out()).startsWith("NON_COMPLIANT\n");
        assertThat(run.err())
                .startsWith("vpce-guard: no service of AWS is known as \"" + found + "\" to this version, so that only"
                        + " what holds for all services is known of it" + meant + "\n");
    }

    private Run ofService(String words) throws IOException {
        var args = new ArrayList<>(List.of(("assess --service=" + words).split(" ")));
        args.addAll(List.of("--perimeter", file("perimeter.json", PERIMETER), file("policy.json", OPEN)));
        return Run.of(args.toArray(String[]::new));
    }

    @Test
    void aServiceThatWasWorkedThroughIsKnown() throws IOException {
        assertThat(ofService("iot --region=eu-west-1").err()).doesNotContain("no service of AWS is known");
    }

    @Test
    void warnsOfARegionThatIsNotKnown() throws IOException {
        var perimeter = file("perimeter.json", PERIMETER);
        var policy = file("policy.json", OPEN);

        assertThat(Run.of("assess", "--service=sqs", "--region=us-east-9", "--perimeter", perimeter, policy)
                        .err())
                .startsWith("vpce-guard: no Region of AWS is known as \"us-east-9\" to this version; ");
    }

    @Test
    void theAccountThatIsGivenIsTrusted() throws IOException {
        var perimeter = file("perimeter.json", PERIMETER);
        var own = file("own.json", """
                {"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*",
                  "Condition": {"StringEquals": {"aws:PrincipalAccount": "222233334444",
                    "aws:ResourceAccount": "222233334444"}}}]}""");

        assertThat(assessed(perimeter, own).out()).startsWith("NON_COMPLIANT\n");
        assertThat(assessed(perimeter, own, "--account=222233334444").out()).isEqualTo("COMPLIANT\n");
        assertThat(assessed(perimeter, own, "--account=abc"))
                .isEqualTo(new Run(2, "", "vpce-guard: --account is \"abc\", expected twelve digits\n"));
    }

    private static Run assessed(String perimeter, String policy, String... more) {
        return Run.of(Stream.concat(
                        Stream.of("assess", "--service=s3", "--region=us-east-1", "--perimeter=" + perimeter, policy),
                        Stream.of(more))
                .toArray(String[]::new));
    }

    @Test
    void anEndpointSaysItsAccountItselfAndWhyItIsLeftAlone() throws IOException {
        var endpoint = file("endpoint.json", """
                {"VpcEndpointId": "vpce-0123456789abcdef0", "OwnerId": "111122223333", "VpcEndpointType": "Interface",
                 "ServiceName": "com.amazonaws.eu-west-1.guardduty-data", "RequesterManaged": true,
                 "CreationTimestamp": "2026-11-24T06:00:00+00:00"}""");
        var perimeter = file("perimeter.json", PERIMETER);

        assertThat(Run.of("assess", "--endpoint=" + endpoint, "--perimeter=" + perimeter))
                .isEqualTo(new Run(
                        0,
                        "NOT_APPLICABLE\nleft alone, the endpoint is managed by the AWS service that requested it"
                                + " (RequesterManaged)\n",
                        ""));
        assertThat(Run.of("assess", "--endpoint=" + endpoint, "--account=111122223333", "--perimeter=" + perimeter))
                .isEqualTo(new Run(
                        2,
                        "",
                        "vpce-guard: an endpoint says its account and Region itself, expected no --account or"
                                + " --region\n"));
    }

    @Test
    void aTemplatesRegionHasTheFormOfOne() throws IOException {
        assertThat(Run.of(
                        "assess",
                        "--template=docs/examples/template.yaml",
                        "--region=xx",
                        "--perimeter=" + file("perimeter.json", PERIMETER)))
                .isEqualTo(new Run(2, "", "vpce-guard: --region is \"xx\", expected one such as eu-west-1\n"));
    }

    /// Its own identities to its own resources, and AWS's services.
    private static String trusting(String organizations) {
        return """
                {"Version": "2012-10-17", "Statement": [
                  {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*", "Condition": {"StringEquals":
                    {"aws:PrincipalOrgID": %1$s, "aws:ResourceOrgID": %1$s}}},
                  {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*", "Condition": {"Bool":
                    {"aws:PrincipalIsAWSService": "true"}}}]}""".formatted(organizations);
    }

    private static Json assess(String policy, String service, String type, String perimeter) {
        var answer = Run.filter("assess", """
                        {"id": 7, "policy": %s, "service": "%s", "type": "%s", "perimeter": %s}""".formatted(policy, service, type, perimeter)
                        .replace("\n", " "))
                .answer();
        assertThat(answer.at("id")).contains(Json.Num.of(7));
        assertThat(answer.at("error")).isEmpty();
        return answer;
    }

    private static List<Json> findings(Json answer) {
        return ((Json.Arr) answer.at("findings").orElseThrow()).items();
    }

    private static List<String> texts(Json answer, String member) {
        return findings(answer).stream()
                .map(finding -> finding.textAt(member).orElseThrow())
                .toList();
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }
}
