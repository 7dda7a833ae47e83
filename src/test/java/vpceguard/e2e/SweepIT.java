package vpceguard.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import vpceguard.json.Json;
import vpceguard.json.JsonWriter;

/// A sweep of a thousand endpoints, of which a hundred stood open before.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@SuppressWarnings("NullAway.Init") // set before all
class SweepIT {
    private static final int ALL = 1000;
    private static final int OPEN = 100;

    private Deployed stack;

    @BeforeAll
    void deploy() {
        stack = new Deployed(List.of("--auth"), "Mode=enforce", "OrganizationId=" + Deployed.ORGANIZATION);
        var table = stack.ec2
                .createRouteTable(request -> request.vpcId(stack.vpc))
                .routeTable()
                .routeTableId();
        var planted = IntStream.range(0, ALL - 1)
                .mapToObj(number -> endpoint(table, number))
                .collect(Collectors.joining(",", "[", "]"));
        var _ = stack.aws.plant(planted);
    }

    private String endpoint(String table, int number) {
        var condition = number < OPEN - 1
                ? ""
                : ",\"Condition\":{\"StringEquals\":{\"aws:PrincipalOrgID\":\"%1$s\",\"aws:ResourceOrgID\":\"%1$s\"}}"
                        .formatted(Deployed.ORGANIZATION);
        var policy = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\","
                + "\"Action\":\"*\",\"Resource\":\"*\"" + condition + "}]}";
        return JsonWriter.compact(Json.object()
                .put("VpcId", stack.vpc)
                .put("VpcEndpointType", "Gateway")
                .put("ServiceName", "com.amazonaws." + Deployed.REGION + (number % 2 == 0 ? ".s3" : ".dynamodb"))
                .put("PolicyDocument", policy)
                .put("RouteTableIds", List.of(table))
                .put("CreationTimestamp", "2026-01-01T00:00:00Z")
                .build());
    }

    @AfterAll
    void end() {
        stack.close();
    }

    @Test
    @Order(1)
    void theHundredAreToldOnceAndNothingIsChanged() {
        assertThat(sweep()).startsWith("\"1000 endpoints, 100 told, 0 repaired");

        var told = Deployed.await(
                "notices of all", () -> Optional.of(toldEndpoints()).filter(ids -> ids.size() >= OPEN));
        assertThat(told).hasSize(OPEN).doesNotHaveDuplicates();
        assertThat(actions()).noneMatch(action -> action.equals("ModifyVpcEndpoint"));
    }

    @Test
    @Order(2)
    void fromThenOnEachCostsItsShareOfThePagesAlone() {
        stack.aws.forgetCalls();

        assertThat(sweep()).startsWith("\"1000 endpoints, 0 told, 0 repaired");

        assertThat(actions())
                .hasSizeLessThanOrEqualTo(20)
                .isSubsetOf(
                        "DescribeOrganization",
                        "Query",
                        "GetItem",
                        "DescribeVpcEndpoints",
                        "DescribeVpcs",
                        "DescribeVpcEndpointServices",
                        "PutItem",
                        "PutLogEvents");
    }

    private String sweep() {
        return stack.aws.invoke(stack.aws.output("SweepFunctionName"), "{}");
    }

    private Stream<String> actions() {
        return stack.aws.calls().stream()
                .filter(call -> call.textAt("function").isPresent())
                .map(call -> call.textAt("action").orElseThrow());
    }

    private List<String> toldEndpoints() {
        return stack.allNotices().stream()
                .filter(notice -> notice.textAt("result").equals(Optional.of("SWEPT")))
                .flatMap(notice -> ((Json.Arr) notice.at("endpoints").orElseThrow()).items().stream())
                .map(endpoint -> endpoint.textAt("endpoint", "id").orElseThrow())
                .toList();
    }
}
