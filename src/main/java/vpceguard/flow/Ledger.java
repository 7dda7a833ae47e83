package vpceguard.flow;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import vpceguard.flow.Standing.Told;
import vpceguard.model.Endpoint;
import vpceguard.model.EndpointId;
import vpceguard.perimeter.Budgets;
import vpceguard.remediation.RemediationRecord;

/// The database of records, and of what is known of each endpoint (`docs/consistency.md`).
public interface Ledger extends News {
    /// How long nobody else may change an endpoint; longer than an invocation lives.
    Duration LEASE = Duration.ofMinutes(3);

    /// One notice for each endpoint in this time; a pipeline of several calls ends within it.
    Duration QUIET = Duration.ofMinutes(2);

    /// So many records of an endpoint may wait for a digest.
    int MOST_LEFT = 100;

    /// Notes how an endpoint was seen, but not over what a later look saw; returns what was known before.
    ///
    /// @param isBaseline whether its network settings are compliant
    /// @param seenAt when it was looked at
    /// @param claim kept for as long as the endpoint lives, in whatever order calls are told
    Standing note(Endpoint endpoint, boolean isBaseline, Instant seenAt, Claim claim);

    /// The same where nobody called.
    default Standing note(Endpoint endpoint, boolean isBaseline, Instant seenAt) {
        return note(endpoint, isBaseline, seenAt, Claim.NONE);
    }

    /// What is known of an endpoint.
    Standing standing(EndpointId endpoint);

    /// What is known of all endpoints, also of those that are gone, read page by page.
    Map<EndpointId, Standing> standings();

    /// Notes what people were told of an endpoint that is left as it is.
    void tell(EndpointId endpoint, Told told);

    /// Notes whether a rehearsal holds a repair back; none does once a record that plans another policy is opened.
    void holdBack(EndpointId endpoint, boolean isHeldBack);

    /// Notes what people know of an endpoint from notices of calls: what is mended is told if it comes again.
    ///
    /// @param over the controls of which copies were told that they find nothing any more, one at least
    void know(EndpointId endpoint, Set<String> keys, Set<String> over);

    /// Notes a sight that no event explained.
    void unheard(EndpointId endpoint, String digest);

    /// Notes that an endpoint is gone, and forgets what was told of it; what else is known ends with its records.
    void gone(EndpointId endpoint);

    /// Notes that it is there after all: a list may lack for some time what was just made.
    void back(EndpointId endpoint);

    /// Stores the record, with its before-image, before anything is done; once for each cause. A record that plans a
    /// change takes the endpoint's lease and uses its budgets. Each notes the claim of others: nothing that a
    /// service does alone leads to one.
    Opening open(RemediationRecord record, Terms terms);

    /// Takes the lease of a record's endpoint for an invocation that ends it; false if another invocation has it, or
    /// closed the record, or saw another policy since.
    ///
    /// @param seenAt when the endpoint was looked at
    /// @param writesPolicy whether the record's policy is about to be written, and counts as ours from now on
    boolean lease(RemediationRecord record, String invocation, Instant seenAt, boolean writesPolicy);

    /// Stores a record's outcome and ends its lease; its notice waits.
    void conclude(RemediationRecord record);

    /// The same, and marks the notice as sent and the record as closed.
    void close(RemediationRecord record);

    /// Closes a record that the next digest tells; false if so many of its endpoint wait for one that it is told now.
    boolean leave(RemediationRecord record);

    /// Notes that nothing of these is left to tell.
    void digested(EndpointId endpoint, Set<String> causes);

    /// The record of a cause on an endpoint, if it is not closed.
    Optional<RemediationRecord> unfinished(EndpointId endpoint, String cause);

    /// All records opened before that time and not closed.
    Stream<RemediationRecord> unfinished(Instant openedBefore);

    /// The record of a cause on an endpoint, closed or not.
    Optional<RemediationRecord> record(EndpointId endpoint, String cause);

    /// All holds, those that are over too until they are released.
    List<Hold> holds();

    /// Forgets a hold but for what is left of it, unless another took its place.
    void release(Hold hold, Optional<Hold> left);

    /// What people undid on an endpoint, as `holds` has it.
    Optional<Hold> hold(EndpointId endpoint);

    /// Lets go of what an undo holds that put nothing back; what others undid is held on.
    ///
    /// @param now the endpoint, which shows what a request did whose answer a crash lost
    default void letGo(RemediationRecord record, Endpoint now) {
        if (record.isUndo() && record.isUnmade(now)) {
            hold(record.endpoint().id()).ifPresent(hold -> release(hold, hold.without(record.cause())));
        }
    }

    /// What Organizations confirmed last, however long ago.
    Optional<Confirmation> confirmation();

    /// Keeps what Organizations confirmed for other instances, or that it did not.
    void keep(Optional<Confirmation> confirmation);

    /// Whether a record names that request to EC2.
    boolean isOwnRequest(String requestId);

    /// Where the sweep stands; empty if there was none.
    Optional<SweepState> sweepState();

    void keep(SweepState state);

    /// What a record may do.
    ///
    /// @param invocation whose lease it is
    /// @param isBaseline whether the endpoint's network settings are compliant
    /// @param known the hold that the record was made in knowledge of
    /// @param presumed what Organizations must have confirmed within the hour before; empty where that is known
    /// @param waits whether it waits for the lease though it changes nothing
    record Terms(
            Budgets budgets,
            String invocation,
            boolean isBaseline,
            Optional<Hold> known,
            Optional<Confirmation> presumed,
            boolean waits) {
        public Terms(Budgets budgets, String invocation, boolean isBaseline) {
            this(budgets, invocation, isBaseline, Optional.empty(), Optional.empty(), false);
        }

        /// The same for a record that says so.
        public Terms knowing(Hold hold) {
            return new Terms(budgets, invocation, isBaseline, Optional.of(hold), presumed, waits);
        }

        /// The same for a record that stands on what is not known yet.
        public Terms presuming(Confirmation confirmation) {
            return new Terms(budgets, invocation, isBaseline, known, Optional.of(confirmation), waits);
        }

        /// The same for a record of a call that set a policy: whoever has the lease may be about to write over that.
        public Terms waiting() {
            return new Terms(budgets, invocation, isBaseline, known, presumed, true);
        }
    }

    /// The answer to `open`.
    sealed interface Opening {
        /// The record is stored, go on.
        ///
        /// @param quiet whether its notice must wait, since one was just sent
        record Opened(boolean quiet) implements Opening {}

        /// This cause was dealt with before.
        record Closed() implements Opening {}

        /// This cause was begun before and not ended.
        record Unfinished(RemediationRecord record) implements Opening {}

        /// What is presumed of the organization is not known to the ledger, or others were asking at this moment.
        record Unconfirmed() implements Opening {}

        /// Somebody else is changing the endpoint, or looked at it later: it is to be looked at again. What a later
        /// look saw keeps no change from being made but that of another policy.
        record Leased() implements Opening {}

        /// A person undid something on the endpoint; nothing is stored before the record says so, or holds it on.
        record Held(Hold hold) implements Opening {}

        /// A budget is used up.
        record Spent(Budget budget) implements Opening {}

        /// People know all of it.
        record KnownAlready() implements Opening {}
    }

    /// The budgets that there are.
    enum Budget {
        POLICY_OF_ENDPOINT,
        NETWORK_OF_ENDPOINT,
        NETWORK_OF_ACCOUNT
    }
}
