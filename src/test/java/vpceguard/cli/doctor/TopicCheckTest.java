package vpceguard.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import vpceguard.aws.ReadCalls.Reply;
import vpceguard.json.Json;

class TopicCheckTest {
    private static final Map<String, String> TOPICS =
            Map.of("NoticesTopic", "arn:notices", "AlarmsTopic", "arn:alarms");

    @Test
    void inAMemberTheSecurityAccountHearsWhatNobodyIsSubscribedTo() {
        assertThat(signs(Map.of("SecurityAccount", "999988887777"), "0"))
                .containsExactly(
                        Sign.well("topic", "NoticesTopic has no subscribers, but 999988887777 hears the same"),
                        Sign.well("topic", "AlarmsTopic has no subscribers, but 999988887777 hears the same"));
    }

    @Test
    void elsewhereNobodyDoes() {
        assertThat(signs(Map.of(), "0")).extracting(Sign::state).containsExactly(Sign.State.ILL, Sign.State.ILL);
        assertThat(signs(Map.of(), "1")).extracting(Sign::state).containsExactly(Sign.State.WELL, Sign.State.WELL);
    }

    private static List<Sign> signs(Map<String, String> parameters, String subscribers) {
        var attributes =
                Json.object().put("SubscriptionsConfirmed", subscribers).build();
        var answer =
                new Reply.Answer(Json.object().put("Attributes", attributes).build());
        var stack = new DeployedStack(
                "111122223333", "aws", "eu-west-1", "", Optional.empty(), parameters, TOPICS, Map.of(), Map.of());
        return new TopicCheck().signs(stack, (_, _, _) -> answer);
    }
}
