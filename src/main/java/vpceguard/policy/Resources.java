package vpceguard.policy;

import java.util.List;

/// Which resources a statement speaks of, as ARN patterns.
public sealed interface Resources {
    /// The patterns, whichever element holds them.
    List<String> patterns();

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
