package vpceguard.policy.proof;

import java.util.ArrayList;
import java.util.Optional;
import vpceguard.policy.Effect;
import vpceguard.policy.proof.Space.Sides;

/// The search for requests of a space that all policies but the last let through, and the last does not.
final class Search {
    private final Space space;
    private final int right;
    private final Cover cover;

    Search(Space space, int right) {
        this.space = space;
        this.right = right;
        this.cover = new Cover(space.offsets());
    }

    /// Whether there were too many cases; then what was found may be wrong.
    boolean exhausted() {
        return cover.exhausted();
    }

    /// Requests that pass on the left and not on the right.
    ///
    /// @param less how to take what makes more requests such ones
    /// @param more how to take what makes fewer
    Optional<long[]> outside(Sides less, Sides more) {
        var passing = space.boxes(0, Effect.ALLOW, less);
        var stopped = new ArrayList<>(space.boxes(0, Effect.DENY, more));
        for (int i = 1; i < right; i++) {
            passing = cover.meets(passing, space.boxes(i, Effect.ALLOW, less));
            stopped.addAll(space.boxes(i, Effect.DENY, more));
        }
        var let = new ArrayList<>(stopped);
        let.addAll(space.boxes(right, Effect.ALLOW, more));
        var denied = space.boxes(right, Effect.DENY, less);
        for (var box : passing) {
            var found = cover.uncovered(box, let);
            for (int i = 0; i < denied.size() && found.isEmpty(); i++) {
                found = cover.uncovered(Cover.meet(box, denied.get(i)), stopped);
            }
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }
}
