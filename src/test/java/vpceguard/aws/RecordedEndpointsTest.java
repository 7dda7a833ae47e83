package vpceguard.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.SecurityGroupIdentifier;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.VpcEndpoint;
import vpceguard.json.Json;
import vpceguard.json.Parsed;
import vpceguard.json.Stored;
import vpceguard.model.EndpointJson;
import vpceguard.policy.Policies;
import vpceguard.policy.PolicyReader;

/// What AWS answered to others, as far as it was recorded.
class RecordedEndpointsTest {
    /// Its id was masked by hand, and its policy cut to `{...}`.
    private static final String MASKED = "test_vpc_endpoint_metrics_filter__ec2.DescribeVpcEndpoints_1.json";

    @Test
    void recordedEndpointsAreReadWithoutLoss() throws IOException {
        var recordings = recorded();
        var masked = recordings.remove(MASKED);
        assertThat(recordings.values().stream().mapToInt(List::size).sum()).isGreaterThan(20);

        recordings.forEach(
                (file, all) -> assertThat(all).as(file).allSatisfy(RecordedEndpointsTest::assertReadWithoutLoss));
        assertThat(masked)
                .singleElement()
                .satisfies(one -> assertThatIllegalArgumentException()
                        .isThrownBy(() -> Ec2Endpoint.read(sdk(one)))
                        .withMessage("not an endpoint id"));
    }

    private static void assertReadWithoutLoss(Stored recorded) {
        var endpoint = Ec2Endpoint.read(sdk(recorded));

        assertThat(endpoint.id()).hasToString(recorded.text("VpcEndpointId"));
        assertThat(endpoint.type()).hasToString(recorded.text("VpcEndpointType"));
        assertThat(endpoint.state().name()).isEqualTo("available");
        assertThat(endpoint.vpcId()).isEqualTo(recorded.text("VpcId"));
        assertThat(endpoint.service()).hasToString(recorded.text("ServiceName"));
        assertThat(endpoint.serviceRegion()).isEqualTo(recorded.optionalText("ServiceRegion"));
        assertThat(endpoint.policy()).isEqualTo(recorded.optionalText("PolicyDocument"));
        assertThat(endpoint.securityGroups()).isEqualTo(new HashSet<>(groups(recorded)));
        assertThat(endpoint.subnets()).isEqualTo(Set.copyOf(texts(recorded, "SubnetIds")));
        assertThat(endpoint.routeTables()).isEqualTo(Set.copyOf(texts(recorded, "RouteTableIds")));
        assertThat(endpoint.requesterManaged()).isEqualTo(recorded.optionalBool("RequesterManaged"));
        assertThat(endpoint.tags()).isEqualTo(tags(recorded));
        assertThat(endpoint.policy().stream().map(PolicyReader::read)).allMatch(Parsed.Ok.class::isInstance);
        assertThat(EndpointJson.read(Stored.of(EndpointJson.write(endpoint)))).isEqualTo(endpoint);
    }

    private static VpcEndpoint sdk(Stored recorded) {
        return VpcEndpoint.builder()
                .vpcEndpointId(recorded.text("VpcEndpointId"))
                .vpcEndpointType(recorded.text("VpcEndpointType"))
                .state(recorded.text("State"))
                .vpcId(recorded.text("VpcId"))
                .serviceName(recorded.text("ServiceName"))
                .serviceRegion(recorded.optionalText("ServiceRegion").orElse(null))
                .policyDocument(recorded.optionalText("PolicyDocument").orElse(null))
                .groups(groups(recorded).stream()
                        .map(id -> SecurityGroupIdentifier.builder().groupId(id).build())
                        .toList())
                .subnetIds(texts(recorded, "SubnetIds"))
                .routeTableIds(texts(recorded, "RouteTableIds"))
                .requesterManaged(recorded.optionalBool("RequesterManaged").orElse(null))
                .tags(tags(recorded).entrySet().stream()
                        .map(tag -> Tag.builder()
                                .key(tag.getKey())
                                .value(tag.getValue())
                                .build())
                        .toList())
                .build();
    }

    private static List<String> texts(Stored recorded, String name) {
        return listed(recorded, name, item -> item.text().orElseThrow());
    }

    /// AWS leaves out what is empty.
    private static <T> List<T> listed(Stored recorded, String name, Function<Json, T> item) {
        return recorded.object().get(name).isPresent() ? recorded.list(name, item) : List.of();
    }

    private static List<String> groups(Stored recorded) {
        return listed(recorded, "Groups", group -> Stored.of(group).text("GroupId"));
    }

    private static Map<String, String> tags(Stored recorded) {
        return listed(recorded, "Tags", Stored::of).stream()
                .collect(Collectors.toMap(tag -> tag.text("Key"), tag -> tag.text("Value")));
    }

    private static Map<String, List<Stored>> recorded() throws IOException {
        var found = new TreeMap<String, List<Stored>>();
        try (var files = Files.list(Policies.shared("describe"))) {
            for (var file : files.filter(f -> f.toString().contains("DescribeVpcEndpoints_"))
                    .toList()) {
                found.put(
                        file.getFileName().toString(),
                        Stored.of(Files.readString(file)).child("data").list("VpcEndpoints", Stored::of));
            }
        }
        return found;
    }
}
