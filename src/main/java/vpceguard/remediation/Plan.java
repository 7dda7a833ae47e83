package vpceguard.remediation;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import vpceguard.perimeter.Perimeter;
import vpceguard.remediation.Remediation.Revert;
import vpceguard.remediation.Remediation.Tighten;

/// What to do about one endpoint, as a value: it can be told, compared and refused before anything is done.
///
/// @param restraints why something else that an endpoint would need is not done
public record Plan(Optional<Tighten> tighten, Optional<Revert> revert, List<Restraint> restraints) {
    public Plan {
        restraints = List.copyOf(restraints);
    }

    /// The same with one restraint more.
    public Plan with(Optional<Restraint> restraint) {
        return new Plan(
                tighten,
                revert,
                Stream.concat(restraints.stream(), restraint.stream()).toList());
    }

    /// Whether another perimeter than the one it was made under asks for its reversal too.
    public boolean isRevertWanted(Perimeter perimeter) {
        return revert.map(planned -> Reversal.isWanted(planned, perimeter)).orElse(true);
    }

    /// Whether anything would be written.
    public boolean writes() {
        return tighten.isPresent() || revert.isPresent();
    }
}
