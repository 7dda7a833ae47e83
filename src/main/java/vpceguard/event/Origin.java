package vpceguard.event;

import java.time.Instant;
import java.util.Optional;

/// Where a change comes from.
///
/// @param eventId CloudTrail's id of this delivery; where nobody called, what makes it one cause
/// @param originalEventId the id of the record that this one corrects (`addendum`)
/// @param requestId empty for calls that AWS services make themselves
/// @param account the endpoint's account, a string of 12 digits
public record Origin(
        String eventId,
        Optional<String> originalEventId,
        Optional<String> requestId,
        String eventName,
        Instant time,
        String account,
        String region,
        Actor actor) {

    /// The same call, looked at again for another reason.
    ///
    /// @param cause of what was made of it before
    public Origin again(String cause) {
        return new Origin(cause + ".again", Optional.empty(), requestId, eventName, time, account, region, actor);
    }

    /// Whether somebody made a call; else this function looked for a reason of its own.
    public boolean isCall() {
        return isCall(eventName);
    }

    /// The same by what stands in the place of a call's name.
    public static boolean isCall(String eventName) {
        return !eventName.startsWith("(");
    }

    /// Whether the reason was that the grace of what stood before is over.
    public boolean isExisting() {
        return eventName.equals(EndpointChange.Found.Why.EXISTING.eventName());
    }

    /// One id for a call, however often and with whatever corrections it is delivered.
    public String causeId() {
        return originalEventId.orElse(eventId);
    }
}
