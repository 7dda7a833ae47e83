package vpceguard.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import vpceguard.aws.DocumentPlace;
import vpceguard.json.Json;
import vpceguard.perimeter.EndpointServices;
import vpceguard.perimeter.EndpointServices.Approved;
import vpceguard.perimeter.Level;
import vpceguard.perimeter.Levels;
import vpceguard.perimeter.Mode;
import vpceguard.perimeter.Network;
import vpceguard.perimeter.OrganizationClaim;
import vpceguard.perimeter.document.Place;

class SettingsTest {
    private static final Map<String, String> REQUIRED = Map.ofEntries(
            Map.entry("MODE", "observe"),
            Map.entry("ACCOUNT_ID", "111122223333"),
            Map.entry("PARTITION", "aws"),
            Map.entry("AWS_REGION", "us-east-1"),
            Map.entry("STACK_NAME", "vpce-guard"),
            Map.entry("ROLE_ARNS", "arn:aws:iam::111122223333:role/guard"),
            Map.entry("TABLE", "ledger"),
            Map.entry("RETENTION_DAYS", "400"),
            Map.entry("TOPIC_ARN", "arn:aws:sns:us-east-1:111122223333:notices"),
            Map.entry("JOURNAL_GROUP", "group"),
            Map.entry("JOURNAL_STREAM", "stream"),
            Map.entry("FOLLOW_UP_QUEUE", "https://queue"));
    private static final Map<String, String> OPTIONAL = Map.of(
            "ORGANIZATION_ID", "o-a1b2c3d4e5",
            "TRUSTED_ACCOUNTS", "222233334444, 333344445555,,",
            "CONTROL_LEVELS", "subnet-not-approved=remediate, policy-reset=off",
            "APPROVED_SERVICE_OWNERS", "444455556666,aws-marketplace",
            "APPROVED_ENDPOINT_SERVICES", "com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0",
            "APPROVED_SECURITY_GROUPS", "sg-0aaaaaaaaaaaaaaa1,sg-0bbbbbbbbbbbbbbb2",
            "APPROVED_SUBNETS", "subnet-0aaaaaaaaaaaaaaa1",
            "APPROVED_ROUTE_TABLES", "rtb-0aaaaaaaaaaaaaaa1");

    private static final Json.Obj NO_PARAMETERS = Json.object()
            .put("accounts", List.of("111122223333"))
            .put("controls", Json.object().build())
            .put(
                    "endpointServices",
                    Json.object()
                            .put("ownersApproved", List.of("amazon", "organization"))
                            .put("approved", List.of())
                            .build())
            .put("network", Json.object().build())
            .build();

    @Test
    void withoutParametersItObservesAndApprovesNothing() {
        var empty = new HashMap<>(REQUIRED);
        OPTIONAL.keySet().forEach(name -> empty.put(name, " "));

        assertThat(Settings.from(REQUIRED))
                .isEqualTo(Settings.from(empty))
                .isEqualTo(new Settings(
                        Mode.OBSERVE,
                        new OrganizationClaim.Unsaid(),
                        "111122223333",
                        "aws",
                        "us-east-1",
                        Optional.empty(),
                        Optional.empty(),
                        NO_PARAMETERS,
                        Optional.empty(),
                        "vpce-guard",
                        Set.of("arn:aws:iam::111122223333:role/guard"),
                        "ledger",
                        List.of("arn:aws:sns:us-east-1:111122223333:notices"),
                        Duration.ofDays(400),
                        "group",
                        "stream",
                        "https://queue",
                        false,
                        Optional.empty(),
                        false));
    }

    @Test
    void everyParameterFindsItsPlace() {
        var environment = with("MODE", " enforce ");
        environment.putAll(OPTIONAL);

        var settings = Settings.from(environment);

        assertThat(settings.mode()).isEqualTo(Mode.ENFORCE);
        assertThat(settings.organization()).isEqualTo(new OrganizationClaim.Belongs("o-a1b2c3d4e5"));
        var perimeter = settings.perimeter(Optional.empty());
        assertThat(perimeter.accounts()).containsExactlyInAnyOrder("111122223333", "222233334444", "333344445555");
        assertThat(perimeter.levels())
                .isEqualTo(new Levels(
                        Optional.empty(), Map.of("subnet-not-approved", Level.REMEDIATE, "policy-reset", Level.OFF)));
        assertThat(perimeter.endpointServices())
                .isEqualTo(new EndpointServices(
                        Set.of("amazon", "organization", "444455556666", "aws-marketplace"),
                        List.of(new Approved(
                                "com.amazonaws.vpce.us-east-1.vpce-svc-0123456789abcdef0",
                                Optional.empty(),
                                Set.of(),
                                "the stack's parameter",
                                Optional.empty()))));
        assertThat(perimeter.network())
                .isEqualTo(new Network(
                        List.of(),
                        Optional.empty(),
                        Optional.of(Set.of("sg-0aaaaaaaaaaaaaaa1", "sg-0bbbbbbbbbbbbbbb2")),
                        Optional.of(Set.of("subnet-0aaaaaaaaaaaaaaa1")),
                        Optional.of(Set.of("rtb-0aaaaaaaaaaaaaaa1"))));
    }

