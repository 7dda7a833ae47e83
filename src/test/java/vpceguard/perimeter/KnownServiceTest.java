package vpceguard.perimeter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import vpceguard.json.Stored;
import vpceguard.model.ServiceName;
import vpceguard.policy.Policies;

class KnownServiceTest {
    /// Services that are gone, or whose endpoints have no actions in IAM.
    private static final Set<String> WITHOUT_PREFIX = Set.of(
            "console", "elastic-inference.runtime", "emrwal.prod", "iotroborunner", "lorawan.cups", "lorawan.lns");

    @ParameterizedTest
    @CsvSource({
        "s3,                    s3",
        "monitoring,            cloudwatch",
        "kinesis-streams,       kinesis",
        "kinesis-firehose,      firehose",
        "ecr.dkr,               ecr",
        "email-smtp,            ses",
        "cloudcontrolapi,       cloudformation",
        "bedrock-agent-runtime, bedrock",
        "sagemaker.api,         sagemaker",
        "notebook,              sagemaker",
        "tags-omics,            omics",
        "s3-global.accesspoint, s3"
    })
    void actionsBeginWithThePrefix(String service, String prefix) {
        assertThat(KnownService.of(service)).map(KnownService::prefix).hasValue(prefix);
    }

    @Test
    void aServiceThatIsNotKnownHasNoRow() {
        assertThat(KnownService.of("no-such-service")).isEmpty();
        assertThat(KnownService.isKnown("no-such-service")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3", "iot", "cognito-idp"})
    void aServiceIsKnownByItsCeilingOrItsRow(String service) {
        assertThat(KnownService.isKnown(service)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "s33,         s3",
        "S33,         s3",
        "sqss,        sqs",
        "sq,          mq s3 sqs",
        "dynamdb,     dynamodb",
        "secretsmanger, secretsmanager",
        "kmz,         kms",
        "dax,         tax",
        "x,           ''",
        "no-such,     ''"
    })
    void aNameThatLooksLikeAKnownOneMayMeanIt(String written, String meant) {
        assertThat(KnownService.alike(written)).isEqualTo(meant.isEmpty() ? List.of() : List.of(meant.split(" ")));
    }

    @Test
    void unsignedOperationsAreKnown() {
        assertThat(KnownService.of("sts").orElseThrow().unsignedActions())
                .containsExactly("sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity");
        assertThat(KnownService.of("cognito-idp").orElseThrow().unsignedActions())
                .contains("cognito-idp:InitiateAuth", "cognito-idp:SignUp");
        assertThat(KnownService.of("kms").orElseThrow().unsigned()).isEmpty();
    }

    /// A caller of Cognito shows no credentials of AWS; what is called upon must be trusted all the same.
    @Test
    void theCeilingOfAServiceThatWasNotWorkedThroughKnowsThem() {
        var ceiling = Ceilings.of("cognito-idp", Set.of(Clause.IDENTITIES));

        assertThat(ceiling.verified()).isFalse();
        assertThat(ceiling.policy().text()).contains("cognito-idp:InitiateAuth", "aws:ResourceOrgID");
    }

    @ParameterizedTest
    @MethodSource("ceilings")
    void aCeilingSpeaksOfItsServicesActions(String service) throws IOException {
        var file = Stored.of(new String(
                ServiceKnowledge.class
                        .getResourceAsStream("/vpceguard/ceilings/" + service + ".json")
                        .readAllBytes(),
                StandardCharsets.UTF_8));

        assertThat(file.text("service")).isEqualTo(service);
        assertThat(file.texts("sources")).isNotEmpty();
        if (!service.equals("iot")) {
            assertThat(file.texts("iamPrefixes"))
                    .contains(KnownService.of(service).orElseThrow().prefix());
        }
    }

    static Set<String> ceilings() {
        return new TreeSet<>(ServiceKnowledge.CEILINGS);
    }

    @Test
    void everyServiceThatWasCollectedHasItsPrefix() throws IOException {
        var rows = Files.readAllLines(Policies.shared("services.tsv")).stream()
                .map(row -> List.of(row.replace("<region>", "us-east-1").split("\t", -1)))
                .filter(row -> row.getFirst().matches("[a-z0-9.-]+"))
                .toList();

        assertThat(rows).hasSizeGreaterThan(390);
        for (var row : rows) {
            var service = new ServiceName(row.getFirst()).shortName();
            if (!WITHOUT_PREFIX.contains(service)) {
                assertThat(KnownService.of(service).map(KnownService::prefix))
                        .as(row.getFirst())
                        .hasValue(row.get(3));
            }
        }
    }
}
