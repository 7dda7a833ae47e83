package vpceguard.cli.redrive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import vpceguard.cli.redrive.Redriving.Counts;
import vpceguard.flow.Mailbox;

class RedrivingTest {
    private static final String EVENT =
            "{\"detail-type\":\"AWS API Call via CloudTrail\",\"detail\":{\"eventID\":\"e1\","
                    + "\"eventName\":\"%s\"}}";
    private static final String ENVELOPE = "{\"version\":\"1.0\",\"requestContext\":{\"functionArn\":\"any\"},"
            + "\"requestPayload\":%s,\"responsePayload\":{\"errorMessage\":\"denied\"}}";
    private static final String FOLLOW_UP =
            "{\"schema\":\"vpceguard/follow-up/1\",\"tell\":\"vpce-0123456789abcdef0\"}";

    private final Queues queues = new Queues();
    private final List<String> said = new ArrayList<>();

    private static final class Queues implements Mailbox {
        private final Map<String, List<String>> waiting = new LinkedHashMap<>();
        private final Map<String, List<String>> hidden = new LinkedHashMap<>();
        private final List<String> done = new ArrayList<>();
        private boolean isRefused;

        @Override
        public List<Message> receive(String queueUrl) {
            var bodies = List.copyOf(waiting.getOrDefault(queueUrl, List.of()));
            waiting.remove(queueUrl);
            hidden.computeIfAbsent(queueUrl, _ -> new ArrayList<>()).addAll(bodies);
            return bodies.stream()
                    .map(body -> new Message(body, "receipt of " + body))
                    .toList();
        }

        @Override
        public void delete(String queueUrl, Message message) {
            assertThat(message.receipt()).isEqualTo("receipt of " + message.body());
            hidden.getOrDefault(queueUrl, List.of()).remove(message.body());
        }

        @Override
        public void send(String queueUrl, String body) {
            done.add(queueUrl + " <- " + body);
        }

        @Override
        public void invoke(String function, String event) {
            if (isRefused) {
                throw new IllegalStateException("throttled");
            }
            done.add(function + "() <- " + event);
        }
    }

    private Counts redrive(String queue, String... bodies) {
        queues.waiting.put("url of " + queue, new ArrayList<>(List.of(bodies)));
        return new Redriving(queues, logicalId -> "url of " + logicalId, said::add).all();
    }

    @Test
    void bothShapesGoBackToTheFunctionOfTheirCall() {
        var created = EVENT.formatted("CreateVpcEndpoint");
        var modified = EVENT.formatted("ModifyVpcEndpoint");

        assertThat(redrive("FailedQueue", ENVELOPE.formatted(modified))).isEqualTo(new Counts(1, 0));
        assertThat(redrive("UndeliveredQueue", created)).isEqualTo(new Counts(1, 0));

        assertThat(queues.done)
                .containsExactly(
                        "url of ModifyVpcEndpointFunction() <- " + modified,
                        "url of CreateVpcEndpointFunction() <- " + created);
        assertThat(queues.hidden.values()).allMatch(List::isEmpty);
        assertThat(said)
                .first()
                .asString()
                .isEqualTo("FailedQueue: ModifyVpcEndpoint \"e1\" to ModifyVpcEndpointFunction");
    }

    @Test
    void followUpsAndSweepsGoBackTheirOwnWay() {
        assertThat(redrive("FailedQueue", FOLLOW_UP, ENVELOPE.formatted("{\"detail-type\":\"Scheduled Event\"}")))
                .isEqualTo(new Counts(2, 0));

        assertThat(queues.done)
                .containsExactly(
                        "url of FollowUpQueue <- " + FOLLOW_UP,
                        "url of SweepFunction() <- {\"detail-type\":\"Scheduled Event\"}");
    }

    @Test
    void aSweepByHandIsOneToo() {
        var function = "arn:aws:lambda:eu-west-1:111122223333:function:vpce-guard-SweepFunction-1A2B3C4D5E6F:$LATEST";

        assertThat(redrive("FailedQueue", ENVELOPE.formatted("{}").replace("any", function)))
                .isEqualTo(new Counts(1, 0));

        assertThat(queues.done).containsExactly("url of SweepFunction() <- {}");
    }

    @Test
    void aDeniedCallGoesBackToWhoWatchesThem() {
        var denied =
                "{\"detail-type\":\"AWS Network Activity Event via CloudTrail\",\"detail\":{\"eventName\":\"GetObject\"}}";

        assertThat(redrive("FailedQueue", ENVELOPE.formatted(denied))).isEqualTo(new Counts(1, 0));

        assertThat(queues.done).containsExactly("url of DeniedCallFunction() <- " + denied);
    }

    @Test
    void whatIsNotUnderstoodStays() {
        assertThat(redrive("FailedQueue", "no JSON", EVENT.formatted("DeleteVpcEndpoints"), "[]"))
                .isEqualTo(new Counts(0, 3));

        assertThat(queues.hidden.get("url of FailedQueue")).hasSize(3);
        assertThat(queues.done).isEmpty();
        assertThat(said).allMatch(line -> line.startsWith("FailedQueue: left where it is, "));
    }

    @Test
    void aMessageWhoseEventIsRefusedIsNotTakenOut() {
        queues.isRefused = true;

        assertThatThrownBy(() -> redrive("FailedQueue", EVENT.formatted("CreateVpcEndpoint")))
                .hasMessage("throttled");
        assertThat(queues.hidden.get("url of FailedQueue")).hasSize(1);
    }
}
