package vpceguard.perimeter;

import java.util.Set;

/// How repairs are rehearsed on recorded calls (the document's member `rehearsal`).
///
/// @param controls ids of the controls for which no repair is made by itself while it would have denied a trusted
/// caller
/// @param days how far back calls count
/// @param members all accounts of the organizations; empty if that is not known
public record RehearsalRules(Set<String> controls, int days, Set<String> members) {
    /// How many days back calls count if nothing is said of it.
    public static final int USUAL_DAYS = 30;

    public static final RehearsalRules USUAL = new RehearsalRules(Set.of(), USUAL_DAYS, Set.of());

    public RehearsalRules {
        controls = Set.copyOf(controls);
        members = Set.copyOf(members);
    }
}
