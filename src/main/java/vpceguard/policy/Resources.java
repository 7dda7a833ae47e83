package vpceguard.policy;

import java.util.List;

/// The resources that a statement is about, as ARN patterns.
public sealed interface Resources {
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

    /// `Resource`.
    record Only(List<String> patterns) implements Resources {
        public Only {
            patterns = List.copyOf(patterns);
        }
    }

    /// `NotResource`.
    record AllExcept(List<String> patterns) implements Resources {
        public AllExcept {
            patterns = List.copyOf(patterns);
        }
    }

    /// Neither element.
    record Absent() implements Resources {
        @Override
        public List<String> patterns() {
            return List.of();
        }
    }
}
