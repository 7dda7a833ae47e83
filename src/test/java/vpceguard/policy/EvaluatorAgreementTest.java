package vpceguard.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import vpceguard.model.EndpointType;

/// Two evaluators that share only the reader, on requests near the boundaries of drawn policies and their near misses.
/// More decisions: `-Dvpceguard.decisions=1000000`.
class EvaluatorAgreementTest {
    private static final int DECISIONS = Integer.getInteger("vpceguard.decisions", 50_000);
    private static final int REQUESTS = 25;

    private final Map<Decision, Integer> counts = new EnumMap<>(Decision.class);

    @Test
    void bothDecideAlike() {
        var pairs = new PolicyPairs(new Random(20_260_101));
        var disagreements = new ArrayList<String>();
        for (long seed = 0; decided() < DECISIONS; seed++) {
            for (var policy : pairs.next()) {
                new RequestSampler(policy.statements())
                        .disagreement(seed, REQUESTS, request -> agree(policy, request))
                        .ifPresent(request -> disagreements.add(request + " under " + policy.source()));
            }
        }
        assertThat(disagreements).isEmpty();
        assertThat(counts.get(Decision.ALLOWED)).as("allowed").isGreaterThan(DECISIONS / 10);
        assertThat(counts.get(Decision.UNKNOWN)).as("left open").isLessThan(DECISIONS / 4);
    }

    private int decided() {
        return counts.getOrDefault(Decision.ALLOWED, 0) + counts.getOrDefault(Decision.DENIED, 0);
    }

    private boolean agree(Policy policy, ReferenceEvaluator.Request request) {
        var caller = request.caller().equals(ReferenceEvaluator.Caller.ANONYMOUS)
                ? Request.ANONYMOUS
                : request.caller().id();
        var decision = Evaluator.decide(
                policy,
                new Request(caller, request.action(), request.resource(), request.context(), true),
                EndpointType.INTERFACE);
        counts.merge(decision, 1, Integer::sum);
        return switch (decision) {
            case UNKNOWN -> true;
            case ALLOWED -> ReferenceEvaluator.allowsBySegment(policy, request);
            case DENIED -> !ReferenceEvaluator.allowsBySegment(policy, request);
        };
    }
}
