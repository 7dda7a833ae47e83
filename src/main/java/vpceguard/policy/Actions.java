package vpceguard.policy;

import java.util.List;

/// The calls that a statement is about, as patterns with `*` and `?`.
public sealed interface Actions {
    /// The patterns, whichever element holds them.
    List<String> patterns();

    /// Whether the statement speaks of something; unknown if nothing is listed.
    ///
    /// @param listed whether one of its patterns means it
    default Truth speaksOf(Truth listed) {
        if (patterns().isEmpty()) {
            return Truth.UNKNOWN;
        }
        return this instanceof AllExcept ? listed.not() : listed;
    }

    /// `Action`.
    record Only(List<String> patterns) implements Actions {
        public Only {
            patterns = List.copyOf(patterns);
        }
    }

    /// `NotAction`.
    record AllExcept(List<String> patterns) implements Actions {
        public AllExcept {
            patterns = List.copyOf(patterns);
        }
    }
}
