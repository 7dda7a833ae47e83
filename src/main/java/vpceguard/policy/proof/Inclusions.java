package vpceguard.policy.proof;

import java.util.List;
import java.util.Optional;
import vpceguard.model.EndpointType;
import vpceguard.policy.Policy;

/// The three inclusions that make a new policy the intersection of an old one and a bound: new ⊆ old, new ⊆ bound, and
/// old ∩ bound ⊆ new.
final class Inclusions {
    private Inclusions() {}

    /// Nothing if the procedure shows all three, else which one it does not.
    static Optional<String> fault(Policy old, Policy bound, Policy changed, EndpointType type) {
        return fault("the new policy is not shown to lie inside the old one", Containment.of(changed, old, type))
                .or(() -> fault(
                        "the new policy is not shown to lie inside the ceiling", Containment.of(changed, bound, type)))
                .or(() -> fault(
                        "the new policy is not shown to let through all that the old one and the ceiling do",
                        Containment.of(List.of(old, bound), changed, type)));
    }

    private static Optional<String> fault(String question, Containment answer) {
        return switch (answer) {
            case Containment.Contained() -> Optional.empty();
            case Containment.NotContained(var witness) -> Optional.of(question + ": " + witness.sentence());
            case Containment.Unknown(var reason) -> Optional.of(question + ": " + reason);
        };
    }
}
