package vpceguard.policy.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vpceguard.model.EndpointType;
import vpceguard.policy.Policies;
import vpceguard.policy.Policy;
import vpceguard.policy.Request;

/// Requests that cannot be do not count, and what was assumed of them is named.
class PossibleTest {
    private static final Policy HOME = Policies.read("""
            {"Version": "2012-10-17", "Statement": [
              {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*",
                "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}},
              {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*",
                "Condition": {"StringEquals": {"aws:PrincipalAccount": "111122223333"}}}]}
            """);

    private static final Policy OWN_RESOURCES = Policies.read("""
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*",
              "Condition": {"StringEquals": {"aws:ResourceAccount": "111122223333"}}}]}
            """);

    private static Possible ask(String principal, String resource, String condition, Policy within, EndpointType type) {
        var policy = Policies.read("""
                {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": %s, "Action": "*",
                  "Resource": "%s", "Condition": %s}]}
                """.formatted(principal, resource, condition));
        return Possible.of(List.of(policy), within, type);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"AWS\": \"111122223333\"} | {}",
                "{\"AWS\": \"arn:aws:iam::111122223333:root\"} | {}",
                "{\"AWS\": \"arn:aws:iam::111122223333:role/app\"} | {}",
                "{\"AWS\": [\"arn:aws:iam::111122223333:user/a\", \"arn:aws:iam::111122223333:user/b\"]} | {}",
            })
    void aPrincipalOfTheAccountIsInside(String principal, String condition) {
        for (var type : List.of(EndpointType.GATEWAY, EndpointType.INTERFACE)) {
            assertThat(ask(principal, "*", condition, HOME, type))
                    .isEqualTo(new Possible(new Containment.Contained(), Set.of(Axiom.CALLER_ACCOUNT)));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"AWS\": \"444455556666\"} | {}",
                "{\"AWS\": \"arn:aws:iam::444455556666:role/app\"} | {}",
                "{\"AWS\": [\"111122223333\", \"444455556666\"]} | {}",
                "\"*\" | {}",
                "\"*\" | {\"ArnLike\": {\"aws:PrincipalArn\": \"arn:aws:iam::444455556666:role/app\"}}",
                "\"*\" | {\"ArnLike\": {\"aws:PrincipalArn\": \"arn:aws:iam::*:role/app\"}}",
                "\"*\" | {\"StringNotEquals\": {\"aws:PrincipalArn\": \"arn:aws:iam::111122223333:role/app\"}}",
                "{\"Service\": \"logs.amazonaws.com\"} | {}",
            })
    void aStrangerIsNot(String principal, String condition) {
        for (var type : List.of(EndpointType.GATEWAY, EndpointType.INTERFACE)) {
            assertThat(ask(principal, "*", condition, HOME, type))
                    .satisfies(answer -> assertThat(answer.witness()).isPresent())
                    .satisfies(answer -> assertThat(answer.assumed()).doesNotContain(Axiom.SERVICE, Axiom.OWNER));
        }
    }

    /// The first request found would be one of an anonymous caller without an account.
    @Test
    void whatTheWitnessRestsOnIsNamed() {
        assertThat(ask("\"*\"", "*", "{}", HOME, EndpointType.INTERFACE))
                .satisfies(answer -> assertThat(answer.assumed()).containsExactly(Axiom.ANONYMOUS_ACCOUNT))
                .satisfies(answer -> assertThat(answer.witness())
                        .hasValueSatisfying(witness -> assertThat(
                                        witness.context().getOrDefault("aws:principalaccount", List.of("anonymous")))
                                .isEqualTo(List.of("anonymous"))));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            sts:AssumeRoleWithSAML, true
            sts:*,                  true
            *,                      true
            sts:GetCallerIdentity,  false
            s3:*,                   false
            """)
    void onlyFederatedCallersHaveNoAccount(String calls, boolean mayBe) {
        var withoutAccount = Policies.read("""
                {"Version": "2012-10-17", "Statement": [
                  {"Effect": "Allow", "Principal": {"AWS": "anonymous"}, "Action": "%s", "Resource": "*",
                    "Condition": {"Null": {"aws:PrincipalAccount": "true"}}}]}
                """.formatted(calls));

        assertThat(Possible.of(List.of(withoutAccount), HOME, EndpointType.INTERFACE)
                        .witness()
                        .map(Request::action)
                        .filter(action -> action.startsWith("sts:assumerolewith")))
                .as(calls)
                .matches(witness -> witness.isPresent() == mayBe);
    }

    /// Nobody names that account as a principal, so any stranger stands for its callers.
    @Test
    void aWitnessIsSomebodyOfTheAccountThatItHas() {
        var account = "{\"StringEquals\": {\"aws:PrincipalAccount\": \"444455556666\"}}";
        for (var type : List.of(EndpointType.GATEWAY, EndpointType.INTERFACE)) {
            assertThat(ask("\"*\"", "*", account, HOME, type).witness())
                    .hasValueSatisfying(
                            witness -> assertThat(witness.principal()).contains(":444455556666:"));
        }
    }

    @Test
    void aWitnessThatBreaksNothingRestsOnNothing() {
        var stranger = "{\"StringEquals\": {\"aws:PrincipalAccount\": \"444455556666\"},"
                + " \"Null\": {\"aws:PrincipalOrgID\": \"true\"}}";
        assertThat(ask("{\"AWS\": \"444455556666\"}", "*", stranger, HOME, EndpointType.INTERFACE)
                        .assumed())
                .isEmpty();
    }

    @Test
    void aRoleByItsArnIsInside() {
        var condition = "{\"ArnEquals\": {\"aws:PrincipalArn\": \"arn:aws:iam::111122223333:role/app\"}}";
        assertThat(ask("\"*\"", "*", condition, HOME, EndpointType.GATEWAY))
                .isEqualTo(new Possible(new Containment.Contained(), Set.of(Axiom.ARN_ACCOUNT)));
    }

    @Test
    void aPathNamesTheOrganization() {
        var own = "{\"ForAnyValue:StringLike\": {\"aws:PrincipalOrgPaths\": \"o-a1b2c3d4e5/r-ab12/*\"}}";
        assertThat(ask("\"*\"", "*", own, HOME, EndpointType.GATEWAY))
                .isEqualTo(new Possible(new Containment.Contained(), Set.of(Axiom.CALLER_PATHS)));
        for (var open : List.of(
                own.replace("ForAnyValue", "ForAllValues"),
                own.replace("a1b2", "zzzz"),
                own.replace("o-a1b2c3d4e5/r", "*/r"))) {
            assertThat(ask("\"*\"", "*", open, HOME, EndpointType.GATEWAY).witness())
                    .as(open)
                    .isPresent();
        }
    }

    @Test
    void anArnNamesItsOwnerWhereTheServiceHasThem() {
        assertThat(ask(
                        "\"*\"",
                        "arn:aws:sns:us-east-1:111122223333:topic",
                        "{}",
                        OWN_RESOURCES,
                        EndpointType.INTERFACE))
                .isEqualTo(new Possible(new Containment.Contained(), Set.of(Axiom.OWNER)));
        assertThat(ask("\"*\"", "arn:aws:sns:us-east-1:444455556666:topic", "{}", OWN_RESOURCES, EndpointType.INTERFACE)
                        .containment())
                .isInstanceOf(Containment.NotContained.class);
        assertThat(ask(
                                "\"*\"",
                                "arn:aws:ec2:us-east-1:111122223333:volume/*",
                                "{}",
                                OWN_RESOURCES,
                                EndpointType.INTERFACE)
                        .containment())
                .as("EBS calls have no aws:ResourceAccount")
                .isInstanceOf(Containment.NotContained.class);
    }

    /// A star before the account may reach on to another's log group of that name.
    @Test
    void anArnWithAStarBeforeItsOwnerNamesNone() {
        assertThat(ask("\"*\"", "arn:aws:logs:*:111122223333:*", "{}", OWN_RESOURCES, EndpointType.INTERFACE)
                        .containment())
                .isNotInstanceOf(Containment.Contained.class);
        assertThat(ask("\"*\"", "arn:aws:logs:us-east-1:111122223333:*", "{}", OWN_RESOURCES, EndpointType.INTERFACE))
                .isEqualTo(new Possible(new Containment.Contained(), Set.of(Axiom.OWNER)));
    }

    /// An account that is a star is nobody's: what cannot be of its callers says nothing of others.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"AWS\": [\"*\", \"arn:aws:iam::*:role/x\"]}",
                "{\"AWS\": \"arn:aws:iam::*:root\"}",
                "{\"Federated\": \"arn:aws:iam::*:saml-provider/x\"}",
                "{\"AWS\": \"arn:aws:iam::\\\"x:root\"}",
            })
    void anAccountIsANumber(String principal) {
        for (var type : List.of(EndpointType.GATEWAY, EndpointType.INTERFACE)) {
            assertThat(ask(
                                    principal,
                                    "*",
                                    "{\"StringEquals\": {\"aws:PrincipalAccount\": \"999999999999\"}}",
                                    HOME,
                                    type)
                            .containment())
                    .isNotInstanceOf(Containment.Contained.class);
        }
    }

    @Test
    void nothingIsAssumedForWhatIsInsideAnyway() {
        assertThat(ask(
                        "{\"AWS\": \"111122223333\"}",
                        "*",
                        "{\"StringEquals\": {\"aws:PrincipalAccount\": \"111122223333\"}}",
                        HOME,
                        EndpointType.INTERFACE))
                .isEqualTo(new Possible(new Containment.Contained(), Set.of()));
    }
}
