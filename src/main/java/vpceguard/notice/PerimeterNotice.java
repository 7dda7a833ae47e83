package vpceguard.notice;

import java.time.Instant;
import java.util.List;
import vpceguard.model.Severity;

/// A perimeter document that is not applied.
public final class PerimeterNotice {
    private PerimeterNotice() {}

    /// The notice.
    ///
    /// @param fault why not
    /// @param inForce the version that stays in force
    public static Notice of(String account, String region, String fault, String inForce, Instant at) {
        var text = List.of(
                "NOT CHANGED. Act now: the perimeter stays as it was until its document is right.",
                "",
                "Why       " + Ascii.of(fault),
                "In force  " + Ascii.of(inForce),
                "Account   " + account + ", " + region + ", at " + at);
        return SweepNotice.notice(
                "NOT_CHANGED", Severity.HIGH, account, region, at, text, "perimeter document not applied", List.of());
    }
}
