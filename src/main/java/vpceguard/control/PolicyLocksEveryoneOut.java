package vpceguard.control;

import java.util.List;
import java.util.Set;
import vpceguard.model.EndpointType;
import vpceguard.model.Severity;
import vpceguard.perimeter.Level;
import vpceguard.policy.Answers;
import vpceguard.policy.Policy;
import vpceguard.policy.proof.Axiom;
import vpceguard.policy.proof.Containment;
import vpceguard.policy.proof.Possible;

/// Finds a policy that lets nobody through. It is a mistake or an incident responder's doing, so it is only
/// told.
final class PolicyLocksEveryoneOut extends EndpointControl {
    private static final Answers<Question, Possible> ANSWERS = new Answers<>(32);

    private record Question(Policy policy, Policy through, EndpointType type) {
        Possible answer() {
            return Possible.of(List.of(policy, through), Policy.NOTHING, type);
        }
    }

    PolicyLocksEveryoneOut() {
        super("policy-locks-everyone-out", "the endpoint policy allows nothing", Level.NOTIFY, Matter.POLICY);
    }

    @Override
    public ControlResult check(Subject subject) {
        return subject.policy()
                .judge(policy -> policy.allows().findAny().isEmpty()
                        ? found("it has no Allow statement", "no Allow statement", Set.of())
                        : check(policy, subject));
    }

    private ControlResult check(Policy policy, Subject subject) {
        var question = new Question(
                policy, ThroughEndpoint.of(subject, policy), subject.endpoint().type());
        var answer = ANSWERS.to(question, Question::answer);
        return switch (answer.containment()) {
            case Containment.Contained() ->
                found(
                        "no request through this endpoint meets an Allow and no Deny",
                        "nothing is let through",
                        answer.assumed());
            case Containment.NotContained _ -> new ControlResult.Compliant(answer.assumed());
            case Containment.Unknown(var reason) -> new ControlResult.InsufficientData(reason);
        };
    }

    private ControlResult found(String cause, String observed, Set<Axiom> assumed) {
        return ControlResult.found(
                finding(
                        Severity.HIGH,
                        "the policy lets nobody through, since " + cause
                                + "; everything that uses the endpoint fails, so correct it unless it was closed on purpose",
                        new Evidence("/Statement", observed, "at least one request")),
                assumed);
    }
}
