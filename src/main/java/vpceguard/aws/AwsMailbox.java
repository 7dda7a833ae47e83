package vpceguard.aws;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.utils.http.SdkHttpUtils;
import vpceguard.flow.Mailbox;
import vpceguard.json.Json;
import vpceguard.json.JsonReader;
import vpceguard.json.JsonWriter;
import vpceguard.json.Parsed;
import vpceguard.json.Quoted;

/// Messages of SQS and asynchronous invocations of Lambda, by single calls with a person's credentials.
public final class AwsMailbox implements Mailbox {
    private static final int LONGEST = 1 << 22;
    private static final int HIDDEN_SECONDS = 300;

    private final SignedCalls calls;
    private final String region;

    AwsMailbox(SignedCalls calls, String region) {
        this.calls = calls;
        this.region = region;
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
        return answer.at("Messages").orElse(new Json.Null()) instanceof Json.Arr(var messages)
                ? messages.stream()
                        .map(message -> new Message(
                                message.textAt("Body").orElse(""),
                                message.textAt("ReceiptHandle").orElse("")))
                        .toList()
                : List.of();
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
        var path = "/2015-03-31/functions/" + SdkHttpUtils.urlEncode(function) + "/invocations";
        var request =
                calls.to("lambda", region, path).method(SdkHttpMethod.POST).putHeader("X-Amz-Invocation-Type", "Event");
        var _ = send("lambda", "Invoke", request, event, 202);
    }

    private Json sqs(String action, Json.Builder parameters) {
        var request = calls.to("sqs", region, "/")
                .method(SdkHttpMethod.POST)
                .putHeader("Content-Type", "application/x-amz-json-1.0")
                .putHeader("X-Amz-Target", "AmazonSQS." + action);
        var text = send("sqs", action, request, JsonWriter.compact(parameters.build()), 200);
        return JsonReader.read(text) instanceof Parsed.Ok<Json>(var json) ? json : new Json.Null();
    }

    private String send(String service, String action, SdkHttpRequest.Builder request, String body, int expected) {
        try {
            var answer = calls.send(request.build(), body, service, region, LONGEST);
            if (answer.status() != expected) {
                throw SdkClientException.create(service + " answered " + answer.status() + " to " + action + ": "
                        + Quoted.of(answer.text().strip()));
            }
            return answer.text();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
