package vpceguard.policy;

import java.util.List;
import java.util.Locale;

/// One line of a `Condition` block: all lines must hold, for one of the patterns each (none of them, if the operator is
/// negated).
///
/// @param key as written; keys are compared without case
/// @param patterns what the key's values are compared with
public record Condition(Operator operator, String key, List<String> patterns) {
    public Condition {
        patterns = List.copyOf(patterns);
    }

    /// The key's name for comparisons.
    public String name() {
        return key.toLowerCase(Locale.ROOT);
    }
}
