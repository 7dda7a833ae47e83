package vpceguard.control;

import java.util.List;
import java.util.Optional;
import vpceguard.json.Parsed;
import vpceguard.json.Quoted;
import vpceguard.model.Severity;
import vpceguard.perimeter.Level;
import vpceguard.policy.Policy;
import vpceguard.policy.PolicyReader;
import vpceguard.policy.proof.Containment;

/// Finds a change of policy that lets through more than the policy before it, even if it lies within the
/// perimeter.
final class PolicyWidened extends EndpointControl {
    static final String ID = "policy-widened";

    PolicyWidened() {
        super(ID, "the endpoint policy lets through more than it did", Level.OFF, Matter.POLICY, Matter.CALL);
    }

    @Override
    public ControlResult check(Subject subject) {
        return subject.policy()
                .judge(policy -> subject.before()
                        .intent()
                        .map(intent -> check(policy, intent, subject))
                        .orElse(new ControlResult.NotApplicable("no policy is known from before the change")));
    }

    private ControlResult check(Policy policy, String intent, Subject subject) {
        return switch (PolicyReader.read(intent)) {
            case Parsed.Malformed<Policy> malformed ->
                new ControlResult.InsufficientData("the policy before cannot be read: " + malformed);
            case Parsed.Ok<Policy>(var before) -> {
                var answer = TellingWitness.of(List.of(policy), before, subject);
                yield switch (answer.containment()) {
                    case Containment.Contained() -> new ControlResult.Compliant(answer.assumed());
                    case Containment.Unknown(var reason) -> new ControlResult.InsufficientData(reason);
                    case Containment.NotContained(var witness) ->
                        ControlResult.found(
                                new Finding(
                                        ID,
                                        Severity.LOW,
                                        "the change lets through what the policy before did not, for one: "
                                                + Quoted.of(witness.sentence()) + "; check that this is wanted",
                                        new Evidence("/Statement", witness.sentence(), "no more than before"),
                                        Optional.of(witness)),
                                answer.assumed());
                };
            }
        };
    }
}
