package vpceguard.control;

import java.util.List;
import java.util.Set;
import vpceguard.policy.proof.Axiom;

/// A control's answer, in the four words of AWS Config.
public sealed interface ControlResult {
    /// The requirement is met.
    ///
    /// @param assumed what AWS says of requests, as far as the answer rests on it
    record Compliant(Set<Axiom> assumed) implements ControlResult {
        public Compliant {
            assumed = Set.copyOf(assumed);
        }

        public Compliant() {
            this(Set.of());
        }
    }

    record NonCompliant(List<Finding> findings) implements ControlResult {
        public NonCompliant {
            findings = List.copyOf(findings);
        }
    }

    /// The requirement does not concern this endpoint.
    record NotApplicable(String reason) implements ControlResult {}

    /// The question could not be answered, which is never taken for compliance.
    record InsufficientData(String reason) implements ControlResult {}

    static ControlResult found(List<Finding> findings) {
        return findings.isEmpty() ? new Compliant() : new NonCompliant(findings);
    }

    static ControlResult found(Finding finding) {
        return new NonCompliant(List.of(finding));
    }
}
