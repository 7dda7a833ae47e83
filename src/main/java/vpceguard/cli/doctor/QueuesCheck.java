package vpceguard.cli.doctor;

import java.util.List;
import java.util.stream.Stream;
import vpceguard.json.Json;

/// Whether failed events wait in the stack's queues.
final class QueuesCheck implements Check {
    private static final String WAITING = "ApproximateNumberOfMessages";

    @Override
    public List<Sign> signs(DeployedStack stack, Questions aws) {
        return Stream.of("FailedQueueUrl", "UndeliveredQueueUrl")
                .flatMap(output -> stack.output(output).map(url -> signs(output, url, aws)).orElse(List.of()).stream())
                .toList();
    }

    private static List<Sign> signs(String output, String url, Questions aws) {
        var question = Json.object()
                .put("QueueUrl", url)
                .put("AttributeNames", List.of(WAITING))
                .build();
        return aws.signs("queue", "sqs", "GetQueueAttributes", question, answer -> {
            long waiting = Questions.number(answer, "Attributes", WAITING);
            return List.of(
                    waiting == 0
                            ? Sign.well("queue", output + " is empty")
                            : Sign.ill(
                                    "queue",
                                    output + " holds " + waiting + " events that were not dealt with",
                                    "read them, put right what they name, then ./vpce-guard redrive; what they opened is only told without that"));
        });
    }
}
