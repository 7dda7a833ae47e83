package vpceguard.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
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
import software.amazon.awssdk.services.ec2.model.VpcEndpointType;
import vpceguard.json.Json;
import vpceguard.json.JsonWriter;

/// A sweep of a thousand endpoints: a hundred stood open before, and the repair of twenty was interrupted.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Order(1)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@SuppressWarnings("NullAway.Init") // set before all
class SweepIT {
    private static final int ALL = 1000;
    private static final int OPEN = 100;
    private static final int INTERRUPTED = 20;
    private static final String DOCUMENT = "/perimeters/sweep.json";
    private static final Duration SLOW = Duration.ofMinutes(3);
    private static final Pattern CUT_OFF =
            Pattern.compile("\"cut off after (\\d+) endpoints, (\\d+) told, 0 repaired, 20 records finished\"");

    private Deployed stack;
    private LedgerTable ledger;
    private String function;
    private List<String> interrupted;

    @BeforeAll
    void deploy() {
        stack = Deployed.withDocument(
                SweepIT::document,
                "Mode=enforce",
                "OrganizationId=" + Deployed.ORGANIZATION,
                "PerimeterDocument=s3:/" + DOCUMENT);
        ledger = LedgerTable.of(stack);
        function = stack.aws.output("SweepFunctionName");
        var planted = IntStream.range(0, ALL - INTERRUPTED - 1)
                .mapToObj(this::endpoint)
                .collect(Collectors.joining(",", "[", "]"));
        var _ = stack.aws.plant(planted);
        interrupted = interruptedRepairs();
    }

    /// A route table takes one endpoint of a service, so those that are planted have none.
    private static void document(Deployed network) {
        network.aws.put("/perimeters", "");
        network.aws.put(DOCUMENT, document(""));
    }

    private static String document(String cap) {
        return "{\"organizations\": [\"" + Deployed.ORGANIZATION + "\"], \"controls\": {\"no-route-table\": \"off\","
                + " \"policy-beyond-trusted-resources\": \"remediate\"},"
                + " \"existing\": {\"level\": \"remediate\", \"graceDays\": 1" + cap + "}}";
    }

    private String endpoint(int number) {
        var condition = number < OPEN - 1
                ? ""
                : ",\"Condition\":{\"StringEquals\":{\"aws:PrincipalOrgID\":\"%1$s\",\"aws:ResourceOrgID\":\"%1$s\"}}"
                        .formatted(Deployed.ORGANIZATION);
        var policy = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\","
                + "\"Action\":\"*\",\"Resource\":\"*\"" + condition + "}]}";
        return JsonWriter.compact(Json.object()
                .put("VpcId", stack.vpc)
                .put("VpcEndpointType", "Gateway")
                .put("ServiceName", service(number))
                .put("PolicyDocument", policy)
                .put("CreationTimestamp", "2026-01-01T00:00:00Z")
                .build());
    }

    private static String service(int number) {
        return "com.amazonaws." + Deployed.REGION + (number % 2 == 0 ? ".s3" : ".dynamodb");
    }

    /// Endpoints whose repair EC2 failed in each attempt, twenty minutes ago.
    private List<String> interruptedRepairs() {
        stack.aws.addFaults("[{\"service\": \"ec2\", \"action\": \"ModifyVpcEndpoint\", \"function\": \"*\","
                + " \"error\": {\"code\": \"InternalError\", \"status\": 500}}]");
        var ids = IntStream.range(0, INTERRUPTED)
                .mapToObj(number -> stack.create(service(number), VpcEndpointType.GATEWAY))
                .toList();
        var failed = new ArrayList<String>();
        var _ = Deployed.await("events that failed in each attempt", SLOW, () -> {
            failed.addAll(stack.receive(stack.aws.output("FailedQueueUrl")));
            return Optional.of(failed).filter(events -> events.size() >= INTERRUPTED);
        });
        stack.aws.clearFaults();
        assertThat(ledger.abandonAll()).isEqualTo(INTERRUPTED);
        return ids;
    }

    @AfterAll
    void end() {
        stack.close();
    }

    @Test
    @Order(1)
    void cutOffAndTakenUpItFinishesTheTwentyAndTellsTheHundredOnce() {
        stack.aws.forgetCalls();
        // All but a minute of its time is for looking: half a minute, in which it cannot note a thousand endpoints.
        stack.aws.configure(function, "{\"Timeout\": 90}");
        stack.aws.addFaults("[{\"service\": \"dynamodb\", \"action\": \"UpdateItem\", \"delay\": 0.1}]");
        var answer = sweep();
        var first = CUT_OFF.matcher(answer);
        assertThat(first.matches()).as(answer).isTrue();
        int seen = Integer.parseInt(first.group(1));
        int told = Integer.parseInt(first.group(2));
        assertThat(seen).isBetween(1, ALL - 1);
        stack.aws.clearFaults();
        stack.aws.configure(function, "{\"Timeout\": 900}");

        assertThat(scheduled())
                .isEqualTo(
                        "\"%d endpoints, %d told, 0 repaired, 0 records finished\"".formatted(ALL - seen, OPEN - told));

        assertThat(awaitTold()).hasSize(OPEN).doesNotHaveDuplicates();
        assertThat(modified()).containsExactlyInAnyOrderElementsOf(interrupted);
        assertThat(awaitChanged(INTERRUPTED)).containsExactlyInAnyOrderElementsOf(interrupted);
        assertThat(ledger.items("unfinished")).isEmpty();
    }

