package vpceguard.perimeter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import vpceguard.json.Json;
import vpceguard.json.JsonWriter;
import vpceguard.model.EndpointType;
import vpceguard.policy.Policies;
import vpceguard.policy.Policy;
import vpceguard.policy.Statement;
import vpceguard.policy.proof.Containment;
import vpceguard.policy.proof.Proof;
import vpceguard.policy.proof.Tightening;

/// Each built-in ceiling's two forms are equal, by the procedure in both directions, and leave room for what is kept.
class CeilingsProvedTest {
    private static final int PARTNERS = 30;
    private static final int MOST_OF_A_POLICY = Policy.LONGEST * 3 / 5;
    private static final List<String> ACTIONS = List.of(
            "s3:GetObject",
            "s3:GetObjectVersion",
            "s3:PutObject",
            "s3:PutObjectTagging",
            "s3:ListBucket",
            "s3:DeleteObject",
            "s3:AbortMultipartUpload");

    static Stream<String> services() {
        return Stream.concat(new TreeSet<>(ServiceKnowledge.CEILINGS).stream(), Stream.of("athena", "cognito-idp"));
    }

    @ParameterizedTest
    @MethodSource("services")
    void bothFormsLetTheSameRequestsThrough(String service) {
        for (var perimeter : perimeters()) {
            for (var clauses : Ceilings.CLAUSES) {
                var ceiling = Ceilings.of(perimeter, service, clauses);
                var told = "%s, %s, %s".formatted(service, clauses, perimeter);
                areEqual(told, ceiling.policy(), Ceilings.denyForm(ceiling));
                assertThat(Ceilings.denyForm(ceiling).text()).as(told).hasSizeLessThan(MOST_OF_A_POLICY);
                assertThat(ceiling.policy().text()).as(told).hasSizeLessThan(MOST_OF_A_POLICY);
            }
        }
    }

    @Test
    void thirtyPartnersWithActionsOfTheirOwnFitBesideTheCeilingOfS3() {
        var ceiling = withPartners(Ceilings.of("s3", Set.of(Clause.values())).policy());

        var policy = written(Policies.FULL_ACCESS, ceiling, Proof.How.REPLACE);

        areEqual("thirty partners", ceiling, policy);
        assertThat(policy.text()).hasSizeLessThan(Policy.LONGEST);
    }

    @Test
    void theirComplementFitsToo() {
        var ceiling = withPartners(
                ofNoPartner(Ceilings.of("s3", Set.of(Clause.values())).policy()));
        // A part of this statement cannot be written: on gateway endpoints AWS takes no other principal than "*" today.
        var old = Policies.document("2012-10-17", """
                {'Effect':'Allow','Principal':{'AWS':'arn:aws:iam::111122223333:role/loader'},
                 'Action':'s3:*','Resource':'*'}""");

        var policy = written(old, ceiling, Proof.How.APPEND);

        areEqual("thirty partners", ceiling, everythingBut(policy.denies()));
        assertThat(policy.text()).hasSizeLessThan(Policy.LONGEST);
    }

    /// The same with lists of resources that hold none of a partner, so that a partner's are allowed in one place.
    static Policy ofNoPartner(Policy ceiling) {
        var statements = ceiling.statements().stream()
                .map(Statement::source)
                .map(statement -> statement
                                .get("Resource")
                                .filter(Json.Arr.class::isInstance)
                                .isPresent()
                        ? statement.with("Condition", excluding(statement.at("Condition")))
                        : statement)
                .toList();
        return document(statements);
    }

    private static Json excluding(Optional<Json> conditions) {
        var block = conditions.map(Json.Obj.class::cast).orElse(Json.object().build());
        var accounts = IntStream.rangeClosed(1, PARTNERS)
                .mapToObj(CeilingsProvedTest::account)
                .toList();
        return block.with(
                "StringNotEquals",
                Json.object().put("aws:ResourceAccount", accounts).build());
    }

    private static Policy written(String old, Policy ceiling, Proof.How how) {
        return switch (Tightening.of(Policies.read(old), ceiling, EndpointType.GATEWAY)) {
            case Tightening.Written(var policy, var proof) when proof.how() == how -> policy;
            case Tightening.Written(var _, var proof) -> throw new AssertionError(proof.how());
            case Tightening.Unchanged _, Tightening.Refused _ ->
                throw new AssertionError(
                        "nothing was written" + Tightening.of(Policies.read(old), ceiling, EndpointType.GATEWAY));
        };
    }

    private static void areEqual(String told, Policy one, Policy other) {
        for (var type : List.of(EndpointType.INTERFACE, EndpointType.GATEWAY)) {
            assertThat(Containment.of(one, other, type)).as(told).isEqualTo(new Containment.Contained());
            assertThat(Containment.of(other, one, type)).as(told).isEqualTo(new Containment.Contained());
        }
    }

    private static List<Perimeter> perimeters() {
        var own = Set.of(Ceilings.OWN);
        var one = Set.of(Ceilings.ORGANIZATION);
        return List.of(
                Ceilings.perimeter("aws", one, own),
                Ceilings.perimeter("aws", Set.of(Ceilings.ORGANIZATION, "o-z9y8x7w6v5", "o-m1n2o3p4q5"), own),
                Ceilings.perimeter("aws-us-gov", Set.of(), own),
                Ceilings.perimeter(
                        "aws",
                        one,
                        IntStream.rangeClosed(0, PARTNERS)
                                .mapToObj(CeilingsProvedTest::account)
                                .collect(Collectors.toSet())));
    }

    private static String account(int number) {
        return number == 0 ? Ceilings.OWN : "4444555500%02d".formatted(number);
    }

    /// Each partner's resources for the organization's callers, with a list of actions that no other partner has.
    static Policy withPartners(Policy ceiling) {
        var statements = new ArrayList<>(
                ceiling.statements().stream().map(Statement::source).toList());
        for (int partner = 1; partner <= PARTNERS; partner++) {
            int bits = partner;
            var actions = IntStream.range(0, ACTIONS.size())
                    .filter(i -> (bits >> i) % 2 == 1)
                    .mapToObj(ACTIONS::get)
                    .toList();
            var keys = Json.object()
                    .put("aws:PrincipalOrgID", Ceilings.ORGANIZATION)
                    .put("aws:ResourceAccount", account(partner));
            statements.add(Json.object()
                    .put("Sid", "Partner" + partner)
                    .put("Effect", "Allow")
                    .put("Principal", "*")
                    .put("Action", Json.Arr.ofTexts(actions))
                    .put("Resource", "*")
                    .put(
                            "Condition",
                            Json.object().put("StringEquals", keys.build()).build())
                    .build());
        }
        return document(statements);
    }

    private static Policy everythingBut(Stream<Statement> denies) {
        var statements = new ArrayList<>(Policies.read(Policies.FULL_ACCESS).statements().stream()
                .map(Statement::source)
                .toList());
        denies.map(Statement::source).forEach(statements::add);
        return document(statements);
    }

    private static Policy document(List<Json.Obj> statements) {
        return Policies.read(JsonWriter.compact(Json.object()
                .put("Version", Policy.WITH_VARIABLES)
                .put("Statement", new Json.Arr(List.copyOf(statements)))
                .build()));
    }
}
