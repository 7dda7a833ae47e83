package vpceguard.flow;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import vpceguard.json.Json;
import vpceguard.model.EndpointId;

/// CloudTrail's network activity events, which record the calls through endpoints.
public interface RecordedCalls {
    /// Hands over what is recorded of a time, the newest day first, as much as may be read at once. Records of other
    /// kinds and endpoints may be among them.
    ///
    /// @param endpoint the one that is asked for; empty for all
    Reading read(Optional<EndpointId> endpoint, Instant from, Instant to, Consumer<Json> each);

    /// What became of it.
    sealed interface Reading {
        record All() implements Reading {}

        /// Only the newest were read.
        record Cut(String reason) implements Reading {}

        /// There are none to be read, and asking again would change nothing.
        record Unread(String reason) implements Reading {}
    }
}
