package vpceguard.flow;

import java.util.Optional;

/// The answer to a person's request.
public sealed interface Reply {
    /// It was dealt with.
    ///
    /// @param result what became of it
    /// @param cause of the record that says so
    /// @param reason why the endpoint is not as it was asked for, if that is so
    record Done(Result result, String cause, Optional<String> reason) implements Reply {
        public Done(Result result, String cause) {
            this(result, cause, Optional.empty());
        }
    }

    /// It was not, and nothing was written.
    ///
    /// @param reason for the person, lower case
    record Refused(String reason) implements Reply {}
}
