package vpceguard.aws;

import java.util.HashMap;
import java.util.List;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;
import vpceguard.flow.Notices;
import vpceguard.json.Json;
import vpceguard.json.JsonWriter;
import vpceguard.notice.Notice;

/// Notices to one or more SNS topics, in order: mail gets the text, everything else the JSON. Where one fails,
/// the retry tells the others again.
public final class SnsNotices implements Notices {
    private final SnsClient sns;
    private final List<String> topics;

    public SnsNotices(SnsClient sns, List<String> topics) {
        this.sns = sns;
        this.topics = List.copyOf(topics);
    }

    @Override
    public void publish(Notice notice) {
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
        for (var topic : topics) {
            sns.publish(request -> request.topicArn(topic)
                    .subject(notice.subject())
                    .messageStructure("json")
                    .message(JsonWriter.compact(message))
                    .messageAttributes(attributes));
        }
    }

    private static MessageAttributeValue attribute(String type, String value) {
        return MessageAttributeValue.builder().dataType(type).stringValue(value).build();
    }
}
