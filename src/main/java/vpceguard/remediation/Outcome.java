package vpceguard.remediation;

/// How a pass over an endpoint ended.
public sealed interface Outcome {
    /// Written to the ledger, not yet to EC2.
    record Planned() implements Outcome {}

    /// Left to the next sweep, since the endpoint's budget is used up.
    record Deferred() implements Outcome {}

    /// Changed, and the read-back agrees.
    record Changed() implements Outcome {}

    /// EC2 took the change, and the read-back shows something else.
    record Unconfirmed(String observed) implements Outcome {}

    /// EC2 refused the change for good.
    record Refused(String reason) implements Outcome {}

    /// Somebody changed the endpoint again before the change was made, or deleted it meanwhile.
    record Superseded() implements Outcome {}

    /// Would be changed if the mode were `enforce`.
    record WouldChange() implements Outcome {}

    /// Something is wrong and nothing is done; the restraints say why.
    record NotChanged() implements Outcome {}

    /// Whether nothing more is done.
    default boolean isFinal() {
        return switch (this) {
            case Planned(), Deferred() -> false;
            case Changed(), Unconfirmed _, Refused _, Superseded(), WouldChange(), NotChanged() -> true;
        };
    }

    /// The word for records and notices.
    default String word() {
        return switch (this) {
            case Planned() -> "PLANNED";
            case Deferred() -> "DEFERRED";
            case Changed() -> "CHANGED";
            case Unconfirmed _ -> "NOT_CONFIRMED";
            case Refused _ -> "REFUSED";
            case Superseded() -> "SUPERSEDED";
            case WouldChange() -> "WOULD_CHANGE";
            case NotChanged() -> "NOT_CHANGED";
        };
    }
}
