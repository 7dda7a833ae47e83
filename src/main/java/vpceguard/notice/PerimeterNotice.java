package vpceguard.notice;

import java.time.Instant;
import java.util.List;
import vpceguard.model.Severity;
import vpceguard.perimeter.Mode;

/// The notice that a perimeter document is not applied, not in whole, or that another one is in force.
public final class PerimeterNotice {
    private PerimeterNotice() {}

    /// The notice.
    ///
    /// @param fault why not
    /// @param inForce the version that stays in force
    public static Notice of(Sender sender, String fault, String inForce, Instant at) {
        var text = List.of(
                "NOT CHANGED. Act now: the perimeter stays as it was until its document is right.",
                "",
                "Why       " + Ascii.of(fault),
                "In force  " + Ascii.of(inForce),
                "Account   " + sender.place() + ", at " + at);
        return AccountNotice.of(
                "NOT_CHANGED", Severity.HIGH, sender, at, text, "perimeter document not applied", List.of());
    }

    /// The notice of one that is in force and makes a ceiling that cannot be built upon, as after an upgrade.
    ///
    /// @param fault which ceiling, and why not
    /// @param inForce the document's version and digest
    public static Notice unwritable(Sender sender, String fault, String inForce, Instant at) {
        var until = "policies of that service may be left as they are";
        return ceiling(sender, "cannot be built upon", fault, inForce, until, at);
    }

    /// The notice of one that is in force and makes a ceiling that lets no call of the own account through.
    ///
    /// @param fault which ceiling
    /// @param inForce the document's version and digest
    public static Notice lockout(Sender sender, String fault, String inForce, Instant at) {
        var until = "a repair of an endpoint to that service denies every call of the account";
        return ceiling(sender, "locks the account out", fault, inForce, until, at);
    }

    private static Notice ceiling(Sender sender, String what, String fault, String inForce, String until, Instant at) {
        var text = List.of(
                "NOT CHANGED. Act now: a ceiling of the perimeter in force " + what + ".",
                "",
                "Why       " + Ascii.of(fault),
                "In force  " + Ascii.of(inForce),
                "To do     put the document right, a new one that says the same is refused; until it is in force",
                "          " + until,
                "Account   " + sender.place() + ", at " + at);
        return AccountNotice.of("NOT_CHANGED", Severity.HIGH, sender, at, text, "a ceiling " + what, List.of());
    }

    /// The notice of one that took the place of another.
    ///
    /// @param inForce its version and digest
    /// @param before the digest of the one before
    /// @param mode what is in force by it and the stack
    public static Notice another(
            Sender sender, String inForce, String before, Mode mode, Severity severity, Instant at) {
        var text = List.of(
                "NOT CHANGED. " + Urgency.of(severity, at) + ": endpoints are judged by another perimeter document.",
                "",
                "In force  " + Ascii.of(inForce),
                "Before    " + Ascii.of(before),
                "Mode      " + mode.word(),
                "To do     nothing, if you know of it; else put the one before back, and look at CloudTrail for who",
                "          wrote this one",
                "Account   " + sender.place() + ", at " + at);
        return AccountNotice.of("NOT_CHANGED", severity, sender, at, text, "another perimeter document", List.of());
    }
}
