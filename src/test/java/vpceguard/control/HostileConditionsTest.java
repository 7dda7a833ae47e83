package vpceguard.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import vpceguard.policy.Policies;
import vpceguard.policy.Policy;

/// Policies of hundreds of conditions: what is asked of them has an end, and what was not asked is said.
class HostileConditionsTest {
    private static ControlResult check(String... statements) {
        var text = Policies.document("2012-10-17", statements);
        assertThat(text.length()).isBetween(Policy.LONGEST / 2, Policy.LONGEST);
        var usual = Case.all().getFirst();
        var endpoint = usual.subject().endpoint().withPolicy(Optional.of(text));
        return new PolicyConditionWithoutEffect().check(usual.subject(endpoint));
    }

    private static String allow(String conditions) {
        return "{'Effect':'Allow','Principal':'*','Action':'*','Resource':'*','Condition':{" + conditions + "}}";
    }

    private static String many(int count, IntFunction<String> item) {
        return IntStream.range(0, count).mapToObj(item).collect(Collectors.joining(","));
    }

    private static String tags() {
        return many(560, i -> "'aws:PrincipalTag/k" + i + "':'v'");
    }

    @Test
    void findingsSayThatThereMayBeMore() {
        assertThat(check(allow("'StringEqualsIfExists':{" + tags() + "}")))
                .isInstanceOfSatisfying(
                        ControlResult.NonCompliant.class,
                        found -> assertThat(found.findings().getLast().message())
                                .matches(".*, and so in [0-9]+ more places; the policy is too long to examine all"
                                        + " conditions, and 5[0-9]{2} questions were left out"));
    }

    @Test
    void whatIsNotExaminedIsNotCompliant() {
        var organization = "'StringEquals':{'aws:PrincipalOrgID':'o-a1b2c3d4e5'},";
        assertThat(check(allow(organization + "'StringEqualsIfExists':{" + tags() + "}")))
                .isInstanceOfSatisfying(
                        ControlResult.InsufficientData.class,
                        open -> assertThat(open.reason())
                                .startsWith("condition at /Statement/0/Condition/StringEqualsIfExists/")
                                .endsWith(": not examined, since the policy is too long to ask so much of it"));
    }

    @Test
    void conditionsWithManyCasesAreFew() {
        var stars = many(560, i -> "'k" + i + "':'*a" + "?".repeat(13) + "'");
        assertThat(check(allow("'StringLike':{" + stars + "}")))
                .isInstanceOfSatisfying(
                        ControlResult.InsufficientData.class,
                        open -> assertThat(open.reason())
                                .endsWith(": not examined, since the policy is too long to ask so much of it"));
    }

    @Test
    void statementsThatLetNothingMoreThroughCountOnce() {
        var one = "{'Effect':'Allow','Principal':'*','Action':'s3:*','Resource':'*'}";
        assertThat(check(one, allow("'StringEquals':{" + many(1000, i -> "'k" + i + "':'v'") + "}")))
                .as("other services pass the second statement alone, whatever its conditions")
                .isEqualTo(new ControlResult.Compliant());
    }
}
