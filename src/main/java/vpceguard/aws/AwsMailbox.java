package vpceguard.aws;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import vpceguard.flow.Mailbox;
import vpceguard.json.Json;
import vpceguard.json.JsonReader;

/// A stack's queues in SQS and its functions in Lambda, called with a person's credentials.
public final class AwsMailbox implements Mailbox {
    private static final int LONGEST = 1 << 22;
    private static final int HIDDEN_SECONDS = 300;

    private final SignedCalls calls;

    AwsMailbox(SignedCalls calls) {
        this.calls = calls;
    }

    @Override
    public List<Message> receive(String queueUrl) {
        var answer = sqs(
                "ReceiveMessage",
                Json.object()
                        .put("QueueUrl", queueUrl)
                        .put("MaxNumberOfMessages", 10)
                        .put("WaitTimeSeconds", 1)
                        .put("VisibilityTimeout", HIDDEN_SECONDS));
        return answer.itemsAt("Messages")
                .map(message -> new Message(
                        message.textAt("Body").orElse(""),
                        message.textAt("ReceiptHandle").orElse("")))
                .toList();
    }

    @Override
    public void delete(String queueUrl, Message message) {
        var _ = sqs("DeleteMessage", Json.object().put("QueueUrl", queueUrl).put("ReceiptHandle", message.receipt()));
    }

    @Override
    public void send(String queueUrl, String body) {
        var _ = sqs("SendMessage", Json.object().put("QueueUrl", queueUrl).put("MessageBody", body));
    }

    @Override
    public void invoke(String function, String event) {
        try {
            var _ = accepted("lambda", "Invoke", calls.invoke(function, "Event", event, LONGEST), 202);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Json sqs(String action, Json.Builder parameters) {
        try {
            var answer = calls.json(JsonService.SQS, action, parameters.build(), LONGEST);
            return JsonReader.read(accepted("sqs", action, answer, 200))
                    .orEmpty()
                    .orElse(new Json.Null());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String accepted(String service, String action, SignedCalls.Answer answer, int expected) {
        if (answer.status() != expected) {
            throw answer.refusal(service, action);
        }
        return answer.text();
    }
}
