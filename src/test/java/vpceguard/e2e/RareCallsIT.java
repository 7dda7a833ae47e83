package vpceguard.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import vpceguard.json.Json;

/// What functions do seldom, and need their rights for nevertheless.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init") // set before all
class RareCallsIT {
    private static final String DOCUMENT = "/perimeters/rare.json";

    private Deployed stack;

    @BeforeAll
    void deploy() {
        stack = Deployed.withPrepared(
                RareCallsIT::key,
                "Mode=enforce",
                "OrganizationId=" + Deployed.ORGANIZATION,
                "PerimeterDocument=s3:/" + DOCUMENT);
    }

    /// A key of one's own for all that can have one.
    private static List<String> key(Deployed network) {
        var key = document(network);
        return List.of("PerimeterKeyArn=" + key, "KeyArn=" + key);
    }

    private static String document(Deployed network) {
        var key = network.aws
                .call("kms", "TrentService.CreateKey", Json.object().build())
                .textAt("KeyMetadata", "Arn")
                .orElseThrow();
        network.aws.put("/perimeters", "");
        network.aws.put(
                DOCUMENT,
                "{\"organizations\": [\"" + Deployed.ORGANIZATION
                        + "\"], \"existing\": {\"level\": \"remediate\", \"graceDays\": 1}, \"notices\": {\"notifyOnly\": \"at-once\"}}",
                "x-amz-server-side-encryption",
                "aws:kms",
                "x-amz-server-side-encryption-aws-kms-key-id",
                key);
        return key;
    }

    @AfterAll
    void end() {
        stack.close();
    }

    @Test
    void aModifyThatCannotBeReadEndsInTheQueueOfFailedEvents() {
        var event = Deployed.event("modify-reset-policy.json").replaceAll("\"eventID\": *\"[^\"]*\",?", "");
        stack.aws.deliver(event);

        assertThat(stack.failedEvent()).contains("requestPayload").contains("ModifyVpcEndpoint");
    }

    @Test
    void aScheduledSweepThatFailsInEachAttemptEndsThere() {
        stack.aws.addFaults("[{\"service\": \"dynamodb\", \"action\": \"Query\", \"function\": \"*Sweep*\","
                + " \"error\": {\"code\": \"ResourceNotFoundException\"}}]");
        stack.aws.fire("*Sweep*");
        var failed = stack.failedEvent();
        stack.aws.clearFaults();

        assertThat(failed).contains("Scheduled Event");
    }

    /// Somebody was just told of the endpoint, so the notice of the sweep's repair waits.
    @Test
    void aSweepThatRepairsWhatWasJustToldPutsItsNoticeIntoTheQueue() {
        var function = stack.aws.output("SweepFunctionName");
        var _ = stack.aws.invoke(function, "{}");
        graceIsOver();
        var table = stack.routeTable();
        stack.ec2.modifyVpcEndpoint(
                request -> request.vpcEndpointId(stack.olderEndpoint).addRouteTableIds(table));
        var _ = stack.notice(stack.olderEndpoint, "NOT_CHANGED");

        assertThat(stack.aws.invoke(function, "{}")).contains("1 repaired");

        assertThat(stack.notice(stack.olderEndpoint, "CHANGED").textAt("text")).isPresent();
        assertThat(stack.aws.calls())
                .anyMatch(call -> call.textAt("action").equals(Optional.of("SendMessage"))
                        && call.textAt("function")
                                .filter(name -> name.contains("Sweep"))
                                .isPresent());
    }

    @Test
    void changesWithoutTheirEventsAreToldOfOnce() {
        var function = stack.aws.output("SweepFunctionName");
        var before = stack.aws.invoke(function, "{}");
        assertThat(before).contains("endpoints");
        stack.aws.befall("{\"drop\": 1}");
        var table = stack.routeTable();
        stack.ec2.modifyVpcEndpoint(
                request -> request.vpcEndpointId(stack.olderEndpoint).addRouteTableIds(table));
        stack.aws.befall("{}");

        var _ = stack.aws.invoke(function, "{}");
        assertThat(unheard()).isZero();
        var _ = stack.aws.invoke(function, "{}");
        var _ = Deployed.await("a notice", () -> Optional.of(unheard()).filter(count -> count == 1));
        var _ = stack.aws.invoke(function, "{}");
        assertThat(unheard()).isEqualTo(1);
    }

    private long unheard() {
        return stack.allNotices().stream()
                .flatMap(notice -> notice.textAt("text").stream())
                .filter(text -> text.contains("events of endpoint changes do not arrive here"))
                .count();
    }

    private void graceIsOver() {
        var ledger = stack.aws.client(DynamoDbClient.builder());
        ledger.updateItem(request -> request.tableName(stack.aws.output("LedgerTable"))
                .key(Map.of("pk", AttributeValue.fromS("state"), "sk", AttributeValue.fromS(stack.olderEndpoint)))
                .updateExpression("SET graceUntil = :past, graceFor = :past")
                .conditionExpression("attribute_exists(graceUntil)")
                .expressionAttributeValues(Map.of(":past", AttributeValue.fromS(Instant.EPOCH.toString()))));
    }
}
