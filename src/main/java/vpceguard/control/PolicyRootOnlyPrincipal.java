package vpceguard.control;

import java.util.stream.Stream;
import vpceguard.json.JsonPointer;
import vpceguard.json.Quoted;
import vpceguard.model.Severity;
import vpceguard.perimeter.Level;
import vpceguard.policy.Callers;
import vpceguard.policy.Principals;
import vpceguard.policy.Principals.Principal;
import vpceguard.policy.Statement;

/// Finds an account as principal on a gateway endpoint, where it means "the AWS account root user only, not
/// all users and roles for the account" (AWS PrivateLink guide, "Endpoint policies for gateway endpoints").
final class PolicyRootOnlyPrincipal extends EndpointControl {
    PolicyRootOnlyPrincipal() {
        super(
                "policy-root-only-principal",
                "the endpoint policy names an account and means its root user alone",
                Level.NOTIFY,
                Matter.POLICY);
    }

    @Override
    public ControlResult check(Subject subject) {
        return subject.policy() instanceof PolicyView.Read
                        && !subject.endpoint().type().isGateway()
                ? new ControlResult.NotApplicable("an account means all its principals, except on a gateway endpoint")
                : PerStatement.check(subject, this::check);
    }

    private Stream<Finding> check(Statement statement, JsonPointer place) {
        var principals = statement.principals().principals();
        return principals.stream()
                .filter(principal -> Callers.account(principal).isPresent())
                .filter(_ -> principals.stream().noneMatch(Principal::isAnyone))
                .map(principal -> finding(
                        Severity.HIGH,
                        Quoted.of(principal.id())
                                + " means the account's root user alone on a gateway endpoint, so this "
                                + statement.effect().word()
                                + (statement.principals() instanceof Principals.AllExcept
                                        ? " reaches its roles and users; use Principal \"*\" and StringNotEquals on"
                                        : " passes over its roles and users; use \"*\" and a condition on")
                                + " aws:PrincipalAccount",
                        new Evidence(
                                PerStatement.principals(statement, place)
                                        .child(principal.kind())
                                        .text(),
                                principal.id(),
                                "\"*\" and a condition on aws:PrincipalAccount")));
    }
}
