package vpceguard.policy;

import java.util.List;
import java.util.Optional;
import vpceguard.json.Json;

/// One statement of a policy.
///
/// @param source the statement as it was read, whatever conditions it is asked about `under`
public record Statement(
        Optional<String> sid,
        Effect effect,
        Principals principals,
        Actions actions,
        Resources resources,
        List<Condition> conditions,
        Json.Obj source) {
    /// Lets everybody make every call.
    public static final Statement EVERYTHING = new Statement(
            Optional.empty(),
            Effect.ALLOW,
            new Principals.Only(List.of(Principals.Principal.EVERYBODY)),
            new Actions.Only(List.of("*")),
            new Resources.Only(List.of("*")),
            List.of(),
            Json.object()
                    .put("Effect", "Allow")
                    .put("Principal", "*")
                    .put("Action", "*")
                    .put("Resource", "*")
                    .build());

    public Statement {
        conditions = List.copyOf(conditions);
    }

    /// The same under these conditions instead, to ask about and never to write: the source stays.
    public Statement under(List<Condition> conditions) {
        return new Statement(sid, effect, principals, actions, resources, conditions, source);
    }

    /// The same about these actions instead, alike.
    public Statement on(Actions actions) {
        return new Statement(sid, effect, principals, actions, resources, conditions, source);
    }

    /// Whether the condition's key stands twice under its operator, in different spellings: AWS does not say what then
    /// counts.
    public boolean isRepeated(Condition condition) {
        int found = 0;
        for (var other : conditions) {
            if (other.name().equals(condition.name()) && other.operator().equals(condition.operator())) {
                found++;
            }
        }
        return found > 1;
    }

    /// Whether it is open if the statement reaches that caller, although its NotPrincipal leaves them out.
    ///
    /// A Deny may reach users and roles all the same: those of an account that is left out, those whose account is
    /// left in, those with a permissions boundary; an Allow with the element "is not supported", so that it may do
    /// so, too, unless everybody is left out (IAM user guide, "AWS JSON policy elements: NotPrincipal").
    public boolean mayReachExcepted(String caller) {
        return principals instanceof Principals.AllExcept(var excepted)
                && Callers.isUserOrRole(caller)
                && (effect == Effect.DENY || excepted.stream().noneMatch(Principals.Principal::isAnyone));
    }

    /// Whether the statement matches every request there is, those of federated callers perhaps left out.
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
