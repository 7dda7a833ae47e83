package vpceguard.policy.proof;

import java.util.List;
import vpceguard.policy.Statement;

/// The most that a policy may let through, in two forms that mean the same.
///
/// @param allows as Allow statements: a request is inside if one of them matches
/// @param denies as Deny statements: a request is inside if none of them matches
public record Bound(List<Statement> allows, List<Statement> denies) {
    public Bound {
        allows = List.copyOf(allows);
        denies = List.copyOf(denies);
    }

    /// Whether the bound leaves nothing out.
    public boolean isEverything() {
        return denies.isEmpty();
    }
}
