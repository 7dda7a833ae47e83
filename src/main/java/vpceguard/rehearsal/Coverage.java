package vpceguard.rehearsal;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// How much of a period has records.
///
/// @param first the first record's time
/// @param hours hours of the time that was asked for; else from the first record to the last
/// @param hoursWithRecords hours of it in which there is a record
public record Coverage(Optional<Instant> first, Optional<Instant> last, long hours, long hoursWithRecords) {

    /// In hundred, rounded down.
    public long percent() {
        return hours == 0 ? 0 : 100 * hoursWithRecords / hours;
    }

    /// The time that was asked for.
    ///
    /// @param from its beginning; without one, the first record's
    public record Window(Optional<Instant> from, Optional<Instant> to) {
        public static final Window OPEN = new Window(Optional.empty(), Optional.empty());

        public static Window of(Duration length, Instant end) {
            return new Window(Optional.of(end.minus(length)), Optional.of(end));
        }

        public boolean holds(Instant at) {
            return from.filter(at::isBefore).isEmpty() && to.filter(at::isAfter).isEmpty();
        }
    }
}
