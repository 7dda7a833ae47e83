package vpceguard.flow;

import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import vpceguard.model.Endpoint;
import vpceguard.model.EndpointId;
import vpceguard.remediation.Step;

/// The endpoints of one account and Region.
public interface Endpoints {
    /// The endpoint as it is now. EC2 is eventually consistent: an endpoint that is not there is asked for again for
    /// some seconds before the answer is empty.
    Optional<Endpoint> find(EndpointId id);

    /// The endpoint once it satisfies the expectation, or as it was last seen when patience ran out.
    Optional<Endpoint> findUntil(EndpointId id, Predicate<Endpoint> expected);

    /// All endpoints, page by page as the stream is read.
    Stream<Endpoint> all();

    /// Makes one request of a plan.
    Modification modify(EndpointId id, Step step);

    /// EC2's answer to a change.
    sealed interface Modification {
        /// EC2 took the change.
        ///
        /// @param requestId CloudTrail names it in the record of this change
        record Accepted(String requestId) implements Modification {}

        /// Refused for good: asking again would change nothing. Throttling and faults are exceptions instead.
        record Refused(String reason) implements Modification {}

        /// EC2 was at another change of the endpoint for as long as it was asked.
        record UnderWay(String reason) implements Modification {}
    }
}
