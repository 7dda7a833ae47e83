package vpceguard.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.ArrayList;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;
import vpceguard.json.Parsed;
import vpceguard.model.EndpointType;
import vpceguard.perimeter.Ceiling;
import vpceguard.policy.Decision;
import vpceguard.policy.Evaluator;
import vpceguard.policy.Policy;
import vpceguard.policy.PolicyReader;
import vpceguard.policy.ReferenceEvaluator;
import vpceguard.policy.Request;
import vpceguard.policy.RequestSampler;
import vpceguard.policy.WritingRules;
import vpceguard.policy.proof.ProofCheck;
import vpceguard.policy.proof.Tightening;

/// Read, tightened, proved: whatever the policy and the ceiling, what is written lets through what both let through
/// and nothing else.
class RepairFuzz {
    private static final int REQUESTS = 8;

    /// Enough for a test run; the rest is drawn at random.
    static Stream<byte[]> seeds() {
        return IntStream.range(0, 60).mapToObj(seed -> new byte[] {(byte) seed});
    }

    @MethodSource("seeds")
    @FuzzTest
    void aRepairIsTheIntersection(byte[] bytes) {
        var choices = new Choices(bytes);
        var type = choices.nextBoolean() ? EndpointType.INTERFACE : EndpointType.GATEWAY;
        var drawn = new DrawnPolicies(choices);
        var old = drawn.next();
        if (choices.nextBoolean()) {
            var ceiling = drawn.ceiling();
            var tightening = Tightening.of(old, ceiling.bound(), Optional.empty(), type);
            isTheIntersection(tightening, old, ceiling.policy(), type);
            isProved(tightening, old, ceiling, type);
        } else {
            var ceiling = drawn.next();
            isTheIntersection(Tightening.of(old, ceiling, type), old, ceiling, type);
        }
    }

    private static void isProved(Tightening tightening, Policy old, Ceiling ceiling, EndpointType type) {
        assertThat(tightening).isNotInstanceOf(Tightening.Refused.class);
        if (tightening instanceof Tightening.Written(var policy, var proof)) {
            assertThat(ProofCheck.fault(proof, old.text(), policy.text(), ceiling.bound(), type))
                    .isEmpty();
            assertThat(Tightening.of(policy, ceiling.bound(), Optional.empty(), type))
                    .isInstanceOf(Tightening.Unchanged.class);
        }
    }

    private static void isTheIntersection(Tightening tightening, Policy old, Policy ceiling, EndpointType type) {
        switch (tightening) {
            case Tightening.Refused(var reason) -> assertThat(reason).isNotBlank();
            case Tightening.Unchanged _ -> isTheIntersection(old, old, ceiling, type);
            case Tightening.Written(var policy, var proof) -> {
                assertThat(PolicyReader.read(policy.text())).isEqualTo(new Parsed.Ok<>(policy));
                assertThat(WritingRules.fault(policy, old, type)).isEmpty();
                assertThat(proof.json()).isNotNull();
                isTheIntersection(policy, old, ceiling, type);
            }
        }
    }

    private static void isTheIntersection(Policy policy, Policy old, Policy ceiling, EndpointType type) {
        var near = new ArrayList<>(old.statements());
        near.addAll(ceiling.statements());
        var disagreement = new RequestSampler(near)
                .disagreement(
                        old.text().hashCode(),
                        REQUESTS,
                        request -> !exists(request)
                                || (decisionsAgree(policy, old, ceiling, request, type)
                                        && readingsAgree(policy, old, ceiling, request, type)));
        assertThat(disagreement)
                .as("%s of %s and %s", policy.text(), old.text(), ceiling.text())
                .isEmpty();
    }

    /// Near misses of patterns may be names that no call has.
    private static boolean exists(ReferenceEvaluator.Request request) {
        return request.action().matches("(?s)[^:]+:.+") && request.resource().matches("(?s)\\*|arn:([^:]*:){4}.+");
    }

    private static boolean decisionsAgree(
            Policy policy, Policy old, Policy ceiling, ReferenceEvaluator.Request drawn, EndpointType type) {
        var caller = drawn.caller().equals(ReferenceEvaluator.Caller.ANONYMOUS)
                ? Request.ANONYMOUS
                : drawn.caller().id();
        var request = new Request(caller, drawn.action(), drawn.resource(), drawn.context(), true);
        var was = Evaluator.decide(old, request, type);
        var may = Evaluator.decide(ceiling, request, type);
        return switch (Evaluator.decide(policy, request, type)) {
            case ALLOWED -> was != Decision.DENIED && may != Decision.DENIED;
            case DENIED -> was != Decision.ALLOWED || may != Decision.ALLOWED;
            case UNKNOWN -> true;
        };
    }

    /// By an evaluator that shares nothing with the procedure, and knows interface endpoints only.
    private static boolean readingsAgree(
            Policy policy, Policy old, Policy ceiling, ReferenceEvaluator.Request request, EndpointType type) {
        return type.equals(EndpointType.GATEWAY)
                || (ReferenceEvaluator.allows(policy, request)
                                == (ReferenceEvaluator.allows(old, request)
                                        && ReferenceEvaluator.allows(ceiling, request))
                        && ReferenceEvaluator.allowsBySegment(policy, request)
                                == (ReferenceEvaluator.allowsBySegment(old, request)
                                        && ReferenceEvaluator.allowsBySegment(ceiling, request)));
    }
}