    @Test
    void theOrganizationThatAwsConfirmedIsTrustedAndNamedByTheRevision() {
        var settings = Settings.from(REQUIRED);

        assertThat(settings.perimeter(Optional.of("o-a1b2c3d4e5")).organizations())
                .containsExactly("o-a1b2c3d4e5");
        assertThat(settings.perimeter(Optional.of("o-a1b2c3d4e5")).revision())
                .matches("parameters-[0-9a-f]{12}")
                .isNotEqualTo(settings.perimeter(Optional.empty()).revision());
    }

    static Set<String> required() {
        return REQUIRED.keySet();
    }

    @ParameterizedTest
    @MethodSource("required")
    void whatTheTemplateAlwaysSetsIsRequired(String name) {
        var unset = new HashMap<>(REQUIRED);
        unset.remove(name);

        assertRefused(unset, name + " is not set; deploy with the template of this package");
        assertRefused(with(name, "  "), name + " is not set; deploy with the template of this package");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            MODE             | Enforce        | is "Enforce", expected one of [observe, enforce]
            ACCOUNT_ID       | 11112222333    | is "11112222333", expected [0-9]{12}
            ACCOUNT_ID       | 1111\u202e2222 | is "1111\\u202e2222", expected [0-9]{12}
            ORGANIZATION_ID  | o-short        | is "o-short", expected an id like o-a1b2c3d4e5, none, or nothing
            ORGANIZATION_ID  | None           | is "None", expected an id like o-a1b2c3d4e5, none, or nothing
            """)
    void whatIsNotUnderstoodIsRefused(String name, String value, String complaint) {
        assertRefused(with(name, value), name + " " + complaint);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            TRUSTED_ACCOUNTS           | 222233334444,* | expected an account id of 12 digits, found "*" at /accounts/0
            CONTROL_LEVELS             | no=off         | unknown control "no", expected one of docs/controls
            CONTROL_LEVELS             | policy-reset=  | unknown level "", expected off, notify, remediate
            APPROVED_SERVICE_OWNERS    | somebody       | expected amazon, organization, aws-marketplace or an account
            APPROVED_ENDPOINT_SERVICES | s3             | expected a service's full name
            APPROVED_SECURITY_GROUPS   | default        | expected an id like sg-0123456789abcdef0, found "default"
            APPROVED_SUBNETS           | sg-0123456789  | expected an id like subnet-0123456789abcdef0
            APPROVED_ROUTE_TABLES      | main           | expected an id like rtb-0123456789abcdef0, found "main"
            """)
    void whatMakesNoPerimeterIsRefused(String name, String value, String complaint) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Settings.from(with(name, value)))
                .withMessageStartingWith("the stack's parameters make no perimeter: " + complaint);
    }

    @ParameterizedTest
    @ValueSource(strings = {"subnet-not-approved", "policy-reset=off="})
    void whatIsNoEntryIsRefused(String entry) {
        assertRefused(
                with("CONTROL_LEVELS", entry),
                "the stack's parameters make no perimeter: ControlLevels holds \"" + entry
                        + "\", expected entries like subnet-not-approved=remediate at /controls");
    }

    @Test
    void aControlHasOneLevel() {
        assertRefused(
                with("CONTROL_LEVELS", "policy-reset=off,policy-reset=notify"),
                "the stack's parameters make no perimeter: ControlLevels names \"policy-reset\" twice, expected one level"
                        + " at /controls");
    }

    @Test
    void aDocumentHasAPlaceAndARing() {
        var environment = with("PERIMETER_DOCUMENT", "s3://perimeters.example.com/prod/perimeter.json");
        environment.put("RING", "canary");

        var settings = Settings.from(environment);

        assertThat(settings.document()).contains(new DocumentPlace.S3("perimeters.example.com", "prod/perimeter.json"));
        assertThat(settings.place())
                .isEqualTo(new Place("aws", Optional.of("111122223333"), Optional.empty(), Optional.of("canary")));
        assertThat(Settings.from(with("PERIMETER_DOCUMENT", "ssm:/org/perimeter"))
                        .document())
                .contains(new DocumentPlace.Ssm("/org/perimeter"));
        assertRefused(
                with("PERIMETER_DOCUMENT", "https://example.com"),
                "PERIMETER_DOCUMENT is \"https://example.com\", expected s3://bucket/key, ssm:/name or nothing");
    }

    @Test
    void aDocumentTakesThePlaceOfTheParameters() {
        var environment = with("PERIMETER_DOCUMENT", "ssm:/org/perimeter");
        environment.put("CONTROL_LEVELS", "policy-reset=off");

        assertRefused(
                environment,
                "PERIMETER_DOCUMENT is set, and trusted accounts, levels or approved settings beside it:"
                        + " expected these in the document alone");
    }

    @Test
    void enforceNeedsTheOrganizationInWriting() {
        assertRefused(
                with("MODE", "enforce"),
                "ORGANIZATION_ID is empty, but MODE enforce needs it in writing: give the organization's id,"
                        + " or none for an account that is in no organization");

        var none = with("MODE", "enforce");
        none.put("ORGANIZATION_ID", "none");
        assertThat(Settings.from(none).organization()).isEqualTo(new OrganizationClaim.BelongsToNone());
    }

    private static Map<String, String> with(String name, String value) {
        var environment = new HashMap<>(REQUIRED);
        environment.put(name, value);
        return environment;
    }

    private static void assertRefused(Map<String, String> environment, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Settings.from(environment))
                .withMessage(message);
    }
}
