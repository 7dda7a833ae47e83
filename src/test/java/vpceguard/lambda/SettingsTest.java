package vpceguard.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import vpceguard.perimeter.Level;
import vpceguard.perimeter.Mode;
import vpceguard.perimeter.OrganizationClaim;
import vpceguard.perimeter.Perimeter.ApprovedNetwork;
import vpceguard.perimeter.Perimeter.ApprovedServices;

class SettingsTest {
    private static final Map<String, String> REQUIRED = Map.of(
            "MODE", "observe",
            "ACCOUNT_ID", "111122223333",
            "PARTITION", "aws",
            "AWS_REGION", "us-east-1",
            "ROLE_ARN", "arn:aws:iam::111122223333:role/guard",
            "TABLE", "ledger",
            "TOPIC_ARN", "arn:aws:sns:us-east-1:111122223333:notices",
            "JOURNAL_GROUP", "group",
            "JOURNAL_STREAM", "stream");
    private static final Map<String, String> OPTIONAL = Map.of(
            "ORGANIZATION_ID", "o-a1b2c3d4e5",
            "TRUSTED_ACCOUNTS", "222233334444, 333344445555,,",
            "CONTROL_LEVELS", "subnet-not-approved=remediate, policy-reset=off",
            "APPROVED_SERVICE_OWNERS", "444455556666,aws-marketplace",
            "APPROVED_ENDPOINT_SERVICES", "vpce-svc-0a",
            "APPROVED_SECURITY_GROUPS", "sg-1,sg-2",
            "APPROVED_SUBNETS", "subnet-1",
            "APPROVED_ROUTE_TABLES", "rtb-1");

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
                        Set.of(),
                        Map.of(),
                        new ApprovedServices(Set.of(), Set.of()),
                        new ApprovedNetwork(Optional.empty(), Optional.empty(), Optional.empty()),
                        "arn:aws:iam::111122223333:role/guard",
                        "ledger",
                        "arn:aws:sns:us-east-1:111122223333:notices",
                        "group",
                        "stream"));
    }

    @Test
    void everyParameterFindsItsPlace() {
        var environment = with("MODE", " enforce ");
        environment.putAll(OPTIONAL);

        var settings = Settings.from(environment);

        assertThat(settings.mode()).isEqualTo(Mode.ENFORCE);
        assertThat(settings.organization()).isEqualTo(new OrganizationClaim.Belongs("o-a1b2c3d4e5"));
        assertThat(settings.accounts()).containsExactlyInAnyOrder("222233334444", "333344445555");
        assertThat(settings.perimeter(Set.of()).accounts())
                .contains("111122223333")
                .containsAll(settings.accounts());
        assertThat(settings.levels())
                .isEqualTo(Map.of("subnet-not-approved", Level.REMEDIATE, "policy-reset", Level.OFF));
        assertThat(settings.services())
                .isEqualTo(new ApprovedServices(Set.of("444455556666", "aws-marketplace"), Set.of("vpce-svc-0a")));
        assertThat(settings.network())
                .isEqualTo(new ApprovedNetwork(
                        Optional.of(Set.of("sg-1", "sg-2")),
                        Optional.of(Set.of("subnet-1")),
                        Optional.of(Set.of("rtb-1"))));
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
            TRUSTED_ACCOUNTS | 222233334444,* | holds "*", expected account ids of 12 digits
            """)
    void whatIsNotUnderstoodIsRefused(String name, String value, String complaint) {
        assertRefused(with(name, value), name + " " + complaint);
    }

    @ParameterizedTest
    @ValueSource(strings = {"no-such-control=off", "subnet-not-approved", "subnet-not-approved=", "policy-reset=off="})
    void aLevelOfNothingOrNoLevelIsRefused(String entry) {
        assertRefused(
                with("CONTROL_LEVELS", "policy-reset=off," + entry),
                "CONTROL_LEVELS holds \"" + entry + "\", expected entries like subnet-not-approved=remediate");
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
