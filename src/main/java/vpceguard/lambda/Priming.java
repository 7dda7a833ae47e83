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
import vpceguard.aws.Services;
import vpceguard.aws.priming.CannedAnswers;
import vpceguard.aws.priming.Loopback;
import vpceguard.flow.Invocation;

/// Warms up the code before the first event: some passes over a sample event, against answers from within
/// the process. They run on the clients that real events use later, but with settings and guards of their
/// own, so that nothing of the sample is remembered.
final class Priming {
    /// Enough for what each pass calls once to be compiled; more do not make the first event faster
    /// (`docs/performance.md`).
    private static final int ROUNDS = 100;

    /// Each so many one is of what fewer events ask: another kind of endpoint, and Organizations.
    private static final int UNUSUAL = 5;

    private Priming() {}

    /// What the handlers answered, the same each time.
    static String run(Map<String, String> environment, Services services) {
        return run(environment, services, ROUNDS);
    }

    static String run(Map<String, String> environment, Services services, int rounds) {
        var sample = sample();
        var output = new ByteArrayOutputStream();
        try (var loopback = Loopback.open()) {
            for (int round = 0; round < rounds; round++) {
                // Another one each time: answers that are remembered warm nothing.
                var organization = "o-%010d".formatted(round);
                var guard = Guard.of(Settings.from(sample(environment, organization)), services);
                output.reset();
                loopback.answer(new CannedAnswers(organization, round % UNUSUAL != 0));
                services.clients().answeredBy(loopback, () -> handle(guard, sample, output));
            }
            loopback.refuse();
        }
        return output.toString(StandardCharsets.UTF_8);
    }

    private static void handle(Guard guard, String event, ByteArrayOutputStream output) {
        var input = new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8));
        try {
            EndpointChangeHandler.handle(
                    guard,
                    input,
                    output,
                    new Invocation("priming", Instant.now().plusSeconds(60)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What is deployed, but for what would ask for other answers or write metrics.
    private static Map<String, String> sample(Map<String, String> environment, String organization) {
        var sample = new HashMap<>(environment);
        sample.putAll(Map.of(
                "MODE", "enforce",
                "ORGANIZATION_ID", organization,
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
