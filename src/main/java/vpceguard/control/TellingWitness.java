package vpceguard.control;

import java.util.ArrayList;
import java.util.List;
import vpceguard.policy.Policy;
import vpceguard.policy.proof.Containment;
import vpceguard.policy.proof.Possible;

/// Containment among possible requests, with a call that a reader knows as its witness, where there is one.
final class TellingWitness {
    private TellingWitness() {}

    static Containment of(List<Policy> policies, Policy within, Subject subject) {
        var type = subject.endpoint().type();
        var answer = Possible.of(policies, within, type).containment();
        return answer instanceof Containment.NotContained
                ? subject.ceiling()
                        .example()
                        .map(example -> {
                            var calls = new ArrayList<>(policies);
                            calls.add(example);
                            return Possible.of(calls, within, type).containment();
                        })
                        .filter(Containment.NotContained.class::isInstance)
                        .orElse(answer)
                : answer;
    }
}
