package vpceguard.perimeter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vpceguard.model.EndpointType;
import vpceguard.perimeter.document.Documents;
import vpceguard.policy.Policy;
import vpceguard.policy.PolicyReader;
import vpceguard.policy.Statement;

/// Statements of `also` that are for some callers alone: both forms of the ceiling mean the same, and the plain
/// ones are short enough to stand beside the built-in ceiling of S3.
class GuardedStatementsTest {
    private static final String ROLE = "'StringEquals': {'aws:PrincipalArn': 'arn:aws:iam::111122223333:role/%s'}";

    private static String statement(String action, String resource, String condition) {
        return "{'Effect': 'Allow', 'Principal': '*', 'Action': '%s', 'Resource': 'arn:aws:s3:::%s'%s}"
                .formatted(action, resource, condition.isEmpty() ? "" : ", 'Condition': {" + condition + "}");
    }

    private static Ceiling ceiling(String... statements) {
        var perimeter = Documents.perimeter("""
                {'organizations': ['o-a1b2c3d4e5'], 'accounts': ['111122223333'],
                 'services': {'s3': {'also': [%s]}}}""".formatted(String.join(", ", statements)));
        return Ceilings.of(perimeter, "s3", EnumSet.allOf(Clause.class));
    }

    private static int length(Ceiling ceiling) {
        return PolicyReader.own(
                        ceiling.bound().denies().stream().map(Statement::source).toList())
                .text()
                .length();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            one caller               | s3:GetObject | files/* | a | s3:PutObject | files/* | a | true
            two callers of one thing | s3:GetObject | files/* | a | s3:GetObject | files/* | b | true
            two things               | s3:GetObject | files/* | a | s3:GetObject | other/* | b | true
            within one another       | s3:GetObject | files/* | a | s3:GetObject | files/x/* | b | false
            """)
    void bothFormsMeanTheSame(
            String name,
            String action,
            String resource,
            String caller,
            String otherAction,
            String otherResource,
            String otherCaller,
            boolean isShort) {
        var ceiling = ceiling(
                statement(action, resource, ROLE.formatted(caller)),
                statement(otherAction, otherResource, ROLE.formatted(otherCaller)));

        assertThat(ceiling.bound().isExact(EndpointType.GATEWAY)).as(name).isTrue();
        assertThat(length(ceiling) < Policy.LONGEST).as(name).isEqualTo(isShort);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            for everybody too | s3:GetObject |
            by another key    | s3:GetObject | 'StringEquals': {'aws:PrincipalAccount': '777788889999'}
            """)
    void theSameBoxOtherwise(String name, String action, String condition) {
        var ceiling = ceiling(
                statement(action, "files/*", ROLE.formatted("a")),
                statement(action, "files/*", condition == null ? "" : condition));

        assertThat(ceiling.bound().isExact(EndpointType.GATEWAY)).as(name).isTrue();
    }

    /// Such calls pass on resources of the organization whoever makes them, and here on more.
    @ParameterizedTest
    @CsvSource({
        "execute-api, execute-api:Invoke, arn:aws:execute-api:us-east-1:444455556666:abcde12345/*",
        "sts, sts:AssumeRoleWithWebIdentity, arn:aws:iam::444455556666:role/partner",
        "ssm, ssm:RegisterManagedInstance, *"
    })
    void aCallWithoutCredentialsMayBeForOneResource(String service, String action, String resource) {
        var perimeter = Documents.perimeter("""
                {'organizations': ['o-a1b2c3d4e5'], 'accounts': ['111122223333'],
                 'services': {'%s': {'also': [
                   {'Effect': 'Allow', 'Principal': '*', 'Action': '%s', 'Resource': '%s'}]}}}""".formatted(service, action, resource));

        assertThat(CeilingCheck.fault(perimeter, Set.of(), Optional.of(Ceilings.OWN), "us-east-1"))
                .isEmpty();
    }
}
