package vpceguard.flow;

import java.time.Duration;
import java.time.Instant;

/// One run of a function. Lambda's retries of an event are one invocation; a second delivery is another.
///
/// @param id Lambda's request id
/// @param deadline when Lambda ends it, whatever it is doing
public record Invocation(String id, Instant deadline) {
    /// A change, its read-back and the notice of it, each tried as often as a client tries a call.
    static final Duration WRITE = Duration.ofSeconds(30);

    /// Half of the time that is left: what has an end of its own is not kept from it by what has none.
    Instant half(Instant now) {
        return now.plus(Duration.between(now, deadline).dividedBy(2));
    }

    /// The same with no more time than a lease has.
    Invocation until(Instant end) {
        return end.isBefore(deadline) ? new Invocation(id, end) : this;
    }

    /// Leaves before a write that could not be read back and told in time; the retry takes the record up.
    void spareForWrite(Instant now) {
        if (now.plus(WRITE).isAfter(deadline)) {
            throw new OutOfTimeException(
                    "only " + Duration.between(now, deadline).toMillis()
                            + " ms are left of this invocation or its lease, too few for a change and its read-back");
        }
    }
}
