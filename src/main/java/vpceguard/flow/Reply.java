package vpceguard.flow;

/// What became of what a person asked for.
public sealed interface Reply {
    /// It was dealt with.
    ///
    /// @param result the record's outcome in one word
    /// @param cause of the record that says so
    record Done(String result, String cause) implements Reply {}

    /// It was not, and nothing was written.
    ///
    /// @param reason for the person, lower case
    record Refused(String reason) implements Reply {}
}
