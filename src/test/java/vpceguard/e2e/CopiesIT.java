package vpceguard.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.VpcEndpointType;
import vpceguard.json.Json;
import vpceguard.local.LocalAws;

/// A stack that tells Security Hub and a bus beside people, and counts what it does.
class CopiesIT {
    private static final String BUS =
            "arn:aws:events:" + Deployed.REGION + ":" + Deployed.ACCOUNT + ":event-bus/central";

    @Test
    void noticesGoToSecurityHubAndABusToo() {
        try (var stack = new Deployed(
                List.of("--auth"),
                "Mode=enforce",
                "OrganizationId=" + Deployed.ORGANIZATION,
                "SecurityHub=on",
                "EventBusArn=" + BUS,
                "Dashboard=on")) {
            var queue = centralQueue(stack);

            var id = stack.create("com.amazonaws." + Deployed.REGION + ".s3", VpcEndpointType.GATEWAY);
            var _ = stack.notice(id, "CHANGED");

            var finding = Deployed.await(
                    "a finding in Security Hub",
                    () -> findings(stack).stream()
                            .filter(found -> found.textAt("Id")
                                    .equals(Optional.of("arn:aws:ec2:" + Deployed.REGION + ":" + Deployed.ACCOUNT
                                            + ":vpc-endpoint/" + id + "/policy-full-access")))
                            .findFirst());
            assertThat(finding.textAt("Compliance", "Status")).hasValue("PASSED");
            var event = Deployed.await(
                    "an event on the bus", () -> stack.receive(queue).stream().findFirst());
            assertThat(LocalAws.json(event)).satisfies(told -> {
                assertThat(told.textAt("source")).hasValue("vpce-guard");
                assertThat(told.textAt("detail", "unmapped", "endpoint", "id")).hasValue(id);
            });
        }
    }

    /// A bus and a rule that hands all of it to a queue.
    private static String centralQueue(Deployed stack) {
        var arn = "arn:aws:sqs:" + Deployed.REGION + ":" + Deployed.ACCOUNT + ":central";
        var policy = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":"
                + "\"events.amazonaws.com\"},\"Action\":\"sqs:SendMessage\",\"Resource\":\"" + arn + "\"}]}";
        var queue = stack.aws
                .call(
                        "sqs",
                        "AmazonSQS.CreateQueue",
                        Json.object()
                                .put("QueueName", "central")
                                .put(
                                        "Attributes",
                                        Json.object().put("Policy", policy).build())
                                .build())
                .textAt("QueueUrl")
                .orElseThrow();
        var _ = stack.aws.call(
                "events",
                "AWSEvents.CreateEventBus",
                Json.object().put("Name", "central").build());
        var _ = stack.aws.call(
                "events",
                "AWSEvents.PutRule",
                Json.object()
                        .put("Name", "all")
                        .put("EventBusName", "central")
                        .put("EventPattern", "{\"source\":[\"vpce-guard\"]}")
                        .build());
        var target = Json.object().put("Id", "queue").put("Arn", arn).build();
        var _ = stack.aws.call(
                "events",
                "AWSEvents.PutTargets",
                Json.object()
                        .put("Rule", "all")
                        .put("EventBusName", "central")
                        .put("Targets", new Json.Arr(List.of(target)))
                        .build());
        return queue;
    }

    private static List<Json> findings(Deployed stack) {
        return stack.aws.rest("securityhub", "/findings", "{}").at("Findings").orElseThrow()
                        instanceof Json.Arr(var items)
                ? items
                : List.of();
    }
}
