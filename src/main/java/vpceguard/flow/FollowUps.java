package vpceguard.flow;

import java.time.Duration;

/// A queue of things to look at again, each after a delay.
public interface FollowUps {
    /// Hands it over; it comes back at least once, not before the delay is over.
    ///
    /// @param delay up to 15 minutes
    void later(FollowUp followUp, Duration delay);
}
