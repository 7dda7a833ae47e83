package vpceguard.lambda;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import vpceguard.aws.CannedAnswers;
import vpceguard.aws.Clients;
import vpceguard.flow.Invocation;

/// The whole pass over a sample event, some times over, against answers that never left the process. It has a guard
/// of its own, with settings of its own and nobody's credentials: the one for real events has seen nothing yet.
final class Priming {
    /// More do not make the first event faster (`docs/performance.md`).
    private static final int ROUNDS = 13;

    private Priming() {}

    /// What the handlers answered, the same each time.
    static String run(Map<String, String> environment) {
        var settings = Settings.from(sample(environment));
        var sample = sample();
        String answer = "";
        for (int round = 0; round < ROUNDS; round++) {
            var guard = Guard.of(settings, Clients.answeredBy(new CannedAnswers()));
            var output = new ByteArrayOutputStream();
            var invocation = new Invocation("priming", Instant.now().plusSeconds(60));
            try {
                EndpointChangeHandler.handle(
                        guard, new ByteArrayInputStream(sample.getBytes(StandardCharsets.UTF_8)), output, invocation);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            answer = output.toString(StandardCharsets.UTF_8);
        }
        return answer;
    }

    /// What is deployed, but for what would ask for other answers or write metrics.
    private static Map<String, String> sample(Map<String, String> environment) {
        var sample = new HashMap<>(environment);
        sample.putAll(Map.of(
                "MODE", "enforce",
                "ORGANIZATION_ID", "o-a1b2c3d4e5",
                "ACCOUNT_ID", "111122223333",
                "AWS_REGION", "us-east-1",
                "SECURITY_HUB", "off",
                "DASHBOARD", "off"));
        sample.keySet()
                .removeAll(Set.of(
                        "PERIMETER_DOCUMENT", "RING", "EVENT_BUS_ARN", "RECORDED_CALLS_GROUP", "SECURITY_TOPIC_ARN"));
        return sample;
    }

    private static String sample() {
        try (var in = Objects.requireNonNull(Priming.class.getResourceAsStream("/vpceguard/priming/create.json"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
