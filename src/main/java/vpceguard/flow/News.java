package vpceguard.flow;

import java.time.Instant;

/// Marks what is told at most once a day, so that it is not told twice.
public interface News {
    /// Whether that was marked on that day.
    boolean isMarked(String what, Instant now);

    /// Marks it for that day; false if it was marked before.
    boolean mark(String what, Instant now);

    /// Tells it, unless it was told on that day; false if so. It is marked once it was told, so that what fails on the
    /// way is told by the retry.
    default boolean tell(String what, Instant now, Runnable telling) {
        if (isMarked(what, now)) {
            return false;
        }
        telling.run();
        return mark(what, now);
    }
}
