package vpceguard.cli.doctor;

import java.util.ArrayList;
import java.util.List;
import vpceguard.json.Json;
import vpceguard.json.Quoted;

/// Whether somebody is subscribed to the topics, here or in the security account, and whether the topics' keys can be
/// used.
final class TopicCheck implements Check {
    @Override
    public List<Sign> signs(DeployedStack stack, Questions aws) {
        var signs = new ArrayList<Sign>();
        for (var output : List.of("NoticesTopic", "AlarmsTopic")) {
            stack.output(output)
                    .ifPresentOrElse(
                            topic -> signs.addAll(signs(output, topic, stack.parameter("SecurityAccount"), aws)),
                            () -> signs.add(Sign.ill("topic", "the stack has no output " + output, "deploy it again")));
        }
        return signs;
    }

    private static List<Sign> signs(String output, String topic, String securityAccount, Questions aws) {
        return aws.signs(
                "topic",
                "sns",
                "GetTopicAttributes",
                Json.object().put("TopicArn", topic).build(),
                answer -> {
                    var signs = new ArrayList<Sign>();
                    long confirmed = Questions.number(answer, "Attributes", "SubscriptionsConfirmed");
                    long pending = Questions.number(answer, "Attributes", "SubscriptionsPending");
                    signs.add(heard(output, topic, confirmed, pending, securityAccount));
                    answer.textAt("Attributes", "KmsMasterKeyId")
                            .filter(key -> !key.isBlank() && !key.equals("alias/aws/sns"))
                            .ifPresent(key -> signs.addAll(key(output, key, aws)));
                    return signs;
                });
    }

    private static Sign heard(String output, String topic, long confirmed, long pending, String securityAccount) {
        if (confirmed > 0) {
            return Sign.well("topic", output + " has subscribers: " + confirmed);
        }
        if (!securityAccount.isEmpty()) {
            return Sign.well(
                    "topic",
                    output + " has no subscribers"
                            + (pending > 0 ? " (" + pending + " wait for their confirmation)" : "") + ", but "
                            + securityAccount + " hears the same");
        }
        var nobody = "nobody hears what is published to " + output;
        return pending > 0
                ? Sign.ill(
                        "topic",
                        nobody + ", since " + pending + " subscriptions wait for their confirmation",
                        "open the link in the mail that SNS sent")
                : Sign.ill(
                        "topic",
                        nobody,
                        "aws sns subscribe --topic-arn " + topic + " --protocol email --notification-endpoint YOU");
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
