package vpceguard.policy;

import java.util.List;

/// Which resources a statement speaks of, as ARN patterns.
public sealed interface Resources {
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
}
