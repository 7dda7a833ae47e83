package vpceguard.policy;

import java.util.List;

/// The calls that a statement is about, as patterns with `*` and `?`.
public sealed interface Actions {
    /// The patterns, whichever element holds them.
    List<String> patterns();

    /// Whether the statement speaks of something; unknown if nothing is listed.
    ///
    /// @param listed whether one of its patterns means it
    Truth speaksOf(Truth listed);

    /// `Action`.
    record Only(List<String> patterns) implements Actions {
        public Only {
            patterns = List.copyOf(patterns);
        }

        @Override
        public Truth speaksOf(Truth listed) {
            return patterns.isEmpty() ? Truth.UNKNOWN : listed;
        }
    }

    /// `NotAction`.
    record AllExcept(List<String> patterns) implements Actions {
        public AllExcept {
            patterns = List.copyOf(patterns);
        }

        @Override
        public Truth speaksOf(Truth listed) {
            return patterns.isEmpty() ? Truth.UNKNOWN : listed.not();
        }
    }
}
