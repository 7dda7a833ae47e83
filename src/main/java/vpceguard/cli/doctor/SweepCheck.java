package vpceguard.cli.doctor;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import vpceguard.json.Json;

/// Whether every endpoint was looked at within a day.
record SweepCheck(Instant now) implements Check {
    private static final Duration DAILY = Duration.ofHours(26);

    @Override
    public List<Sign> signs(DeployedStack stack, Questions aws) {
        var key = Json.object()
                .put("pk", Json.object().put("S", "sweep").build())
                .put("sk", Json.object().put("S", "state").build())
                .build();
        return stack.output("LedgerTable")
                .map(table -> aws.signs(
                        "sweep",
                        "dynamodb",
                        "GetItem",
                        Json.object().put("TableName", table).put("Key", key).build(),
                        answer -> List.of(sign(answer.textAt("Item", "startedAt", "S"), stack))))
                .orElseGet(() -> List.of(Sign.ill("sweep", "the stack has no output LedgerTable", "deploy it again")));
    }

    private Sign sign(Optional<String> startedAt, DeployedStack stack) {
        // Who waits for the answer of a long sweep begins another one after a minute: AWS's command line tries again.
        var start = "aws lambda invoke --invocation-type Event --function-name "
                + stack.output("SweepFunctionName").orElse("SWEEP") + " /dev/stdout";
        if (startedAt.isEmpty()) {
            return Sign.odd("sweep", "no sweep was made yet", start);
        }
        var age = Duration.between(Instant.parse(startedAt.get()), now);
        return age.compareTo(DAILY) < 0
                ? Sign.well("sweep", "the last one began " + age.toHours() + " hours ago")
                : Sign.ill(
                        "sweep",
                        "the last one began " + age.toHours() + " hours ago",
                        start + ", and look at the log of the function");
    }
}
