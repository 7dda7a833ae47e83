package vpceguard.control;

import java.util.List;
import java.util.Optional;
import vpceguard.model.EndpointType;
import vpceguard.model.Severity;
import vpceguard.perimeter.Answers;
import vpceguard.perimeter.Ceiling;
import vpceguard.perimeter.Clause;
import vpceguard.policy.Callers;
import vpceguard.policy.Policy;
import vpceguard.policy.Request;
import vpceguard.policy.proof.Containment;
import vpceguard.policy.proof.KnownInside;
import vpceguard.policy.proof.Possible;

/// What the controls share that ask whether a policy lies inside a clause of its ceiling.
final class Beyond {
    private static final Answers<Question, ControlResult> ANSWERS = new Answers<>(32);

    private Beyond() {}

    private record Question(String controlId, Clause clause, Policy policy, Ceiling ceiling, EndpointType type) {}

    static ControlResult check(Control control, Clause clause, Subject subject) {
        return subject.policy()
                .judge(policy -> ANSWERS.to(
                        new Question(
                                control.id(),
                                clause,
                                policy,
                                subject.ceiling().only(clause),
                                subject.endpoint().type()),
                        Beyond::answer));
    }

    private static ControlResult answer(Question asked) {
        return KnownInside.of(asked.policy(), asked.ceiling().bound()).isPresent()
                ? new ControlResult.Compliant()
                : check(asked.controlId(), asked.clause(), asked.policy(), asked.ceiling(), asked.type());
    }

    private static ControlResult check(
            String controlId, Clause clause, Policy policy, Ceiling ceiling, EndpointType type) {
        var answer = Possible.of(List.of(policy), ceiling.policy(), type);
        return switch (answer.containment()) {
            case Containment.Contained() -> new ControlResult.Compliant(answer.assumed());
            case Containment.Unknown(var reason) -> new ControlResult.InsufficientData(reason);
            case Containment.NotContained(var any) -> {
                var write = write(policy, ceiling, type);
                var written = write.flatMap(Possible::witness);
                var witness = written.orElse(any);
                yield ControlResult.found(
                        new Finding(
                                controlId,
                                severity(clause, policy, written),
                                "the policy lets through what lies outside the perimeter, for one: "
                                        + witness.sentence(),
                                new Evidence(
                                        "/Statement",
                                        witness.sentence(),
                                        "only requests that the ceiling lets through"),
                                Optional.of(witness)),
                        write.orElse(answer).assumed());
            }
        };
    }

    /// The same for a call that writes and that a reader knows, if one is let through.
    private static Optional<Possible> write(Policy policy, Ceiling ceiling, EndpointType type) {
        return ceiling.example()
                .map(example -> Possible.of(List.of(policy, example), ceiling.policy(), type))
                .filter(answer -> answer.witness().isPresent());
    }

    /// Critical if anybody at all may write, also somebody whom the policy does not name.
    private static Severity severity(Clause clause, Policy policy, Optional<Request> write) {
        return switch (clause) {
            case RESOURCES, STATEMENTS -> Severity.MEDIUM;
            case IDENTITIES ->
                write.map(Request::principal)
                                .filter(caller -> Callers.account(caller)
                                        .map(account -> !policy.text().contains(account))
                                        .orElse(caller.equals(Request.ANONYMOUS)))
                                .isPresent()
                        ? Severity.CRITICAL
                        : Severity.HIGH;
        };
    }
}
