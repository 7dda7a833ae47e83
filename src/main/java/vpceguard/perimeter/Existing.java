package vpceguard.perimeter;

import java.util.Optional;

/// What the document says about findings that stood before: whether they are told or repaired, and when.
///
/// @param level `OFF`, `NOTIFY` or `REMEDIATE`; empty means `NOTIFY`
/// @param graceDays days from the first notice to the repair, where the level is `REMEDIATE`
/// @param cap how many are repaired on one day in all stacks; empty means as many as are due
public record Existing(Optional<Level> level, Optional<Integer> graceDays, Optional<Cap> cap) {
    public static final Existing NONE = new Existing(Optional.empty(), Optional.empty(), Optional.empty());

    /// This under a ring's, member by member.
    public Existing under(Existing ring) {
        return new Existing(ring.level.or(() -> level), ring.graceDays.or(() -> graceDays), ring.cap.or(() -> cap));
    }

    /// Whether anybody is to hear of it.
    public boolean isTold() {
        return level.orElse(Level.NOTIFY) != Level.OFF;
    }

    /// Whether a repair is asked for.
    public boolean isRepaired() {
        return level.filter(Level.REMEDIATE::equals).isPresent();
    }

    /// Whether a repair is asked for without a date for it, which would be a surprise.
    public boolean lacksGrace() {
        return isRepaired() && graceDays.isEmpty();
    }
}
