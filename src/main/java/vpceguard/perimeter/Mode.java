package vpceguard.perimeter;

import java.util.Locale;
import java.util.Optional;

/// Whether this function may write anything.
public enum Mode {
    /// Says what it would do.
    OBSERVE,
    /// Does it.
    ENFORCE;

    /// The word for it, as the template has it.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The more careful of the two.
    public Mode with(Optional<Mode> other) {
        return other.filter(OBSERVE::equals).orElse(this);
    }
}
