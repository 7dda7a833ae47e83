package vpceguard.notice;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import vpceguard.model.Severity;

/// By when a person should have acted on what a notice leaves to people (`docs/notices.md`).
final class Urgency {
    private Urgency() {}

    /// Such as `Act by 2026-12-01`.
    static String of(Severity severity, Instant told) {
        return "Act by " + day(severity, told);
    }

    static LocalDate day(Severity severity, Instant told) {
        var days = switch (severity) {
            case CRITICAL -> 1;
            case HIGH -> 7;
            case MEDIUM, LOW -> 30;
        };
        return LocalDate.ofInstant(told.plus(Duration.ofDays(days)), ZoneOffset.UTC);
    }
}
