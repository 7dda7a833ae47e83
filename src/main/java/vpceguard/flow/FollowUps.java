package vpceguard.flow;

import java.time.Duration;

/// The queue of tasks for later, each delivered after a delay.
public interface FollowUps {
    /// Hands it over; it comes back at least once, not before the delay is over.
    ///
    /// @param delay up to 15 minutes
    void later(FollowUp followUp, Duration delay);
}
