package vpceguard.policy;

import java.util.List;

/// The resources that a statement is about, as ARN patterns.
public sealed interface Resources {
    /// The patterns, whichever element holds them.
    List<String> patterns();

    /// Whether the statement speaks of something; unknown if nothing is listed.
    ///
    /// @param listed whether one of its patterns means it
    Truth speaksOf(Truth listed);

    /// `Resource`.
    record Only(List<String> patterns) implements Resources {
        public Only {
            patterns = List.copyOf(patterns);
        }

        @Override
        public Truth speaksOf(Truth listed) {
            return patterns.isEmpty() ? Truth.UNKNOWN : listed;
        }
    }

    /// `NotResource`.
    record AllExcept(List<String> patterns) implements Resources {
        public AllExcept {
            patterns = List.copyOf(patterns);
        }

        @Override
        public Truth speaksOf(Truth listed) {
            return patterns.isEmpty() ? Truth.UNKNOWN : listed.not();
        }
    }

    /// Neither element.
    record Absent() implements Resources {
        @Override
        public List<String> patterns() {
            return List.of();
        }

        @Override
        public Truth speaksOf(Truth listed) {
            return Truth.UNKNOWN;
        }
    }
}
