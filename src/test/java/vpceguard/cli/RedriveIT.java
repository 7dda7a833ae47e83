package vpceguard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ec2.Ec2Client;
import vpceguard.json.Json;
import vpceguard.local.LocalAws;

/// What lies in the queues after a bad day comes back: events that a function failed at, in Lambda's envelope, events
/// that could not be delivered, as they were, and a notice that waited in vain.
class RedriveIT {
    private static final LocalAws AWS =
            LocalAws.start("--auth").deployExpanded("Mode=enforce", "OrganizationId=o-a1b2c3d4e5");
    private static final int FLOOD = 20;

    @TempDir
    private Path folder;

    private final Ec2Client ec2 = AWS.client(Ec2Client.builder());
    private final String vpc =
            ec2.createVpc(request -> request.cidrBlock("10.0.0.0/16")).vpc().vpcId();

    @AfterAll
    static void stop() {
        AWS.close();
    }

    @Test
    void bringsAllShapesOfEventsBackAndLeavesWhatItDoesNotUnderstand() throws Exception {
        AWS.delayFactor(0.005);
        var told = endpoint();
        await("the first repair", () -> isRepaired(told) && published("Create") == 1);
        aNoticeThatWaitsInVain(told);
        AWS.addFaults("[{\"service\": \"ec2\", \"action\": \"DescribeVpcEndpoints\", \"function\": \"*Create*\","
                + " \"error\": {\"code\": \"UnauthorizedOperation\", \"status\": 403}}]");
        var failed = endpoint();
        await("a failed event", () -> waiting("FailedQueueUrl") == 2);
        AWS.forbidInvoking(AWS.stacks().physicalId("ModifyVpcEndpointFunction"));
        for (int call = 0; call < FLOOD; call++) {
            reset(told);
        }
        await("events that are not delivered", () -> waiting("UndeliveredQueueUrl") == FLOOD);
        send("UndeliveredQueueUrl", "not understood");
        int published = published("FollowUp");

        AWS.clearFaults();
        var run = redrive();

        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .contains("FailedQueue: CreateVpcEndpoint ")
                .contains("FailedQueue: a follow-up to FollowUpQueue")
                .contains("UndeliveredQueue: ModifyVpcEndpoint ")
                .contains("UndeliveredQueue: left where it is, it is no JSON")
                .containsPattern("\n[0-9]+ brought back, 1 left\n$");
        // Beside these come the events of the repairs that follow, which cannot be delivered either.
        assertThat(run.out().lines().filter(line -> line.contains("UndeliveredQueue: ModifyVpcEndpoint ")))
                .hasSizeGreaterThanOrEqualTo(FLOOD);
        assertThat(run.code()).isEqualTo(1);
        assertThat(waiting("FailedQueueUrl")).isZero();
        await("the repairs", () -> isRepaired(failed) && isRepaired(told));
        await("the notice", () -> published("FollowUp") > published);
    }

    /// A second notice within two minutes waits in the queue of follow-ups.
    private void aNoticeThatWaitsInVain(String endpoint) throws InterruptedException {
        AWS.addFaults("[{\"service\": \"sns\", \"action\": \"Publish\", \"function\": \"*FollowUp*\","
                + " \"error\": {\"code\": \"NotFound\", \"status\": 404}}]");
        queue(
                "SetQueueAttributes",
                AWS.stacks().physicalId("FollowUpQueue"),
                "Attributes",
                Json.object().put("VisibilityTimeout", "1").build());
        reset(endpoint);
        await("a follow-up that failed five times", () -> waiting("FailedQueueUrl") == 1);
    }

    private String endpoint() {
        return ec2.createVpcEndpoint(request -> request.vpcId(vpc)
                        .serviceName("com.amazonaws.us-east-1.dynamodb")
                        .routeTableIds(ec2.createRouteTable(table -> table.vpcId(vpc))
                                .routeTable()
                                .routeTableId()))
                .vpcEndpoint()
                .vpcEndpointId();
    }

    private void reset(String endpoint) {
        ec2.modifyVpcEndpoint(request -> request.vpcEndpointId(endpoint).resetPolicy(true));
    }

    private boolean isRepaired(String endpoint) {
        return ec2.describeVpcEndpoints(request -> request.vpcEndpointIds(endpoint))
                .vpcEndpoints()
                .getFirst()
                .policyDocument()
                .contains("aws:PrincipalOrgID");
    }

    /// Notices that a function sent.
    private static int published(String function) {
        return (int) AWS.calls().stream()
                .filter(call -> call.textAt("action").equals(Optional.of("Publish")))
                .filter(call -> call.textAt("function")
                        .filter(name -> name.contains(function))
                        .isPresent())
                .filter(call -> call.at("status").equals(Optional.of(Json.Num.of(200))))
                .count();
    }

    private static void send(String output, String body) {
        queue("SendMessage", AWS.output(output), "MessageBody", new Json.Str(body));
    }

    private static int waiting(String output) {
        return Integer.parseInt(queue(
                        "GetQueueAttributes",
                        AWS.output(output),
                        "AttributeNames",
                        new Json.Arr(List.of(new Json.Str("All"))))
                .textAt("Attributes", "ApproximateNumberOfMessages")
                .orElseThrow());
    }

    private static Json queue(String action, String url, String member, Json value) {
        return AWS.call(
                "sqs",
                "AmazonSQS." + action,
                Json.object().put("QueueUrl", url).put(member, value).build());
    }

    private static void await(String what, BooleanSupplier done) throws InterruptedException {
        var end = Instant.now().plus(Duration.ofMinutes(1));
        while (!done.getAsBoolean()) {
            assertThat(Instant.now()).as("waited in vain for %s", what).isBefore(end);
            Thread.sleep(100);
        }
    }

    private Run redrive() throws Exception {
        return Launcher.ask(folder, AWS, "redrive --stack=vpce-guard");
    }
}
