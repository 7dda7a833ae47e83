package vpceguard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ec2.Ec2Client;
import vpceguard.json.Json;
import vpceguard.local.LocalAws;

/// Events that failed while the topic was gone come back when it is there again.
class RedriveIT {
    private static final LocalAws AWS = LocalAws.start("--auth").deploy("Mode=enforce", "OrganizationId=o-a1b2c3d4e5");

    @TempDir
    private Path folder;

    @AfterAll
    static void stop() {
        AWS.close();
    }

    @Test
    void bringsBothKindsOfEventsBackAndLeavesWhatItDoesNotUnderstand() throws Exception {
        var ec2 = AWS.client(Ec2Client.builder());
        AWS.addFaults("[{\"service\": \"ec2\", \"action\": \"DescribeVpcEndpoints\", \"function\": \"*\","
                + " \"error\": {\"code\": \"UnauthorizedOperation\", \"status\": 403}}]");
        var vpc =
                ec2.createVpc(request -> request.cidrBlock("10.0.0.0/16")).vpc().vpcId();
        var endpoint = ec2.createVpcEndpoint(
                        request -> request.vpcId(vpc).serviceName("com.amazonaws.us-east-1.dynamodb"))
                .vpcEndpoint()
                .vpcEndpointId();
        await("a failed event", () -> waiting("FailedQueueUrl") == 1);
        send("UndeliveredQueueUrl", "not understood");

        AWS.clearFaults();
        var run = redrive();

        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .contains("FailedQueue: CreateVpcEndpoint ")
                .contains("UndeliveredQueue: left where it is, it is no JSON")
                .endsWith("1 brought back, 1 left\n");
        assertThat(run.code()).isEqualTo(1);
        assertThat(waiting("FailedQueueUrl")).isZero();
        await(
                "the repair",
                () -> ec2.describeVpcEndpoints(request -> request.vpcEndpointIds(endpoint))
                        .vpcEndpoints()
                        .getFirst()
                        .policyDocument()
                        .contains("aws:PrincipalOrgID"));
    }

    private static void send(String output, String body) {
        AWS.call(
                "sqs",
                "AmazonSQS.SendMessage",
                Json.object()
                        .put("QueueUrl", AWS.output(output))
                        .put("MessageBody", body)
                        .build());
    }

    private static int waiting(String output) {
        var attributes = AWS.call(
                "sqs",
                "AmazonSQS.GetQueueAttributes",
                Json.object()
                        .put("QueueUrl", AWS.output(output))
                        .put("AttributeNames", new Json.Arr(java.util.List.of(new Json.Str("All"))))
                        .build());
        return Integer.parseInt(
                attributes.textAt("Attributes", "ApproximateNumberOfMessages").orElseThrow());
    }

    private static void await(String what, java.util.function.BooleanSupplier done) throws InterruptedException {
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
