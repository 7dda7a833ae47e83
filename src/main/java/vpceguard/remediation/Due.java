package vpceguard.remediation;

import java.time.Instant;
import java.util.Optional;
import vpceguard.json.Json;
import vpceguard.perimeter.Mode;

/// The date on which a finding that stood before is repaired.
///
/// @param mode in which that was said: where nothing is written, it only says what would be
/// @param refusal the last time that EC2 refused it
public record Due(Instant date, Mode mode, Optional<Refusal> refusal) {
    public Due(Instant date, Mode mode) {
        this(date, mode, Optional.empty());
    }

    public Due refused(Refusal again) {
        return new Due(date, mode, Optional.of(again));
    }

    /// The same as it is in that mode.
    public Due in(Mode other) {
        return new Due(date, other, refusal);
    }

    /// Whether it is so, or would be, in that mode.
    public boolean holdsIn(Mode other) {
        return isMade() || other == Mode.OBSERVE;
    }

    public boolean isMade() {
        return mode == Mode.ENFORCE;
    }

    /// When it is repaired, if that is to be expected.
    public Optional<Instant> expected() {
        return Optional.of(date).filter(_ -> isMade() && refusal.isEmpty());
    }

    /// For people, after what is to be repaired.
    public String sentence() {
        return refusal.map(refused ->
                        "due on " + date + ", but EC2 refused it on " + refused.at() + ": " + refused.reason())
                .orElseGet(() -> (isMade() ? "repaired after " : "would be repaired after ") + date);
    }

    public void write(Json.Builder json) {
        json.put(isMade() ? "repairedAfter" : "wouldBeRepairedAfter", date.toString());
        refusal.ifPresent(refused -> json.put("refused", refused.reason()));
    }
}
