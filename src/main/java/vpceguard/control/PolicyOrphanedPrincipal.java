package vpceguard.control;

import java.util.regex.Pattern;
import java.util.stream.Stream;
import vpceguard.json.JsonPointer;
import vpceguard.json.Quoted;
import vpceguard.model.Severity;
import vpceguard.perimeter.Level;
import vpceguard.policy.Callers;
import vpceguard.policy.Effect;
import vpceguard.policy.Principals;
import vpceguard.policy.Statement;

/// Finds the unique id of a principal where a policy should have its ARN. AWS shows the id when the
/// principal was deleted; a new one of the same name has another id (IAM user guide, "AWS JSON policy
/// elements: Principal"). A gateway endpoint may show it for a principal that is there: an ARN "is
/// transformed to a unique principal ID when the policy is saved" (AWS PrivateLink guide).
///
/// `aws:PrincipalArn` never equals an id; `aws:userid` holds one, so an id is right there.
final class PolicyOrphanedPrincipal extends EndpointControl {
    private static final Pattern ROLE_OR_USER = Pattern.compile("A(?:ROA|IDA)[A-Z0-9]{12,}.*");

    PolicyOrphanedPrincipal() {
        super(
                "policy-orphaned-principal",
                "the endpoint policy names a principal by its unique id",
                Level.NOTIFY,
                Matter.POLICY);
    }

    @Override
    public ControlResult check(Subject subject) {
        var gateway = subject.endpoint().type().isGateway();
        return PerStatement.check(
                subject,
                (statement, place) ->
                        Stream.concat(principals(statement, place, gateway), conditions(statement, place)));
    }

    private Stream<Finding> principals(Statement statement, JsonPointer place, boolean gateway) {
        var except = statement.principals() instanceof Principals.AllExcept;
        var deleted = gateway ? Severity.MEDIUM : Severity.HIGH;
        return statement.principals().principals().stream()
                .filter(Callers::isUniqueId)
                .map(principal -> finding(
                        grants(statement, except) ? Severity.LOW : deleted,
                        Quoted.of(principal.id()) + " is the unique id of a principal, which means nobody"
                                + (gateway ? " if that was deleted" : ", since that was deleted")
                                + ", not even a new one of the same name; use "
                                + (gateway
                                        ? "\"*\" and a condition on aws:PrincipalArn"
                                        : "the ARN of one that exists"),
                        new Evidence(
                                PerStatement.principals(statement, place)
                                        .child(principal.kind())
                                        .text(),
                                principal.id(),
                                "the ARN of a principal that exists")));
    }

    private Stream<Finding> conditions(Statement statement, JsonPointer place) {
        return statement.conditions().stream()
                .filter(line -> line.name().equals("aws:principalarn"))
                .flatMap(line -> line.patterns().stream()
                        .filter(value -> ROLE_OR_USER.matcher(value).matches())
                        .map(value -> finding(
                                grants(statement, line.operator().negated()) ? Severity.LOW : Severity.HIGH,
                                Quoted.of(value) + " is a unique id, which aws:PrincipalArn never equals;"
                                        + " use the principal's ARN, or aws:userid",
                                new Evidence(ConditionLine.place(place, line).text(), value, "an ARN"))));
    }

    /// Whether naming nobody only takes a grant away. Anywhere else it opens, or shuts out the one that was meant.
    private static boolean grants(Statement statement, boolean except) {
        return statement.effect() == Effect.ALLOW && !except;
    }
}
