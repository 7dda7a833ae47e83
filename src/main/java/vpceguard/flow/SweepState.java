package vpceguard.flow;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// Where the sweep of a Region stands.
///
/// @param installedAt when the first one began: what is older stood before
/// @param startedAt when the last one began
/// @param cursor the endpoint after which it goes on, if it was cut off; no id, if at the first; empty once it ended
/// @param unheard how often something was seen whose event had not come, since people were told
/// @param told keys of what was told about VPCs
/// @param owed ids of endpoints of which copies failed
/// @param perimeter digest of the perimeter document that the last one went by; empty in older states
public record SweepState(
        Instant installedAt,
        Instant startedAt,
        Optional<String> cursor,
        int unheard,
        Set<String> told,
        Set<String> owed,
        Optional<String> perimeter) {
    /// So often, and no event comes: one change seen by two sweeps, or two endpoints made.
    static final int CERTAIN = 2;

    public SweepState {
        told = Set.copyOf(told);
        owed = Set.copyOf(owed);
    }

    static SweepState first(Instant now) {
        return new SweepState(now, now, Optional.empty(), 0, Set.of(), Set.of(), Optional.empty());
    }

    SweepState startedAt(Instant now) {
        return new SweepState(installedAt, now, Optional.empty(), unheard, told, owed, perimeter);
    }

    SweepState at(Optional<String> endpoint) {
        return new SweepState(installedAt, startedAt, endpoint, unheard, told, owed, perimeter);
    }

    /// The same look from its beginning, as far as this invocation had a part in it.
    SweepState again() {
        return at(Optional.of(cursor.orElse("")));
    }

    /// Whether endpoints were seen in this same look before.
    boolean isRepeated() {
        return cursor.equals(Optional.of(""));
    }

    SweepState over() {
        return at(Optional.empty());
    }

    SweepState told(Set<String> keys) {
        return new SweepState(installedAt, startedAt, cursor, unheard, keys, owed, perimeter);
    }

    SweepState unheard(int times) {
        return new SweepState(installedAt, startedAt, cursor, times, told, owed, perimeter);
    }

    SweepState owed(Set<String> what) {
        return new SweepState(installedAt, startedAt, cursor, unheard, told, what, perimeter);
    }

    SweepState by(String perimeter) {
        return new SweepState(installedAt, startedAt, cursor, unheard, told, owed, Optional.of(perimeter));
    }
}
