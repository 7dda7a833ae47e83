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
import vpceguard.cli.template.Declared.Written;
import vpceguard.json.Parsed;
import vpceguard.model.ServiceName;

class TerraformPlanTest {
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

    @Test
    void aPolicyThatMayBeForSeveralIsNotKnown() {
        var policies = policies("""
                {"planned_values": {"root_module": {"resources": [
                  {"address": "aws_vpc_endpoint.a[0]", "type": "aws_vpc_endpoint",
                   "values": {"service_name": "com.amazonaws.eu-west-1.s3"}},
                  {"address": "aws_vpc_endpoint.a[1]", "type": "aws_vpc_endpoint",
                   "values": {"service_name": "com.amazonaws.eu-west-1.s3"}},
                  {"address": "aws_vpc_endpoint_policy.p", "type": "aws_vpc_endpoint_policy", "values": {"policy": "{}"}}]}},
                 "configuration": {"root_module": {"resources": [
                  {"address": "aws_vpc_endpoint_policy.p",
                   "expressions": {"vpc_endpoint_id": {"references": ["aws_vpc_endpoint.a[1].id", "aws_vpc_endpoint.a"]}}}]}}}""");

        assertThat(policies)
                .hasSize(2)
                .allSatisfy((_, policy) -> assertThat(policy)
                        .isEqualTo(new Written.NotKnown("which policy it gets is known after apply only")));
    }

    @Test
    void aStateIsKnownAsAWhole() {
        var declared = read("""
                {"values": {"root_module": {"resources": [
                  {"address": "aws_vpc_endpoint.s3", "mode": "managed", "type": "aws_vpc_endpoint",
                   "values": {"service_name": "com.amazonaws.eu-west-1.s3", "vpc_endpoint_type": "Interface", "policy": "{}"}}]}}}""");

        assertThat(declared).singleElement().satisfies(endpoint -> {
            assertThat(endpoint.policy()).isEqualTo(new Written.Text("{}"));
            assertThat(endpoint.type().name()).isEqualTo("Interface");
            assertThat(endpoint.service()).contains(new ServiceName("com.amazonaws.eu-west-1.s3"));
        });
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

    private static Map<String, Written> policies(String plan) {
        return read(plan).stream().collect(Collectors.toMap(Declared::name, Declared::policy));
    }

    private static List<Declared> read(String plan) {
        var given = new Given(Optional.empty(), Optional.empty(), Optional.empty());
        return ((Parsed.Ok<List<Declared>>) Template.read(plan, given)).value();
    }
}
