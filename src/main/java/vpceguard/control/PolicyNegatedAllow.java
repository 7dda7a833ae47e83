package vpceguard.control;

import java.util.regex.Pattern;
import java.util.stream.Stream;
import vpceguard.json.JsonPointer;
import vpceguard.model.Severity;
import vpceguard.perimeter.Level;
import vpceguard.policy.Effect;
import vpceguard.policy.Principals;
import vpceguard.policy.Resources;
import vpceguard.policy.Statement;

/// Finds an Allow statement for all but a few: each new principal, action or resource is let through by
/// itself.
final class PolicyNegatedAllow extends EndpointControl {
    /// An ARN that says whose resource it is, or a bucket's.
    private static final Pattern OWNED = Pattern.compile("arn:[^:]*:[^:]*:[^:]*:(?:[0-9]{12}:.*|:[^*?].*)");

    PolicyNegatedAllow() {
        super("policy-negated-allow", "the endpoint policy allows all but what it names", Level.NOTIFY, Matter.POLICY);
    }

    @Override
    public ControlResult check(Subject subject) {
        return PerStatement.check(subject, this::check);
    }

    private Stream<Finding> check(Statement statement, JsonPointer place) {
        return Stream.of("Principal", "Action", "Resource")
                .filter(_ -> statement.effect() == Effect.ALLOW)
                .filter(element -> statement.source().get("Not" + element).isPresent())
                .filter(element -> !element.equals("Action") || !hasOwnedResources(statement))
                .map(element -> finding(
                        Severity.LOW,
                        "an Allow with Not" + element + " lets through all but what it names, "
                                + (element.equals("Principal") && !namesEverybody(statement)
                                        ? "perhaps also users and roles that it names, and"
                                        : "also")
                                + " what comes later; name what is wanted with " + element,
                        new Evidence(
                                place.child("Not" + element).text(),
                                "Allow with Not" + element,
                                "Allow with " + element)));
    }

    private static boolean namesEverybody(Statement statement) {
        return statement.principals().principals().stream().anyMatch(Principals.Principal::isAnyone);
    }

    /// All calls but some, on named resources, stay where they are.
    private static boolean hasOwnedResources(Statement statement) {
        return statement.resources() instanceof Resources.Only(var patterns)
                && patterns.stream().allMatch(pattern -> OWNED.matcher(pattern).matches());
    }
}
