package vpceguard.perimeter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import vpceguard.policy.Policy;
import vpceguard.policy.ReferenceEvaluator;
import vpceguard.policy.RequestSampler;
import vpceguard.policy.Statement;

/// The two forms of a ceiling let the same requests through, on requests drawn near their boundaries.
class CeilingFormsProperties {
    private static final int REQUESTS = 3_000;

    static Stream<String> services() {
        return Stream.concat(Ceilings.different().stream(), Stream.of("cognito-idp"));
    }

    @ParameterizedTest
    @MethodSource("services")
    void bothFormsDecideAlike(String service) {
        long seed = service.hashCode();
        for (var perimeter : perimeters()) {
            for (var clauses : Ceilings.CLAUSES) {
                var ceiling = Ceilings.of(perimeter, service, clauses);
                var allowForm = ceiling.policy();
                var denyForm = Ceilings.denyForm(ceiling);
                var near = new ArrayList<Statement>(ceiling.bound().allows());
                near.addAll(ceiling.bound().denies());
                var sampler = new RequestSampler(near)
                        .key("aws:PrincipalIsAWSService", "true", "false")
                        .key("aws:PrincipalAccount", "999988887777", "anonymous")
                        .key("aws:ResourceAccount", "999988887777");

                assertThat(sampler.disagreement(
                                seed,
                                REQUESTS,
                                request -> ReferenceEvaluator.allows(allowForm, request)
                                        == ReferenceEvaluator.allows(denyForm, request)))
                        .as("%s, clauses %s", service, clauses)
                        .isEmpty();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("services")
    void whatIsWrittenObeysAwssRules(String service) {
        for (var clauses : Ceilings.CLAUSES) {
            var ceiling = Ceilings.of(service, clauses);
            assertThat(ceiling.policy().text()).hasSizeLessThan(Policy.LONGEST).doesNotContain("${");
            assertThat(Ceilings.denyForm(ceiling).text()).hasSizeLessThan(8_600).doesNotContain("${");
            assertThat(ceiling.policy().text() + Ceilings.denyForm(ceiling).text())
                    .doesNotContain("\"Principal\":{");
        }
    }

    private static Set<Perimeter> perimeters() {
        return Set.of(
                Ceilings.perimeter("aws", Set.of(Ceilings.ORGANIZATION), Set.of(Ceilings.OWN)),
                Ceilings.perimeter("aws-cn", Set.of(), Set.of(Ceilings.OWN)),
                Ceilings.perimeter("aws", Set.of(Ceilings.ORGANIZATION, "o-b2c3d4e5f6"), Set.of()),
                Ceilings.perimeter("aws-us-gov", Set.of(Ceilings.ORGANIZATION), Set.of(Ceilings.OWN, "444455556666")));
    }
}
