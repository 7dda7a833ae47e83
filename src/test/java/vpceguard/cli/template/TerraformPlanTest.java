package vpceguard.cli.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vpceguard.cli.template.Declared.Written;
import vpceguard.json.Parsed;
import vpceguard.model.EndpointType;
import vpceguard.model.ServiceName;

class TerraformPlanTest {
    private static final Given NOTHING = new Given(Optional.empty(), Optional.empty(), Optional.empty());

    @Test
    void eachEndpointHasThePolicyThatItWillGet() throws IOException {
        var policies = policies(Files.readString(Path.of("src/test/resources/templates/plan.json")));

        assertThat(policies)
                .containsOnlyKeys(
                        "aws_vpc_endpoint.s3",
                        "aws_vpc_endpoint.kms",
                        "aws_vpc_endpoint.sts",
                        "aws_vpc_endpoint_policy.elsewhere",
                        "module.network[0].aws_vpc_endpoint.this[\"sqs\"]",
                        "module.network[0].aws_vpc_endpoint.this[\"logs\"]")
                .containsEntry("aws_vpc_endpoint.s3", new Written.Nothing())
                .containsEntry("aws_vpc_endpoint.kms", new Written.NotKnown("the policy is known after apply only"))
                .containsEntry(
                        "aws_vpc_endpoint_policy.elsewhere",
                        new Written.NotKnown("which endpoint it is for cannot be told from this plan"))
                .containsEntry(
                        "module.network[0].aws_vpc_endpoint.this[\"sqs\"]", new Written.Text("{\"Statement\":[]}"))
                .containsEntry("module.network[0].aws_vpc_endpoint.this[\"logs\"]", new Written.Nothing());
        assertThat(policies.get("aws_vpc_endpoint.sts"))
                .isInstanceOfSatisfying(
                        Written.Text.class, text -> assertThat(text.policy()).contains("aws:ResourceOrgID"));
    }

