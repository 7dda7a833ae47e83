package vpceguard.flow;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import vpceguard.json.Sha256;

/// When a stack's daily look is due: a stable time of the day for each account and Region, so that an organization's
/// stacks do not ask AWS all at once. PrivateLink's calls are throttled for the organization as a whole.
///
/// @param ofDay since midnight, UTC
record Slot(Duration ofDay) {
    /// Spread evenly over the day by account and Region.
    static Slot of(Stack stack) {
        var digest = Sha256.of(stack.account() + "/" + stack.region());
        return new Slot(Duration.ofSeconds(
                Long.parseLong(digest, 0, 8, 16) % Duration.ofDays(1).toSeconds()));
    }

    /// The last one that is not after now.
    Instant last(Instant now) {
        var today = now.truncatedTo(ChronoUnit.DAYS).plus(ofDay);
        return today.isAfter(now) ? today.minus(Duration.ofDays(1)) : today;
    }
}
