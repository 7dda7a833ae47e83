package vpceguard.control;

import java.util.List;
import java.util.Set;
import vpceguard.policy.proof.Axiom;

/// A control's answer, in the four words of AWS Config.
public sealed interface ControlResult {
    /// What AWS says of requests, as far as the answer rests on it.
    default Set<Axiom> assumed() {
        return Set.of();
    }

    /// What was found; nothing unless the requirement is not met.
    default List<Finding> findings() {
        return List.of();
    }

    /// The requirement is met.
    record Compliant(Set<Axiom> assumed) implements ControlResult {
        public Compliant {
            assumed = Set.copyOf(assumed);
        }

        public Compliant() {
            this(Set.of());
        }
    }

    record NonCompliant(List<Finding> findings, Set<Axiom> assumed) implements ControlResult {
        public NonCompliant {
            findings = List.copyOf(findings);
            assumed = Set.copyOf(assumed);
        }
    }

    /// The requirement does not concern this endpoint.
    record NotApplicable(String reason) implements ControlResult {}

    /// The question could not be answered, which is never taken for compliance.
    record InsufficientData(String reason) implements ControlResult {}

    static ControlResult found(List<Finding> findings, Set<Axiom> assumed) {
        return findings.isEmpty() ? new Compliant(assumed) : new NonCompliant(findings, assumed);
    }

    static ControlResult found(Finding finding, Set<Axiom> assumed) {
        return found(List.of(finding), assumed);
    }

    static ControlResult found(List<Finding> findings) {
        return found(findings, Set.of());
    }

    static ControlResult found(Finding finding) {
        return found(finding, Set.of());
    }
}
