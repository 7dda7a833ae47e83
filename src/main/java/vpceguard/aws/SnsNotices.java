package vpceguard.aws;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;
import vpceguard.flow.FollowUp;
import vpceguard.flow.FollowUps;
import vpceguard.flow.Notices;
import vpceguard.json.Json;
import vpceguard.json.JsonWriter;
import vpceguard.notice.Notice;

/// Notices to one or more SNS topics: mail gets the text, everything else the JSON. If one topic refuses a
/// notice and others take it, it is sent again to that topic alone, through the queue of follow-ups.
public final class SnsNotices implements Notices {
    private static final Duration AGAIN = Duration.ofMinutes(1);

    private final SnsClient sns;
    private final List<String> topics;
    private final FollowUps followUps;

    public SnsNotices(SnsClient sns, List<String> topics, FollowUps followUps) {
        this.sns = sns;
        this.topics = List.copyOf(topics);
        this.followUps = followUps;
    }

    @Override
    public void publish(Notice notice) {
        var refused = new LinkedHashMap<String, RuntimeException>();
        for (var topic : topics) {
            try {
                publish(notice, topic);
            } catch (RuntimeException e) {
                refused.put(topic, e);
            }
        }
        if (refused.size() == topics.size()) {
            throw refused.values().iterator().next();
        }
        refused.forEach((topic, why) -> {
            try {
                followUps.later(new FollowUp.Publish(topic, notice), AGAIN);
            } catch (RuntimeException e) {
                e.addSuppressed(why);
                throw e;
            }
        });
    }

    @Override
    public void publish(Notice notice, String topic) {
        var message = Json.object()
                .put("default", notice.line())
                .put("email", notice.text())
                .put("sms", notice.subject())
                .build();
        var attributes = new HashMap<String, MessageAttributeValue>();
        notice.attributes().forEach((name, value) -> attributes.put(name, attribute("String", value)));
        if (!notice.controls().isEmpty()) {
            attributes.put(
                    "control", attribute("String.Array", JsonWriter.compact(Json.Arr.ofTexts(notice.controls()))));
        }
        sns.publish(request -> request.topicArn(topic)
                .subject(notice.subject())
                .messageStructure("json")
                .message(JsonWriter.compact(message))
                .messageAttributes(attributes));
    }

    private static MessageAttributeValue attribute(String type, String value) {
        return MessageAttributeValue.builder().dataType(type).stringValue(value).build();
    }
}
