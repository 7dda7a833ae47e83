package vpceguard.policy.proof;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import vpceguard.policy.Effect;
import vpceguard.policy.Request;

/// All requests there are, as far as some policies tell them apart. A statement is a few boxes in it: a box
/// has a set of representatives for each dimension.
///
/// For every request there is a point of the space for which the policies' tests all turn out as for the
/// request. The dimensions are treated as independent, which only adds points: what is contained here is
/// contained.
final class Space {
    private static final int MOST_BOXES = 5_000;

    /// Words of all boxes together: where requests differ in much, a box is long.
    private static final int MOST_WORDS = 400_000;

    /// What to do with sides that are not understood.
    enum Sides {
        /// Keep them, each in a dimension of its own.
        EXACT,
        /// Leave them out, which makes the box larger.
        WIDE,
        /// Leave out the box.
        NARROW
    }

    /// The boxes of one statement.
    private record Drawn(Effect effect, List<List<Side>> boxes) {}

    private final Dimensions dimensions;
    private final List<List<Drawn>> policies = new ArrayList<>();

    private Space(Dimensions dimensions) {
        this.dimensions = dimensions;
    }

    /// The space that some policies span in a reading; empty if it has too many cases.
    static Optional<Space> of(Asked asked, boolean gateway, Readings readings) {
        return asked.dimensions(readings).flatMap(dimensions -> {
            var space = new Space(dimensions);
            int left = MOST_BOXES;
            for (var policy : asked.policies()) {
                var drawing = new Drawing(asked, policy, gateway, readings, dimensions);
                var drawn = new ArrayList<Drawn>();
                for (var statement : policy.statements()) {
                    var boxes = drawing.boxes(statement, Math.min(left, MOST_WORDS / dimensions.words()));
                    if (boxes.isEmpty()) {
                        return Optional.empty();
                    }
                    left -= boxes.get().size();
                    if ((MOST_BOXES - left) * (long) dimensions.words() > MOST_WORDS) {
                        return Optional.empty();
                    }
                    drawn.add(new Drawn(statement.effect(), boxes.get()));
                }
                space.policies.add(drawn);
            }
            return Optional.of(space);
        });
    }

    /// The boxes of a policy's statements of that effect.
    ///
    /// @param policy its place among those the space was made of
    List<long[]> boxes(int policy, Effect effect, Sides sides) {
        var found = new ArrayList<long[]>();
        var offsets = dimensions.offsets();
        for (var drawn : policies.get(policy)) {
            if (drawn.effect() == effect) {
                for (var box : drawn.boxes()) {
                    if (sides != Sides.NARROW || isUnderstood(box)) {
                        found.add(words(box, sides, offsets));
                    }
                }
            }
        }
        return found;
    }

    private boolean isUnderstood(List<Side> box) {
        for (var side : box) {
            if (dimensions.isOpaque(side.dimension)) {
                return false;
            }
        }
        return true;
    }

    private long[] words(List<Side> box, Sides sides, int[] offsets) {
        var words = dimensions.everything(offsets);
        for (var side : box) {
            if (sides == Sides.EXACT || !dimensions.isOpaque(side.dimension)) {
                for (int w = 0; w < side.bits.length; w++) {
                    words[offsets[side.dimension] + w] &= side.bits[w];
                }
            }
        }
        return words;
    }

    int[] offsets() {
        return dimensions.offsets();
    }

    Set<String> opaqueTexts() {
        return dimensions.opaqueTexts();
    }

    Request witness(long[] requests) {
        return dimensions.witness(requests);
    }
}
