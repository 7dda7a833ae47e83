package vpceguard.flow;

import java.time.Instant;

/// What is told at most once a day.
public interface News {
    /// Whether that was not told on that day before; from then on it was.
    boolean isNews(String what, Instant now);
}
