package vpceguard.rehearsal;

import java.time.Instant;
import java.util.BitSet;
import java.util.Optional;

/// Counts the hours in which there are records, which may come in any order.
final class Hours {
    /// Records older than this, or much younger than the others, are no hours of their own: 30 years.
    private static final int MOST = 30 * 366 * 24;

    private static final long SECONDS = 3600;

    private final Coverage.Window window;
    private final BitSet later = new BitSet();
    private final BitSet earlier = new BitSet();
    private long base = Long.MIN_VALUE;
    private long lastHour = Long.MIN_VALUE;
    private Instant first = Instant.MAX;
    private Instant last = Instant.MIN;

    Hours(Coverage.Window window) {
        this.window = window;
    }

    void add(Instant at) {
        first = at.isBefore(first) ? at : first;
        last = at.isAfter(last) ? at : last;
        long hour = Math.floorDiv(at.getEpochSecond(), SECONDS);
        if (hour == lastHour) {
            return;
        }
        lastHour = hour;
        base = base == Long.MIN_VALUE ? hour : base;
        long distance = hour - base;
        if (distance >= 0) {
            later.set((int) Math.min(distance, MOST));
        } else {
            earlier.set((int) Math.min(-distance, MOST));
        }
    }

    Coverage coverage() {
        boolean isEmpty = base == Long.MIN_VALUE;
        var from = window.from().or(() -> isEmpty ? Optional.empty() : Optional.of(first));
        var to = window.to().or(() -> isEmpty ? Optional.empty() : Optional.of(last));
        long hours = from.isEmpty() || to.isEmpty()
                ? 0
                : Math.floorDiv(to.get().getEpochSecond(), SECONDS)
                        - Math.floorDiv(from.get().getEpochSecond(), SECONDS)
                        + 1;
        return new Coverage(
                isEmpty ? Optional.empty() : Optional.of(first),
                isEmpty ? Optional.empty() : Optional.of(last),
                hours,
                later.cardinality() + earlier.cardinality());
    }
}
