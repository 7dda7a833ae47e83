package vpceguard.policy;

import java.util.List;
import java.util.Optional;
import vpceguard.json.Json;

/// One statement of a policy.
///
/// @param source the statement as it was read
public record Statement(
        Optional<String> sid,
        Effect effect,
        Principals principals,
        Actions actions,
        Resources resources,
        List<Condition> conditions,
        Json.Obj source) {
    public Statement {
        conditions = List.copyOf(conditions);
    }

    /// Whether the condition's key stands twice under its operator, in different spellings: AWS does not say what then
    /// counts.
    public boolean isRepeated(Condition condition) {
        int found = 0;
        for (var other : conditions) {
            if (other.name().equals(condition.name())
                    && other.operator().name().equals(condition.operator().name())) {
                found++;
            }
        }
        return found > 1;
    }

    /// Whether the statement matches every request there is.
    public boolean matchesEverything() {
        return conditions.isEmpty()
                && principals instanceof Principals.Only(var principal)
                && principal.stream().anyMatch(Principals.Principal::isAnyone)
                && actions instanceof Actions.Only(var action)
                && action.contains("*")
                && resources instanceof Resources.Only(var resource)
                && resource.contains("*");
    }
}
