package vpceguard.perimeter;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The levels of controls that a document or parameter sets; all others have their defaults.
///
/// @param every of every control that is not named, `"*"`
/// @param named by the control's id
public record Levels(Optional<Level> every, Map<String, Level> named) {
    public static final Levels NONE = new Levels(Optional.empty(), Map.of());

    public Levels {
        named = Map.copyOf(named);
    }

    /// The level of a control.
    ///
    /// @param byDefault its own default, if nothing is written for it
    public Level of(String controlId, Level byDefault) {
        return Optional.ofNullable(named.get(controlId)).or(() -> every).orElse(byDefault);
    }

    /// These under a ring's: its `"*"` overrides every level here, else its own entries override those named alike.
    public Levels under(Levels ring) {
        if (ring.every.isPresent()) {
            return ring;
        }
        var both = new HashMap<>(named);
        both.putAll(ring.named);
        return new Levels(every, both);
    }

    /// The clauses whose control is at `remediate`: only these are ever written.
    public Set<Clause> writtenClauses() {
        var written = EnumSet.noneOf(Clause.class);
        for (var clause : Clause.values()) {
            if (of(clause.controlId(), clause.defaultLevel()) == Level.REMEDIATE) {
                written.add(clause);
            }
        }
        return written;
    }

    Levels with(String controlId, Level level) {
        return under(new Levels(Optional.empty(), Map.of(controlId, level)));
    }
}
