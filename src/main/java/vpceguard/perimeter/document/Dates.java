package vpceguard.perimeter.document;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import vpceguard.json.Quoted;

/// Reads days in ISO 8601. An end date counts to its end, in UTC: whoever reads "until 2026-12-31" may rely
/// on that day.
final class Dates {
    private Dates() {}

    static LocalDate read(Node node) {
        var text = node.text();
        try {
            // A year of more digits has a sign, and no day of ours.
            if (text.length() == "2026-12-31".length()) {
                return LocalDate.parse(text);
            }
        } catch (DateTimeParseException _) {
            // the same as any other text
        }
        throw node.refused("expected a day like 2026-12-31, found " + Quoted.of(text));
    }

    static boolean inForce(Optional<LocalDate> until, LocalDate on) {
        return until.map(last -> !on.isAfter(last)).orElse(true);
    }
}
