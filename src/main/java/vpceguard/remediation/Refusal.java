package vpceguard.remediation;

import java.time.Instant;

/// EC2's refusal of a repair.
///
/// @param reason as EC2 said it, without what it encodes
public record Refusal(String reason, Instant at) {
    /// What follows it differs each time.
    private static final String ENCODED = " Encoded authorization failure message";

    public static Refusal of(Outcome.Refused refused, Instant at) {
        return new Refusal(refused.reason().split(ENCODED, 2)[0], at);
    }

    /// Whether it was refused for the same reason.
    public boolean isLike(Refusal other) {
        return reason.equals(other.reason);
    }
}
