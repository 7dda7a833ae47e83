package vpceguard.control;

import java.util.Optional;
import java.util.Set;
import vpceguard.json.Quoted;
import vpceguard.model.Severity;

/// What the controls over security groups, subnets and route tables share: each id that an endpoint has must
/// be approved.
final class ApprovedSet {
    private ApprovedSet() {}

    /// Checks one kind.
    ///
    /// @param pointer where its ids stand in an endpoint
    /// @param kind what they are, in plural
    static ControlResult check(
            Control control, String pointer, String kind, Set<String> present, Optional<Set<String>> approved) {
        if (present.isEmpty()) {
            return new ControlResult.NotApplicable("the endpoint has no " + kind);
        }
        if (approved.isEmpty()) {
            return new ControlResult.NotApplicable("no approved " + kind + " are configured");
        }
        return ControlResult.found(present.stream()
                .filter(id -> !approved.get().contains(id))
                .sorted()
                .map(id -> control.finding(
                        Severity.MEDIUM,
                        Quoted.of(id) + " is not in the approved set; take it off the endpoint, or approve it",
                        new Evidence(pointer, id, "one of the approved set")))
                .toList());
    }
}
