package vpceguard.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.ec2.model.VpcEndpointType;
import vpceguard.cli.Launcher;
import vpceguard.cli.Run;

/// The document of a running stack changes: it widens, narrows, and an exemption ends.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@SuppressWarnings("NullAway.Init") // set before all
class PerimeterChangesIT {
    private static final String OBJECT = "/perimeters/perimeter.json";
    private static final String PARTNER = "444455556666";
    private static final String TRUSTED = """
            , "partners": [{"account": "%s", "trust": "identities", "services": ["s3"], "reason": "a test", "owner": "us"}]
            """.formatted(PARTNER);
    private static final String EXEMPT = """
            , "exemptions": [{"match": {"service": "sns"}, "controls": ["policy-full-access",
              "policy-beyond-trusted-identities", "policy-beyond-trusted-resources"],
              "reason": "moves out", "owner": "us", "until": "%s"}]
            """;

    @TempDir
    private Path folder;

    private Deployed stack;
    private String sweep;

    @BeforeAll
    void deploy() {
        stack = Deployed.withDocument(
                network -> {
                    network.aws.put("/perimeters", "");
                    network.aws.put(OBJECT, document(""));
                },
                "Mode=enforce",
                "Ring=prod",
                "OrganizationId=" + Deployed.ORGANIZATION,
                "PerimeterDocument=s3:/" + OBJECT);
        sweep = stack.aws.output("SweepFunctionName");
    }

    @AfterAll
    void end() {
        stack.close();
    }

    @Test
    @Order(1)
    void whatIsWiderLoosensNothingUntilSomebodySaysSo() throws Exception {
        var id = tightened();
        assertThat(policy(id)).doesNotContain(PARTNER);
        become(document(TRUSTED));

        assertThat(stack.aws.invoke(sweep, "{}")).contains("0 repaired");
        assertThat(policy(id)).doesNotContain(PARTNER);
        assertThat(policy(tightened())).contains(PARTNER);

        var followed = follow(id);
        assertThat(followed.err()).isEmpty();
        assertThat(followed.out()).startsWith("CHANGED\nrecord follow-");
        assertThat(policy(id)).contains(PARTNER);
        assertThat(stack.notices(id, "CHANGED", 2).getLast().textAt("text"))
                .hasValueSatisfying(text -> assertThat(text).contains("the partner is trusted"));
        assertThat(follow(id).out())
                .isEqualTo("REFUSED\nthe policy is already all that intent and ceiling let through\n");
    }

    @Test
    @Order(2)
    void whatIsNarrowerThanWhatWasInForceForADayWaits() {
        seenTwoDaysAgo();
        become(document(", \"rollout\": {\"ring\": \"canary\", \"applyAfter\": \"2999-01-01\"}"));

        var id = stack.create(stack.service("s3"), VpcEndpointType.GATEWAY);
        assertThat(stack.notice(id, "CHANGED").textAt("text"))
                .hasValueSatisfying(text -> assertThat(text)
                        .contains("the perimeter document narrows this service's ceiling; until 2999-01-01"));
        assertThat(policy(id)).contains(PARTNER);

        become(document(""));
        assertThat(policy(tightened())).contains(PARTNER);
        seenTwoDaysAgo();
        stack.startAnew();
        assertThat(policy(tightened())).doesNotContain(PARTNER);
    }

    @Test
    @Order(3)
    void theSweepTellsWhatAnExemptionThatEndedCovered() {
        become(document(EXEMPT.formatted("2999-12-31")));
        assertThat(stack.aws.invoke(sweep, "{}")).contains("0 repaired");
        var id = stack.create(stack.service("sns"), VpcEndpointType.INTERFACE);
        assertThat(journalled(id, "exempt")).contains("nothing follows from what was found");
        assertThat(stack.aws.invoke(sweep, "{}")).contains("0 told");

        become(document(EXEMPT.formatted("2026-01-01")));
        assertThat(stack.aws.invoke(sweep, "{}")).contains("1 told");

        assertThat(stack.told(id)).contains("policy-full-access");
        assertThat(policy(id)).doesNotContain("Condition");
    }

    private static String document(String members) {
        return "{\"organizations\": [\"" + Deployed.ORGANIZATION + "\"], \"rings\": {\"canary\": {}, \"prod\": {}},"
                + " \"controls\": {\"policy-beyond-trusted-resources\": \"remediate\"}, \"existing\": {\"level\": \"notify\"}"
                + members + "}";
    }

    private void become(String document) {
        stack.aws.put(OBJECT, document);
        stack.startAnew();
    }

    private void seenTwoDaysAgo() {
        stack.aws
                .client(DynamoDbClient.builder())
                .updateItem(request -> request.tableName(stack.aws.output("LedgerTable"))
                        .key(Map.of("pk", AttributeValue.fromS("perimeter"), "sk", AttributeValue.fromS("latest")))
                        .updateExpression("SET seen = :then")
                        .conditionExpression("attribute_exists(seen)")
                        .expressionAttributeValues(Map.of(
                                ":then",
                                AttributeValue.fromS(
                                        Instant.now().minus(Duration.ofDays(2)).toString()))));
    }

    private String tightened() {
        var id = stack.create(stack.service("s3"), VpcEndpointType.INTERFACE);
        var _ = stack.notice(id, "CHANGED");
        return id;
    }

    private String policy(String id) {
        return stack.endpoint(id).policyDocument();
    }

    private Run follow(String id) throws Exception {
        return Launcher.ask(folder, stack.aws, "follow --stack=vpce-guard --reason='the partner is trusted' " + id);
    }

    private String journalled(String id, String step) {
        return Deployed.await(
                "step " + step + " of " + id,
                () -> stack.journal().stream()
                        .filter(entry -> entry.textAt("endpoint").equals(Optional.of(id)))
                        .filter(entry -> entry.textAt("step").equals(Optional.of(step)))
                        .flatMap(entry -> entry.textAt("detail").stream())
                        .findFirst());
    }
}
