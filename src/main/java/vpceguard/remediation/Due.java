package vpceguard.remediation;

import java.time.Instant;
import vpceguard.perimeter.Mode;

/// When what stood before is repaired.
///
/// @param mode in which that was said: where nothing is written, it only says what would be
public record Due(Instant date, Mode mode) {
    /// Whether it is so, or would be, in that mode.
    public boolean holdsIn(Mode other) {
        return isMade() || other == Mode.OBSERVE;
    }

    public boolean isMade() {
        return mode == Mode.ENFORCE;
    }

    /// For people, after what is to be repaired.
    public String sentence() {
        return (isMade() ? "repaired after " : "would be repaired after ") + date;
    }
}
