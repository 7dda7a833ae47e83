package vpceguard.cli.doctor;

/// What a check found.
///
/// @param about in one or two words
/// @param found lower case, with text from outside quoted
/// @param todo what to do; empty if nothing
public record Sign(State state, String about, String found, String todo) {
    /// How bad it is.
    public enum State {
        WELL,
        /// The stack works, but not all of it, or not yet.
        ODD,
        ILL,
        /// It could not be looked at.
        UNKNOWN
    }

    static Sign well(String about, String found) {
        return new Sign(State.WELL, about, found, "");
    }

    static Sign odd(String about, String found, String todo) {
        return new Sign(State.ODD, about, found, todo);
    }

    static Sign ill(String about, String found, String todo) {
        return new Sign(State.ILL, about, found, todo);
    }

    static Sign unknown(String about, String reason) {
        return new Sign(State.UNKNOWN, about, reason, "look with credentials that may ask this");
    }
}
