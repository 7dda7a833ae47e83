package vpceguard.policy;

import java.util.List;

/// Which calls a statement speaks of, as patterns with `*` and `?`.
public sealed interface Actions {
    /// The patterns, whichever element holds them.
    List<String> patterns();

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
