package vpceguard.flow;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import vpceguard.event.Origin;
import vpceguard.model.Endpoint;
import vpceguard.model.EndpointId;
import vpceguard.remediation.RemediationRecord;

/// What was found and done, kept for as long as endpoints live: intents and records.
public interface Ledger {
    /// Notes a compliant endpoint: its policy becomes the intent, unless it is the one that this function wrote.
    /// Returns what was known before.
    Standing note(Endpoint endpoint, Origin origin);

    /// What is known of an endpoint.
    Standing standing(EndpointId endpoint);

    /// Stores the record, and its before-image as intent, before anything is done; once for each cause.
    Opening open(RemediationRecord record);

    /// Marks the notice as sent and the record as closed.
    void close(RemediationRecord record);

    /// The record of a cause on an endpoint, if it is not closed.
    Optional<RemediationRecord> unfinished(EndpointId endpoint, String cause);

    /// All records opened before that time and not closed.
    Stream<RemediationRecord> unfinished(Instant openedBefore);

    /// What is known of an endpoint.
    ///
    /// @param intent the last policy that somebody other than this function set, as far as it was seen
    /// @param open the causes of records that are not closed
    record Standing(Optional<String> intent, Set<String> open) {}

    /// The answer to `open`.
    sealed interface Opening {
        /// The record is stored, go on.
        record Opened() implements Opening {}

        /// This cause was dealt with before.
        record Closed() implements Opening {}

        /// This cause was begun before and not ended.
        record Unfinished(RemediationRecord record) implements Opening {}
    }
}
