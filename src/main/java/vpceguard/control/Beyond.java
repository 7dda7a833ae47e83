package vpceguard.control;

import java.util.List;
import java.util.Optional;
import vpceguard.json.Json;
import vpceguard.model.EndpointType;
import vpceguard.model.Severity;
import vpceguard.perimeter.Ceiling;
import vpceguard.perimeter.Clause;
import vpceguard.policy.Answers;
import vpceguard.policy.Callers;
import vpceguard.policy.Policy;
import vpceguard.policy.PolicyReader;
import vpceguard.policy.Request;
import vpceguard.policy.proof.Containment;
import vpceguard.policy.proof.KnownInside;
import vpceguard.policy.proof.Possible;

/// What the controls share that ask whether a policy lets through more than one clause of its ceiling.
final class Beyond {
    private static final Answers<Question, ControlResult> ANSWERS = new Answers<>(32);

    private Beyond() {}

    private record Question(Clause clause, Policy policy, Ceiling ceiling, EndpointType type) {
        Possible outside(List<Policy> policies) {
            var within = ceiling.policy();
            return Possible.of(ThroughEndpoint.calls(ceiling.service(), policies, within), within, type);
        }

        /// One of those calls that is let through.
        Optional<Possible> call(Policy calls) {
            return Optional.of(outside(List.of(policy, calls)))
                    .filter(answer -> answer.witness().isPresent());
        }
    }

    static ControlResult check(Clause clause, Subject subject) {
        return subject.policy()
                .judge(policy -> ANSWERS.to(
                        new Question(
                                clause,
                                policy,
                                subject.ceiling().only(clause),
                                subject.endpoint().type()),
                        Beyond::answer));
    }

    /// A call that writes and that a reader knows is looked for first: it says most, and settles the question.
    private static ControlResult answer(Question asked) {
        if (KnownInside.of(asked.policy(), asked.ceiling().bound()).isPresent()) {
            return new ControlResult.Compliant();
        }
        var example = asked.ceiling().example();
        var write = example.flatMap(asked::call)
                .or(() -> example.map(Beyond::onAnything).flatMap(asked::call));
        var answer = write.orElseGet(() -> asked.outside(List.of(asked.policy())));
        return switch (answer.containment()) {
            case Containment.Contained() -> new ControlResult.Compliant(answer.assumed());
            case Containment.Unknown(var reason) -> new ControlResult.InsufficientData(reason);
            case Containment.NotContained(var witness) ->
                ControlResult.found(
                        new Finding(
                                asked.clause().controlId(),
                                severity(asked.clause(), asked.policy(), write.flatMap(Possible::witness)),
                                "the policy lets through what lies outside the perimeter, for one: "
                                        + witness.sentence(),
                                new Evidence(
                                        "/Statement",
                                        witness.sentence(),
                                        "only requests that the ceiling lets through"),
                                Optional.of(witness)),
                        answer.assumed());
        };
    }

    /// The same calls, whatever they are upon: a policy may let through what an intruder owns and nothing else.
    private static Policy onAnything(Policy calls) {
        return PolicyReader.own(calls.statements().stream()
                .map(call -> call.source().with("Resource", new Json.Str("*")))
                .toList());
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
