package vpceguard.policy.proof;

import java.util.ArrayList;
import java.util.List;

/// A set of representatives of one dimension, as bits: one side of a box.
final class Side {
    final int dimension;
    final long[] bits;

    Side(int dimension, long[] bits) {
        this.dimension = dimension;
        this.bits = bits;
    }

    /// Each of some conjunctions together with each of others.
    static List<List<Side>> both(List<List<Side>> some, List<List<Side>> others) {
        var both = new ArrayList<List<Side>>(some.size() * others.size());
        for (var one : some) {
            for (var other : others) {
                var together = new ArrayList<Side>(one.size() + other.size());
                together.addAll(one);
                together.addAll(other);
                both.add(together);
            }
        }
        return both;
    }
}
