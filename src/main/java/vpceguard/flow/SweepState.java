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
/// @param isUntold whether people could not be told something that the look found so far
/// @param isRepeated whether the look is the same from its beginning, since people could not be told something
public record SweepState(
        Instant installedAt,
        Instant startedAt,
        Optional<String> cursor,
        int unheard,
        Set<String> told,
        Set<String> owed,
        Optional<String> perimeter,
        boolean isUntold,
        boolean isRepeated) {
    /// So often, and no event comes: one change seen by two sweeps, or two endpoints made.
    static final int CERTAIN = 2;

    public SweepState {
        told = Set.copyOf(told);
        owed = Set.copyOf(owed);
    }

    static SweepState first(Instant now) {
        return new SweepState(now, now, Optional.empty(), 0, Set.of(), Set.of(), Optional.empty(), false, false);
    }

    SweepState startedAt(Instant now) {
        return new SweepState(installedAt, now, Optional.empty(), unheard, told, owed, perimeter, false, false);
    }

    SweepState at(Optional<String> endpoint) {
        return new SweepState(installedAt, startedAt, endpoint, unheard, told, owed, perimeter, isUntold, isRepeated);
    }

    /// The same once it was sent, or not. A look gets to its end all the same, since events may be lost while nobody
    /// can be told; what could not be told is found again by the same look from its beginning.
    SweepState sent(boolean isAllTold) {
        boolean isLeft = isUntold || !isAllTold;
        return cursor.isEmpty() && isLeft
                ? new SweepState(installedAt, startedAt, Optional.of(""), unheard, told, owed, perimeter, false, true)
                : new SweepState(installedAt, startedAt, cursor, unheard, told, owed, perimeter, isLeft, isRepeated);
    }

    SweepState over() {
        return at(Optional.empty());
    }

    SweepState told(Set<String> keys) {
        return new SweepState(installedAt, startedAt, cursor, unheard, keys, owed, perimeter, isUntold, isRepeated);
    }

    SweepState unheard(int times) {
        return new SweepState(installedAt, startedAt, cursor, times, told, owed, perimeter, isUntold, isRepeated);
    }

    SweepState owed(Set<String> what) {
        return new SweepState(installedAt, startedAt, cursor, unheard, told, what, perimeter, isUntold, isRepeated);
    }

    SweepState by(String perimeter) {
        return new SweepState(
                installedAt, startedAt, cursor, unheard, told, owed, Optional.of(perimeter), isUntold, isRepeated);
    }
}
