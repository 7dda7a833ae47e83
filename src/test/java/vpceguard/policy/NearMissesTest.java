package vpceguard.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/// Whatever can be read has near misses, and those have some in turn.
class NearMissesTest {
    @Test
    void everyPolicyHasNearMisses() {
        for (var text : Policies.fixtures().values()) {
            for (int seed = 0; seed < 50; seed++) {
                assertStepsAway(Policies.read(text), seed);
            }
        }
    }

    @Test
    void everyDrawnPolicyHasNearMisses() {
        for (int seed = 0; seed < 1_000; seed++) {
            assertStepsAway(new RandomPolicies(new Random(seed)).next(), seed);
        }
    }

    private static void assertStepsAway(Policy policy, int seed) {
        var nearMisses = new NearMisses(new Random(seed));
        for (int step = 0; step < 10; step++) {
            var near = nearMisses.of(policy);
            assertThat(near.source()).as("seed %d, step %d", seed, step).isNotEqualTo(policy.source());
            policy = near;
        }
    }
}
