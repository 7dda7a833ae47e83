package vpceguard.flow;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import vpceguard.perimeter.Membership;

/// That AWS Organizations confirmed which organization this account is in.
///
/// @param organization that the account is in; empty for an account of its own
/// @param at when it said so
public record Confirmation(Optional<String> organization, Instant at) {
    /// How long it is built on.
    public static final Duration HOLDS = Duration.ofHours(1);

    /// None holds longer than others: one from the future does not hold yet.
    boolean holds(Instant now) {
        return !now.isBefore(at) && now.isBefore(at.plus(HOLDS));
    }

    Membership membership() {
        return organization.<Membership>map(Membership.Member::new).orElseGet(Membership.InNone::new);
    }
}
