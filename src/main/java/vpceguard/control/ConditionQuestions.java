package vpceguard.control;

import java.util.List;
import java.util.Optional;
import vpceguard.perimeter.Clause;
import vpceguard.policy.Operator.Values;
import vpceguard.policy.Policy;
import vpceguard.policy.proof.Containment;

/// What is asked of one condition on one endpoint. An empty answer: the question does not arise.
///
/// @param through lets through what requests through the endpoint can be
record ConditionQuestions(ConditionLine line, Subject subject, Policy through) {
    static ConditionQuestions of(ConditionLine line, Subject subject) {
        return new ConditionQuestions(line, subject, ThroughEndpoint.of(subject, line.policy()));
    }

    /// Whether no request meets it, because it asks for the address that requests through an endpoint do not have.
    Optional<Containment> isNeverMet() {
        return line.condition().name().equals("aws:sourceip")
                ? Optional.of(within(line.alone(), PolicyLocksEveryoneOut.NOTHING))
                : Optional.empty();
    }

    /// Whether every request meets it. It is asked of the condition by itself, since one that only repeats what stands
    /// beside it is careful, not idle.
    Containment isAlwaysMet() {
        return within(line.bare(), line.alone());
    }

    /// Whether other statements let through what it holds back.
    Optional<Containment> isShadowed() {
        var others = line.others();
        return others.statements().isEmpty() ? Optional.empty() : Optional.of(within(line.left(), others));
    }

    /// Whether what passes it because the key is absent lies inside the perimeter all the same.
    Optional<Containment> isHarmlessWithoutKey() {
        return passesWithoutKey()
                ? clause().map(clause -> TellingWitness.of(
                        List.of(line.lacking(), through),
                        subject.ceiling().only(clause).policy(),
                        subject))
                : Optional.empty();
    }

    private boolean passesWithoutKey() {
        var operator = line.condition().operator();
        return !operator.negated()
                && (operator.ifExists() || operator.values() == Values.ALL)
                && line.statement().conditions().stream()
                        .noneMatch(other -> other.operator().name().equals("Null")
                                && other.name().equals(line.condition().name()));
    }

    /// The clause that a key is about.
    private Optional<Clause> clause() {
        var key = line.condition().name();
        if (key.startsWith("aws:principal")) {
            return Optional.of(Clause.IDENTITIES);
        }
        return key.startsWith("aws:resource") ? Optional.of(Clause.RESOURCES) : Optional.empty();
    }

    private Containment within(Policy policy, Policy other) {
        return Containment.of(
                List.of(policy, through), other, subject.endpoint().type());
    }
}
