package vpceguard.policy;

import java.util.List;
import java.util.random.RandomGenerator;

/// Draws pairs of policies: every other one of two that are drawn apart, the rest a policy and what one or two small
/// changes made of it.
public final class PolicyPairs {
    private final RandomGenerator random;
    private final NearMisses nearMisses;

    public PolicyPairs(RandomGenerator random) {
        this.random = random;
        this.nearMisses = new NearMisses(random);
    }

    /// Two policies.
    public List<Policy> next() {
        var policies = new RandomPolicies(random);
        var one = policies.next();
        if (random.nextBoolean()) {
            return List.of(one, policies.next());
        }
        var near = nearMisses.of(one);
        var other = random.nextBoolean() ? near : nearMisses.of(near);
        return random.nextBoolean() ? List.of(one, other) : List.of(other, one);
    }
}
