package vpceguard.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.NotFoundException;
import software.amazon.awssdk.services.sns.model.PublishRequest;
import software.amazon.awssdk.services.sns.model.PublishResponse;
import vpceguard.flow.FollowUp;
import vpceguard.notice.Notice;
import vpceguard.notice.RecordNotice;
import vpceguard.notice.Sender;
import vpceguard.remediation.Records;

/// Two topics, the stack's own and the security account's, each of which may refuse a notice.
class SnsNoticesTest {
    private static final Notice NOTICE =
            RecordNotice.of(Records.full(), new Sender("111122223333", "us-east-1", "vpce-guard", "ledger"));

    private final Topics topics = new Topics();
    private final List<FollowUp> queue = new ArrayList<>();
    private final SnsNotices notices = new SnsNotices(
            topics, List.of("own", "security"), (followUp, _) -> queue.add(FollowUp.read(followUp.text())));

    @Test
    void whatOneRefusesWaitsForItAlone() {
        for (var away : List.of("own", "security")) {
            topics.took.clear();
            queue.clear();
            topics.away = Set.of(away);
            notices.publish(NOTICE);
            assertThat(topics.took)
                    .extracting(PublishRequest::topicArn)
                    .containsExactly(away.equals("own") ? "security" : "own");

            assertThat(queue).containsExactly(new FollowUp.Publish(away, NOTICE));
            assertThatThrownBy(() -> notices.publish(NOTICE, away)).isInstanceOf(NotFoundException.class);
            topics.away = Set.of();
            notices.publish(NOTICE, away);

            assertThat(topics.took).hasSize(2);
            assertThat(topics.took.getLast())
                    .isEqualTo(topics.took.getFirst().toBuilder().topicArn(away).build());
        }
    }

    /// Nobody has it then, so that the retry tells nobody twice.
    @Test
    void whatAllRefuseFails() {
        topics.away = Set.of("own", "security");

        assertThatThrownBy(() -> notices.publish(NOTICE)).hasMessageContaining("own is away");
        assertThat(queue).isEmpty();
    }

    @Test
    void whatNeitherATopicNorTheQueueTakesFails() {
        topics.away = Set.of("security");
        var unqueued = new SnsNotices(topics, List.of("own", "security"), (_, _) -> {
            throw new IllegalStateException("no queue");
        });

        assertThatThrownBy(() -> unqueued.publish(NOTICE))
                .hasMessage("no queue")
                .satisfies(failure -> assertThat(failure.getSuppressed()[0]).hasMessageContaining("security is away"));
    }

    private static final class Topics implements SnsClient {
        private final List<PublishRequest> took = new ArrayList<>();
        private Set<String> away = Set.of();

        @Override
        public PublishResponse publish(PublishRequest request) {
            if (away.contains(request.topicArn())) {
                throw NotFoundException.builder()
                        .message(request.topicArn() + " is away")
                        .build();
            }
            took.add(request);
            return PublishResponse.builder().build();
        }

        @Override
        public String serviceName() {
            return "sns";
        }

        @Override
        public void close() {}
    }
}
