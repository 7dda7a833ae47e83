package vpceguard.perimeter;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import vpceguard.json.Json;
import vpceguard.model.EndpointType;
import vpceguard.policy.Policies;
import vpceguard.policy.Policy;
import vpceguard.policy.ReferenceEvaluator;
import vpceguard.policy.RequestSampler;
import vpceguard.policy.Statement;
import vpceguard.policy.WritingRules;
import vpceguard.policy.proof.Containment;
import vpceguard.policy.proof.Possible;
import vpceguard.policy.proof.Proof;
import vpceguard.policy.proof.ProofCheck;
import vpceguard.policy.proof.Tightening;

/// Policies as people write them, met with the ceilings of all services, on the kinds of endpoint that each service
/// has.
class RealPoliciesTest {
    private static final int REQUESTS = 20;

    private static final Set<String> WITH_GATEWAY = Set.of("s3", "dynamodb");

    static Set<String> services() {
        return Ceilings.different();
    }

    private static List<EndpointType> types(String service) {
        return WITH_GATEWAY.contains(service)
                ? List.of(EndpointType.INTERFACE, EndpointType.GATEWAY)
                : List.of(EndpointType.INTERFACE);
    }

    @ParameterizedTest
    @MethodSource("services")
    void examplesAreTightenedExactly(String service) {
        areTightenedExactly(Policies.examples(), service);
    }

    @ParameterizedTest
    @MethodSource("services")
    void realPoliciesAreTightenedExactly(String service) {
        areTightenedExactly(Policies.corpus(), service);
    }

    @Test
    void onlyVariablesLeaveQuestionsAboutExamplesOpen() {
        assertThat(answers(Policies.examples())).allSatisfy((policy, answers) -> {
            if (!policy.hasVariables() || !policy.mentionsVariables()) {
                assertThat(answers).noneMatch(Containment.Unknown.class::isInstance);
            }
        });
    }

    @Test
    void fewQuestionsAboutRealPoliciesStayOpen() {
        var all = answers(Policies.corpus()).values().stream()
                .flatMap(List::stream)
                .toList();
        var open = all.stream().filter(Containment.Unknown.class::isInstance).toList();
        assertThat(open).hasSizeLessThanOrEqualTo(all.size() / 100);
    }

    private static void areTightenedExactly(Map<String, String> policies, String service) {
        policies.forEach((name, text) -> {
            var old = Policies.read(text);
            for (var clauses : Ceilings.CLAUSES) {
                for (var type : types(service)) {
                    var ceiling = Ceilings.of(service, clauses);
                    var told = "%s, %s, %s, %s".formatted(name, service, clauses, type);
                    switch (Tightening.of(old, ceiling.bound(), Optional.empty(), type)) {
                        case Tightening.Unchanged _ -> isTheIntersection(told, old, old, ceiling, type);
                        case Tightening.Written(var policy, var proof) -> {
                            isTheIntersection(told, policy, old, ceiling, type);
                            isProved(told, policy, old, proof, ceiling, type);
                            keepsWhatItSays(told, policy, old, proof);
                        }
                        case Tightening.Refused(var reason) -> fail(told + ": " + reason);
                    }
                }
            }
        });
    }

    /// On requests near the statements of both, by an evaluator that shares nothing with the procedure. It knows
    /// interface endpoints only.
    private static void isTheIntersection(String told, Policy policy, Policy old, Ceiling ceiling, EndpointType type) {
        if (!type.equals(EndpointType.INTERFACE)) {
            return;
        }
        var near = new ArrayList<Statement>(old.statements());
        near.addAll(ceiling.bound().allows());
        var ceilings = ceiling.policy();
        assertThat(new RequestSampler(near)
                        .key("aws:PrincipalIsAWSService", "true", "false")
                        .key("aws:PrincipalAccount", "999988887777", "anonymous")
                        .key("aws:ResourceAccount", "999988887777")
                        .disagreement(
                                told.hashCode(),
                                REQUESTS,
                                request -> ReferenceEvaluator.allows(policy, request)
                                        == (ReferenceEvaluator.allows(old, request)
                                                && ReferenceEvaluator.allows(ceilings, request))))
                .as(told)
                .isEmpty();
    }

    private static void isProved(
            String told, Policy policy, Policy old, Proof proof, Ceiling ceiling, EndpointType type) {
        var bound = ceiling.bound();
        assertThat(ProofCheck.fault(proof, old.text(), policy.text(), bound, type))
                .as(told)
                .isEmpty();
        assertThat(WritingRules.fault(policy, old, type)).as(told).isEmpty();
        assertThat(policy.text()).as(told).hasSizeLessThanOrEqualTo(Policy.LONGEST);
        assertThat(Tightening.of(policy, bound, Optional.empty(), type))
                .as("again: " + told)
                .isInstanceOf(Tightening.Unchanged.class);
    }

    private static void keepsWhatItSays(String told, Policy policy, Policy old, Proof proof) {
        if (!policy.version().equals(old.version())) {
            assertThat(policy.version()).as(told).contains(Policy.WITH_VARIABLES);
            assertThat(old.text()).as(told).doesNotContain("${");
        }
        assertThat(policy.source().get("Id")).as(told).isEqualTo(old.source().get("Id"));
        var was = sources(old.statements());
        var is = sources(policy.statements());
        var denies = sources(old.denies().toList());
        assertThat(is.stream().filter(denies::contains).toList()).as(told).isEqualTo(denies);
        var kept = was.stream().filter(is::contains).count();
        switch (proof.how()) {
            case REPLACE ->
                assertThat(is.subList(is.size() - denies.size(), is.size()))
                        .as(told)
                        .isEqualTo(denies);
            case NARROW -> assertThat(kept).as(told).isGreaterThanOrEqualTo(proof.statements());
            case APPEND -> assertThat(is.subList(0, was.size())).as(told).isEqualTo(was);
        }
    }

    private static List<Json.Obj> sources(List<Statement> statements) {
        return statements.stream().map(Statement::source).toList();
    }

    /// What assessment asks: whether each policy lies inside each ceiling.
    private static Map<Policy, List<Containment>> answers(Map<String, String> policies) {
        return policies.values().stream()
                .map(Policies::read)
                .distinct()
                .collect(toMap(
                        policy -> policy,
                        policy -> services().stream()
                                .flatMap(service -> answers(policy, service))
                                .toList()));
    }

    private static Stream<Containment> answers(Policy policy, String service) {
        return Ceilings.CLAUSES.stream().flatMap(clauses -> {
            var ceiling = Ceilings.of(service, clauses).policy();
            return types(service).stream()
                    .map(type -> Possible.of(List.of(policy), ceiling, type).containment());
        });
    }
}
