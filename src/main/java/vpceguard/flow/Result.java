package vpceguard.flow;

import vpceguard.control.Assessment;
import vpceguard.remediation.Outcome;

/// What became of a change, a follow-up or an interrupted record.
public sealed interface Result {
    /// Its record says it.
    record Recorded(Outcome outcome) implements Result {}

    /// Nothing, since the endpoint stands so.
    record Assessed(Assessment.Result result) implements Result {}

    /// A word says all of it.
    enum Mention implements Result {
        /// The same call was dealt with before.
        DUPLICATE,
        /// People know all of it.
        KNOWN,
        /// All that was found is exempt.
        EXEMPT,
        /// There is no such endpoint any more.
        GONE,
        /// A record names the request.
        OWN,
        /// What waited was sent.
        TOLD,
        /// It is not dealt with yet: it comes back, or another invocation is at it.
        LATER
    }

    /// For the function's answer.
    default String word() {
        return switch (this) {
            case Recorded(var outcome) -> outcome.word();
            case Assessed(var result) -> result.name();
            case Mention mention -> mention.name();
        };
    }
}