    /// An apply writes what changed, so that a policy that was there before may be overwritten.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"policy\": {\"constant_value\": \"open\"}} | open",
                "{\"policy\": {\"references\": [\"var.p\"]}}  | open",
            })
    void anEndpointThatSetsAnotherPolicyThanItsResourceHasNoneThatIsKnown(String set, String own) {
        assertThat(oneOfId(set, own, resource("p", "closed")))
                .isEqualTo(new Written.NotKnown("which policy it gets is known after apply only, that of"
                        + " \"aws_vpc_endpoint.a\" or \"aws_vpc_endpoint_policy.p\""));
        assertThat(oneOfId(set, "closed", resource("p", "closed"))).isEqualTo(new Written.Text("closed"));
        assertThat(oneOfId("{}", own, resource("p", "closed"))).isEqualTo(new Written.Text("closed"));
    }

    @Test
    void twoPoliciesForOneEndpointAreNoneThatIsKnown() {
        assertThat(oneOfId("{}", "old", resource("p", "open") + "," + resource("q", "closed")))
                .isEqualTo(new Written.NotKnown("which policy it gets is known after apply only, that of"
                        + " \"aws_vpc_endpoint_policy.p\" or \"aws_vpc_endpoint_policy.q\""));
        assertThat(oneOfId("{}", "old", resource("p", "closed") + "," + resource("q", "closed")))
                .isEqualTo(new Written.Text("closed"));
    }

    /// A resource that is deleted takes the policy with it: the endpoint gets AWS's default.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"delete\"             | none   |                     | DEFAULT",
                "\"delete\"             | none   | \"policy\": {}        | OPEN",
                "\"delete\", \"create\" | none   |                     | DEFAULT",
                "\"delete\", \"create\" | vpce-1 |                     | closed",
                "\"create\", \"delete\" | vpce-1 |                     | OPEN",
                "\"delete\"             | vpce-1 |                     | OPEN",
                "\"forget\"             | none   |                     | narrow",
                "\"update\"             | vpce-1 |                     | closed",
            })
    void anEndpointWhosePolicyIsDeletedHasNoneLeft(String actions, String after, String set, String written) {
        var policy = ofA("""
                {"planned_values": {"root_module": {"resources": [
                  {"address": "aws_vpc_endpoint.a", "type": "aws_vpc_endpoint",
                   "values": {"id": "vpce-1", "service_name": "com.amazonaws.eu-west-1.s3", "policy": "narrow"}},
                  {"address": "aws_vpc_endpoint_policy.p", "type": "aws_vpc_endpoint_policy",
                   "values": {"vpc_endpoint_id": "%s", "policy": "closed"}}]}},
                 "resource_changes": [
                  {"address": "aws_vpc_endpoint_policy.p", "type": "aws_vpc_endpoint_policy",
                   "change": {"actions": [%s], "before": {"vpc_endpoint_id": "vpce-1"}}}],
                 "configuration": {"root_module": {"resources": [
                  {"address": "aws_vpc_endpoint.a", "expressions": {%s}}]}}}""".formatted(after, actions, Optional.ofNullable(set).orElse("")));

        switch (written) {
            case "DEFAULT" -> assertThat(policy).isEqualTo(new Written.Nothing());
            case "OPEN" ->
                assertThat(policy)
                        .isInstanceOfSatisfying(
                                Written.NotKnown.class,
                                open -> assertThat(open.reason())
                                        .endsWith("or AWS's default, since \"aws_vpc_endpoint_policy.p\" is deleted"));
            default -> assertThat(policy).isEqualTo(new Written.Text(written));
        }
    }

    @Test
    void aServiceThatIsKnownLaterIsNotKnownByItsPolicy() {
        assertThat(policies("""
                {"planned_values": {"root_module": {"resources": [
                  {"address": "aws_vpc_endpoint.a", "type": "aws_vpc_endpoint", "values": {"id": "vpce-1"}},
                  {"address": "aws_vpc_endpoint_policy.p", "type": "aws_vpc_endpoint_policy",
                   "values": {"vpc_endpoint_id": "vpce-1", "policy": "closed"}}]}}}"""))
                .containsEntry("aws_vpc_endpoint.a", new Written.NotKnown("its service is known after apply only"));
    }

    @Test
    void aTypeThatIsKnownLaterIsNoGateway() {
        assertThat(policies("""
                {"planned_values": {"root_module": {"resources": [{"address": "aws_vpc_endpoint.a", "type": "aws_vpc_endpoint",
                  "values": {"service_name": "com.amazonaws.eu-west-1.s3", "policy": "{}"}}]}},
                 "resource_changes": [{"address": "aws_vpc_endpoint.a", "change": {"after_unknown": {"vpc_endpoint_type": true}}}]}"""))
                .containsEntry("aws_vpc_endpoint.a", new Written.NotKnown("its type is known after apply only"));
    }

    /// Both stand under one address.
    @Test
    void whatIsKnownLaterOfAnEndpointIsNotToldByTheOneThatItReplaced() {
        assertThat(ofA("""
                {"planned_values": {"root_module": {"resources": [{"address": "aws_vpc_endpoint.a", "type": "aws_vpc_endpoint",
                  "values": {"service_name": "com.amazonaws.eu-west-1.s3"}}]}},
                 "resource_changes": [
                  {"address": "aws_vpc_endpoint.a", "change": {"actions": ["update"], "after_unknown": {"policy": true}}},
                  {"address": "aws_vpc_endpoint.a", "deposed": "abcd1234",
                   "change": {"actions": ["delete"], "after_unknown": {}}}]}""")).isEqualTo(new Written.NotKnown("the policy is known after apply only"));
    }

    /// As `removed { lifecycle { destroy = false } }` has it.
    @Test
    void whatTerraformForgetsStaysAsItIs() {
        assertThat(policies("""
                {"planned_values": {"root_module": {"resources": [
                  {"address": "aws_vpc_endpoint.a", "type": "aws_vpc_endpoint",
                   "values": {"id": "vpce-1", "service_name": "com.amazonaws.eu-west-1.s3", "policy": "closed"}},
                  {"address": "aws_vpc_endpoint.b", "type": "aws_vpc_endpoint"},
                  {"address": "aws_vpc_endpoint_policy.p", "type": "aws_vpc_endpoint_policy"}]}},
                 "resource_changes": [
                  {"address": "aws_vpc_endpoint.a", "change": {"actions": ["no-op"]}},
                  {"address": "aws_vpc_endpoint.a", "deposed": "abcd1234", "change": {"actions": ["forget"]}},
                  {"address": "aws_vpc_endpoint.b", "change": {"actions": ["forget"]}},
                  {"address": "aws_vpc_endpoint_policy.p", "change": {"actions": ["forget"]}}]}""")).isEqualTo(Map.of("aws_vpc_endpoint.a", new Written.Text("closed")));
    }

    /// It gets AWS's default, unless it goes too.
    @ParameterizedTest
    @CsvSource({"forget, true", "delete, false"})
    void aPolicyThatIsDeletedFromAnEndpointThatStaysElsewhereIsNotPassedOver(String action, boolean isTold) {
        assertThat(policies("""
                {"planned_values": {"root_module": {}},
                 "resource_changes": [
                  {"address": "aws_vpc_endpoint.a", "type": "aws_vpc_endpoint",
                   "change": {"actions": ["%s"], "before": {"id": "vpce-1"}}},
                  {"address": "aws_vpc_endpoint_policy.p", "type": "aws_vpc_endpoint_policy",
                   "change": {"actions": ["delete"], "before": {"vpc_endpoint_id": "vpce-1"}}}]}""".formatted(action)))
                .isEqualTo(
                        isTold
                                ? Map.of(
                                        "aws_vpc_endpoint_policy.p",
                                        new Written.NotKnown(
                                                "it is deleted, and the endpoint that gets AWS's default is"
                                                        + " not in this plan"))
                                : Map.of());
    }

    @Test
    void anEndpointOfAnotherProviderIsNotPassedOver() {
        assertThat(policies("""
                {"planned_values": {"root_module": {"resources": [
                  {"address": "awscc_ec2_vpc_endpoint.a", "type": "awscc_ec2_vpc_endpoint",
                   "values": {"service_name": "com.amazonaws.eu-west-1.s3", "policy_document": "{}"}}]}}}"""))
                .isEqualTo(Map.of(
                        "awscc_ec2_vpc_endpoint.a",
                        new Written.NotKnown("endpoints of the provider awscc are not read")));
    }

    @Test
    void whatIsPutOffIsNotKnown() {
        assertThat(policies("""
                {"planned_values": {"root_module": {"resources": []}},
                 "deferred_changes": [
                  {"reason": "instance_count_unknown", "resource_change": {"address": "aws_vpc_endpoint.a[*]", "type": "aws_vpc_endpoint"}},
                  {"reason": "instance_count_unknown", "resource_change": {"address": "aws_s3_bucket.b[*]", "type": "aws_s3_bucket"}}]}"""))
                .isEqualTo(Map.of("aws_vpc_endpoint.a[*]", new Written.NotKnown("it is put off to a later plan")));
    }

    @Test
    void aPlanThatEndedWithAnErrorIsRefused() {
        assertThat(Template.read("{\"planned_values\": {\"root_module\": {}}, \"errored\": true}", NOTHING))
                .hasToString(
                        "the plan ended with an error, so that not all of it is known; expected one that ended well"
                                + " at /errored");
    }

    private static String resource(String name, String policy) {
        return """
                {"address": "aws_vpc_endpoint_policy.%s", "type": "aws_vpc_endpoint_policy",
                 "values": {"vpc_endpoint_id": "vpce-1", "policy": "%s"}}""".formatted(name, policy);
    }

    /// What an endpoint of a known id gets.
    private static Written oneOfId(String set, String own, String resources) {
        return ofA("""
                {"planned_values": {"root_module": {"resources": [
                  {"address": "aws_vpc_endpoint.a", "type": "aws_vpc_endpoint",
                   "values": {"id": "vpce-1", "service_name": "com.amazonaws.eu-west-1.s3", "policy": "%s"}}, %s]}},
                 "configuration": {"root_module": {"resources": [
                  {"address": "aws_vpc_endpoint.a", "expressions": %s}]}}}""".formatted(own, resources, set));
    }

    @Test
    void aStateIsKnownAsAWhole() {
        var declared = read("""
                {"values": {"root_module": {"resources": [
                  {"address": "aws_vpc_endpoint.s3", "mode": "managed", "type": "aws_vpc_endpoint",
                   "values": {"service_name": "com.amazonaws.eu-west-1.s3", "vpc_endpoint_type": "Interface", "policy": "{}"}}]}}}""");

        assertThat(declared).singleElement().satisfies(endpoint -> {
            assertThat(endpoint.policy()).isEqualTo(new Written.Text("{}"));
            assertThat(endpoint.type()).contains(EndpointType.INTERFACE);
            assertThat(endpoint.service()).contains(new ServiceName("com.amazonaws.eu-west-1.s3"));
        });
    }

    /// Either may have been read before the other was written.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{`a`: 1, `b`: [2]} | {`b`:[2],`a`:1}  | true",
                "{`a`: 1, `b`: [2]} | {`b`:[1],`a`:1}  | false",
            })
    void aStatesPolicyAndItsResourceOfItsOwnAreComparedByWhatTheyMean(String own, String written, boolean isKnown) {
        var policy = ofA("""
                {"values": {"root_module": {"resources": [
                  {"address": "aws_vpc_endpoint.a", "type": "aws_vpc_endpoint",
                   "values": {"id": "vpce-1", "service_name": "com.amazonaws.eu-west-1.s3", "policy": "%s"}}, %s]}}}""".formatted(own.replace("`", "\\\""), resource("p", written.replace("`", "\\\""))));

        assertThat(policy)
                .isEqualTo(
                        isKnown
                                ? new Written.Text("{\"a\": 1, \"b\": [2]}")
                                : new Written.NotKnown("which policy it has cannot be told from this state, that of"
                                        + " \"aws_vpc_endpoint.a\" or \"aws_vpc_endpoint_policy.p\"; terraform refresh"
                                        + " reads them again"));
    }

    @Test
    void aPolicyOfAStateWhoseEndpointIsElsewhereIsToldAsThat() {
        assertThat(policies("{\"values\": {\"root_module\": {\"resources\": [" + resource("p", "{}") + "]}}}"))
                .isEqualTo(Map.of(
                        "aws_vpc_endpoint_policy.p",
                        new Written.NotKnown("which endpoint it is for cannot be told from this state")));
    }

    @Test
    void aPlanWithoutItsConfigurationIsNeverTakenForOneThatSetsNothing() {
        var policies = policies("""
                {"planned_values": {"root_module": {"resources": [{"address": "aws_vpc_endpoint.a", "type": "aws_vpc_endpoint",
                  "values": {"service_name": "com.amazonaws.eu-west-1.s3"}}]}},
                 "resource_changes": [{"address": "aws_vpc_endpoint.a", "change": {"after_unknown": {"policy": true}}}]}""");

        assertThat(policies)
                .containsEntry("aws_vpc_endpoint.a", new Written.NotKnown("the policy is known after apply only"));
    }

    @Test
    void aServiceThatIsKnownLaterIsNotKnown() {
        var declared = read("""
                {"planned_values": {"root_module": {"resources": [{"address": "aws_vpc_endpoint.a", "type": "aws_vpc_endpoint",
                  "values": {"vpc_endpoint_type": "GatewayLoadBalancer", "policy": "{}"}}]}}}""");

        assertThat(declared.getFirst().service()).isEmpty();
        assertThat(declared.getFirst().policy())
                .isEqualTo(new Written.NotKnown("its service is known after apply only"));
    }

    static Written ofA(String plan) {
        return read(plan).stream()
                .filter(declared -> declared.name().equals("aws_vpc_endpoint.a"))
                .map(Declared::policy)
                .findFirst()
                .orElseThrow();
    }

    static Map<String, Written> policies(String plan) {
        return read(plan).stream().collect(Collectors.toMap(Declared::name, Declared::policy));
    }

    private static List<Declared> read(String plan) {
        return ((Parsed.Ok<List<Declared>>) Template.read(plan, NOTHING)).value();
    }
}
