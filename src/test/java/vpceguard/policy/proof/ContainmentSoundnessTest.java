package vpceguard.policy.proof;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import vpceguard.model.EndpointType;
import vpceguard.policy.Policies;

/// Answers that were once wrong.
class ContainmentSoundnessTest {
    private static Containment ask(String a, String b) {
        return Containment.of(
                Policies.read(Policies.json("{'Version':'2012-10-17','Statement':[" + a + "]}")),
                Policies.read(Policies.json("{'Version':'2012-10-17','Statement':[" + b + "]}")),
                EndpointType.INTERFACE);
    }

    private static String statement(String effect, String principal, String condition) {
        return "{'Effect':'%s','Principal':%s,'Action':'*','Resource':'*','Condition':%s}"
                .formatted(effect, principal, condition);
    }

    @Test
    void anEscapedStarIsAStar() {
        assertThat(ask(
                        statement("Allow", "'*'", "{}"),
                        statement("Allow", "'*'", "{}") + ","
                                + statement("Deny", "'*'", "{'StringLike':{'aws:SourceVpc':'*${*}'}}")))
                .isInstanceOf(Containment.NotContained.class);
        assertThat(ask(
                        statement("Allow", "'*'", "{'StringEquals':{'aws:SourceVpc':'a${*}'}}"),
                        statement("Allow", "'*'", "{'StringLike':{'aws:SourceVpc':'*${*}'}}")))
                .isEqualTo(new Containment.Contained());
    }

    @Test
    void aValueMayBeEmpty() {
        assertThat(ask(
                        statement("Allow", "'*'", "{'Null':{'aws:PrincipalTag/team':'false'}}"),
                        statement("Allow", "'*'", "{'StringLike':{'aws:PrincipalTag/team':'?*'}}")))
                .isInstanceOf(Containment.NotContained.class);
    }

    @Test
    void aServiceIsNoFederatedCaller() {
        assertThat(ask(
                        statement("Allow", "{'Service':'cognito-identity.amazonaws.com'}", "{}"),
                        statement("Allow", "{'Federated':'cognito-identity.amazonaws.com'}", "{}")))
                .isNotInstanceOf(Containment.Contained.class);
    }
}
