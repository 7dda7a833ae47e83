package vpceguard.control;

import java.util.ArrayList;
import java.util.List;
import vpceguard.policy.Policy;
import vpceguard.policy.proof.Possible;

/// Containment among possible requests, whose witness is a call that readers know, where there is one.
final class TellingWitness {
    private TellingWitness() {}

    static Possible of(List<Policy> asked, Policy within, Subject subject) {
        var type = subject.endpoint().type();
        var policies = ThroughEndpoint.calls(subject.ceiling().service(), asked, within);
        var answer = Possible.of(policies, within, type);
        return answer.witness()
                .flatMap(_ -> subject.ceiling().example())
                .map(example -> {
                    var calls = new ArrayList<>(policies);
                    calls.add(example);
                    return Possible.of(calls, within, type);
                })
                .filter(telling -> telling.witness().isPresent())
                .orElse(answer);
    }
}
