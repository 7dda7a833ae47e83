package vpceguard.flow;

/// The text of the perimeter document, in the place where it is stored.
public interface PerimeterText {
    /// How many bytes a document may have: two must fit into items of the ledger, and people must read it.
    int LONGEST = 128 * 1024;

    /// Reads it; a failure is an answer, since the last good document then stays in force.
    Reading read();

    /// What became of reading it.
    sealed interface Reading {
        /// The document.
        ///
        /// @param version where it lies, with the version that the service gave it
        record Found(String text, String version) implements Reading {}

        /// There is nothing at that place, which its service says.
        record Missing(String reason) implements Reading {}

        record Unread(String reason) implements Reading {}
    }
}