    @Test
    @Order(2)
    void fromThenOnEachCostsItsShareOfThePagesAlone() {
        stack.aws.forgetCalls();

        assertThat(sweep()).startsWith("\"1000 endpoints, 0 told, 0 repaired");

        assertThat(calls().map(call -> call.textAt("action").orElseThrow()))
                .hasSizeLessThanOrEqualTo(20)
                .isSubsetOf(
                        "DescribeOrganization",
                        "GetObject",
                        "Query",
                        "GetItem",
                        "DescribeVpcEndpoints",
                        "DescribeVpcs",
                        "DescribeVpcEndpointServices",
                        "PutItem",
                        "PutLogEvents");
    }

    @Test
    @Order(3)
    void theHundredAreRepairedOnceTheirDateHasPassedAsFarAsTheCapOfTheDayHasRoom() {
        stack.aws.forgetCalls();
        var dated = ledger.items("state").stream()
                .filter(state -> state.containsKey("graceUntil"))
                .toList();
        assertThat(dated).hasSize(OPEN);
        for (var attribute : List.of("graceUntil", "graceFor")) {
            dated.forEach(state -> ledger.set(LedgerTable.keyOf(state), attribute, Instant.EPOCH.toString()));
        }

        follow(", \"cap\": {\"repairsPerDay\": 60, \"stacks\": 1}");
        assertThat(sweep()).isEqualTo("\"1000 endpoints, 0 told, 60 repaired, 0 records finished\"");
        assertThat(sweep()).isEqualTo("\"1000 endpoints, 0 told, 0 repaired, 0 records finished\"");

        follow("");
        assertThat(sweep()).isEqualTo("\"1000 endpoints, 0 told, 40 repaired, 0 records finished\"");

        assertThat(modified()).containsExactlyInAnyOrderElementsOf(toldEndpoints());
        assertThat(awaitChanged(INTERRUPTED + OPEN)).doesNotHaveDuplicates().containsAll(toldEndpoints());
        assertThat(sweep()).isEqualTo("\"1000 endpoints, 0 told, 0 repaired, 0 records finished\"");
    }

    @Test
    @Order(4)
    void anEndpointWhoseEventNeverCameIsRepairedAsIfItHad() {
        var now = Instant.now();
        ledger.set(
                LedgerTable.key("sweep", "state"),
                "installedAt",
                now.minus(Duration.ofHours(2)).toString());
        var made = now.minus(Duration.ofHours(1)).toString();
        var id = stack.aws
                .plant("[" + endpoint(0).replace("2026-01-01T00:00:00Z", made) + "]")
                .getFirst();

        assertThat(sweep()).isEqualTo("\"1001 endpoints, 0 told, 1 repaired, 0 records finished\"");

        var _ = stack.notice(id, "CHANGED");
        assertThat(stack.endpoint(id).policyDocument()).contains("aws:PrincipalOrgID");
    }

    private void follow(String cap) {
        stack.aws.put(DOCUMENT, document(cap));
        stack.aws.startAnew(function);
    }

    private String sweep() {
        return stack.aws.invoke(function, "{}");
    }

    /// One that goes on where the last was cut off.
    private String scheduled() {
        return stack.aws.invoke(function, "{\"detail-type\": \"Scheduled Event\"}");
    }

    private Stream<Json> calls() {
        return stack.aws.calls().stream().filter(call -> call.textAt("function").isPresent());
    }

    /// Endpoints that functions changed, one entry for each call.
    private List<String> modified() {
        return calls().filter(call -> call.textAt("action").equals(Optional.of("ModifyVpcEndpoint")))
                .map(call -> call.textAt("resource").orElseThrow())
                .toList();
    }

    private List<String> awaitChanged(int atLeast) {
        return Deployed.await(
                atLeast + " notices of changes",
                SLOW,
                () -> Optional.of(stack.allNotices().stream()
                                .filter(notice -> notice.textAt("result").equals(Optional.of("CHANGED")))
                                .map(notice -> notice.textAt("endpoint", "id").orElseThrow())
                                .toList())
                        .filter(ids -> ids.size() >= atLeast));
    }

    private List<String> awaitTold() {
        return Deployed.await(
                "notices of all", () -> Optional.of(toldEndpoints()).filter(ids -> ids.size() >= OPEN));
    }

    private List<String> toldEndpoints() {
        return stack.allNotices().stream()
                .filter(notice -> notice.textAt("result").equals(Optional.of("SWEPT")))
                .flatMap(notice -> ((Json.Arr) notice.at("endpoints").orElseThrow()).items().stream())
                .map(endpoint -> endpoint.textAt("endpoint", "id").orElseThrow())
                .toList();
    }
}
