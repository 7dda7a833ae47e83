package vpceguard.policy;

import java.util.List;

/// One line of a `Condition` block: all lines must hold, for one of the patterns each (none of them, if the operator is
/// negated).
///
/// @param key as written
/// @param name the key's name for comparisons, which are without case
/// @param patterns what the key's values are compared with
/// @param respelled whether AWS may compare with another text than was written, so that it is open when the line holds
public record Condition(Operator operator, String key, String name, List<String> patterns, boolean respelled) {
    public Condition {
        patterns = List.copyOf(patterns);
    }

    public Condition(Operator operator, String key, List<String> patterns) {
        this(operator, key, Glob.lowerName(key), patterns, false);
    }
}
