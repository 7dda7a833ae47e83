package vpceguard.aws;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import vpceguard.flow.FollowUp;
import vpceguard.flow.FollowUps;
import vpceguard.json.Json;

/// Follow-ups in an SQS queue, each message with a delay of its own.
public final class SqsFollowUps implements FollowUps {
    private static final int LONGEST_ANSWER = 16 * 1024;

    private final SignedCalls calls;
    private final String queueUrl;

    public SqsFollowUps(SignedCalls calls, String queueUrl) {
        this.calls = calls;
        this.queueUrl = queueUrl;
    }

    @Override
    public void later(FollowUp followUp, Duration delay) {
        var message = Json.object()
                .put("QueueUrl", queueUrl)
                .put("MessageBody", followUp.text())
                .put("DelaySeconds", delay.toSeconds())
                .build();
        try {
            var answer = calls.json(JsonService.SQS, "SendMessage", message, LONGEST_ANSWER);
            if (answer.status() != 200) {
                throw new IllegalStateException(answer.sentence("the queue of follow-ups"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the queue of follow-ups cannot be reached", e);
        }
    }
}
