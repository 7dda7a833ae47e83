package vpceguard.policy;

import java.util.List;

/// One line of a `Condition` block: all lines must hold, for one of the values each (none of them, if the operator is
/// negated).
///
/// @param operator as written, with set prefix and `IfExists`
/// @param key as written; keys are compared without case
public record Condition(String operator, String key, List<String> values) {
    public Condition {
        values = List.copyOf(values);
    }
}
