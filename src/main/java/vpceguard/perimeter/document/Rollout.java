package vpceguard.perimeter.document;

import java.time.LocalDate;
import java.util.Optional;

/// When a document that narrows a ceiling takes effect: first in one ring, later in all others.
///
/// @param ring the ring that does so at once
/// @param applyAfter the day from whose beginning, in UTC, all others do
public record Rollout(Optional<String> ring, LocalDate applyAfter) {
    /// `{"ring"?, "applyAfter"}`
    static Rollout read(Node node) {
        var members = node.members("ring", "applyAfter");
        return new Rollout(members.optional("ring", Form.RING), members.required("applyAfter", Dates::read));
    }
}
