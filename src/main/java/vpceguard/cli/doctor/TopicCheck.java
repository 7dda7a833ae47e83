package vpceguard.cli.doctor;

import java.util.ArrayList;
import java.util.List;
import vpceguard.json.Json;
import vpceguard.json.Quoted;

/// Whether somebody is subscribed to the topics, and whether the topics' keys can be used.
final class TopicCheck implements Check {
    @Override
    public List<Sign> signs(DeployedStack stack, Questions aws) {
        var signs = new ArrayList<Sign>();
        for (var output : List.of("NoticesTopic", "AlarmsTopic")) {
            stack.output(output)
                    .ifPresentOrElse(
                            topic -> signs.addAll(signs(output, topic, aws)),
                            () -> signs.add(Sign.ill("topic", "the stack has no output " + output, "deploy it again")));
        }
        return signs;
    }

    private static List<Sign> signs(String output, String topic, Questions aws) {
        return aws.signs(
                "topic",
                "sns",
                "GetTopicAttributes",
                Json.object().put("TopicArn", topic).build(),
                answer -> {
                    var signs = new ArrayList<Sign>();
                    long confirmed = Questions.number(answer, "Attributes", "SubscriptionsConfirmed");
                    long pending = Questions.number(answer, "Attributes", "SubscriptionsPending");
                    signs.add(
                            confirmed > 0
                                    ? Sign.well("topic", output + " has subscribers: " + confirmed)
                                    : Sign.ill(
                                            "topic",
                                            "nobody hears what is published to " + output
                                                    + (pending > 0
                                                            ? ", since " + pending
                                                                    + " subscriptions wait for their confirmation"
                                                            : ""),
                                            pending > 0
                                                    ? "open the link in the mail that SNS sent"
                                                    : "aws sns subscribe --topic-arn " + topic
                                                            + " --protocol email --notification-endpoint YOU"));
                    answer.textAt("Attributes", "KmsMasterKeyId")
                            .filter(key -> !key.isBlank() && !key.equals("alias/aws/sns"))
                            .ifPresent(key -> signs.addAll(key(output, key, aws)));
                    return signs;
                });
    }

    private static List<Sign> key(String output, String key, Questions aws) {
        return aws.signs(
                "key",
                "kms",
                "DescribeKey",
                Json.object().put("KeyId", key).build(),
                answer -> List.of(
                        answer.textAt("KeyMetadata", "KeyState")
                                        .filter("Enabled"::equals)
                                        .isPresent()
                                ? Sign.well("key", Quoted.of(key) + " of " + output + " is enabled")
                                : Sign.ill(
                                        "key",
                                        Quoted.of(key) + " of " + output
                                                + " is not enabled, so nothing can be published",
                                        "enable the key, or give the topic another")));
    }
}
