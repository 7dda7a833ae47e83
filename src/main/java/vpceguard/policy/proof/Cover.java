package vpceguard.policy.proof;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Decides whether boxes together cover another box, by splitting it along the first one that meets it. A
/// box is an array of words; each dimension has the words from its offset on.
final class Cover {
    /// Words compared in all.
    private static final long MOST_WORK = 40_000_000;

    private final int[] offsets;
    private long work;

    Cover(int[] offsets) {
        this.offsets = offsets;
    }

    /// Whether there were too many cases; then what was found may be wrong.
    boolean exhausted() {
        return work > MOST_WORK;
    }

    /// A part of the box that none of the others meets; empty if they cover it.
    Optional<long[]> uncovered(long[] box, List<long[]> others) {
        return isEmpty(box) ? Optional.empty() : uncovered(box, others, 0);
    }

    private Optional<long[]> uncovered(long[] box, List<long[]> others, int from) {
        work += (others.size() - from + 1L) * box.length;
        if (exhausted()) {
            return Optional.of(box);
        }
        for (int i = from; i < others.size(); i++) {
            if (isWithin(box, others.get(i))) {
                return Optional.empty();
            }
        }
        int i = from;
        while (i < others.size() && areApart(box, others.get(i))) {
            i++;
        }
        if (i == others.size()) {
            return Optional.of(box);
        }
        var other = others.get(i);
        var rest = box.clone();
        for (int d = 0; d + 1 < offsets.length; d++) {
            var any = 0L;
            for (int w = offsets[d]; w < offsets[d + 1]; w++) {
                any |= rest[w] & ~other[w];
            }
            if (any != 0) {
                var outside = rest.clone();
                for (int w = offsets[d]; w < offsets[d + 1]; w++) {
                    outside[w] &= ~other[w];
                    rest[w] &= other[w];
                }
                var found = uncovered(outside, others, i + 1);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    /// What each of some boxes has in common with each of others.
    List<long[]> meets(List<long[]> ones, List<long[]> others) {
        var meets = new ArrayList<long[]>();
        for (var one : ones) {
            work += (long) others.size() * one.length;
            for (int i = 0; i < others.size() && !exhausted(); i++) {
                if (!areApart(one, others.get(i))) {
                    meets.add(meet(one, others.get(i)));
                }
            }
        }
        return meets;
    }

    static long[] meet(long[] one, long[] other) {
        var meet = one.clone();
        for (int i = 0; i < meet.length; i++) {
            meet[i] &= other[i];
        }
        return meet;
    }

    private static boolean isWithin(long[] one, long[] other) {
        for (int i = 0; i < one.length; i++) {
            if ((one[i] & ~other[i]) != 0) {
                return false;
            }
        }
        return true;
    }

    /// Without a representative in some dimension.
    private boolean isEmpty(long[] box) {
        return areApart(box, box);
    }

    private boolean areApart(long[] one, long[] other) {
        for (int d = 0; d + 1 < offsets.length; d++) {
            var any = 0L;
            for (int w = offsets[d]; w < offsets[d + 1]; w++) {
                any |= one[w] & other[w];
            }
            if (any == 0) {
                return true;
            }
        }
        return false;
    }
}
