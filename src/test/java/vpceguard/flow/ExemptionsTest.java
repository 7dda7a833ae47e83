package vpceguard.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vpceguard.model.EndpointType;
import vpceguard.perimeter.Perimeter;
import vpceguard.perimeter.document.Documents;
import vpceguard.remediation.RecordJson;
import vpceguard.remediation.RemediationRecord;
import vpceguard.remediation.Restraint;

/// What exempts an endpoint from some controls, and what it does not.
class ExemptionsTest {
    private static final String FULL = "'policy-full-access'";
    private static final String IDENTITIES = "'policy-beyond-trusted-identities'";
    private static final String RESOURCES = "'policy-beyond-trusted-resources'";
    private static final String ALL = String.join(",", FULL, IDENTITIES, RESOURCES);

    @Test
    void anEndpointWithExemptFindingsOnlyIsNotedAndNobodyIsTold() {
        var world = World.openS3();
        exempt(world, "'service': 's3'", ALL, "notify");

        assertThat(world.handle(World.created("cause"))).isEqualTo("EXEMPT");

        assertThat(world.fakes.calls.names()).containsExactly("describe", "note", "journal");
        assertThat(world.policy()).isEqualTo(World.FULL_ACCESS);
        assertThat(world.fakes.journal.toString()).contains("migration", "data@example.com", "2026-12-31");
        assertThat(world.sweep()).isEqualTo("1 endpoints, 0 told, 0 repaired, 0 records finished");
        assertThat(world.fakes.notices).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            'account': '111122223333'                                     | EXEMPT
            'account': '444455556666'                                     | CHANGED
            'vpc': 'vpc-0123456789abcdef0'                                | EXEMPT
            'vpc': 'vpc-0fedcba9876543210'                                | CHANGED
            'service': 's3'                                               | EXEMPT
            'service': 'sns'                                              | CHANGED
            'endpoint': 'vpce-0123456789abcdef0'                          | EXEMPT
            'endpoint': 'vpce-0fedcba9876543210'                          | CHANGED
            'account': '111122223333', 'service': 's3'                    | EXEMPT
            'account': '111122223333', 'service': 'sns'                   | CHANGED
            'vpc': 'vpc-0123456789abcdef0', 'service': 'sns'              | CHANGED
            'vpc': 'vpc-0fedcba9876543210', 'service': 's3'               | CHANGED
            """, quoteCharacter = '\0')
    void allThatIsGivenMustMatch(String match, String outcome) {
        var world = World.openS3();
        exempt(world, match, ALL, "notify");

        assertThat(world.handle(World.created("cause"))).isEqualTo(outcome);
    }

    @Test
    void theLastDayCountsAndTheNextDoesNot() {
        for (var day : List.of("2026-12-31", "2027-01-01")) {
            var world = World.openS3();
            exempt(world, "'service': 's3'", ALL, "notify", LocalDate.parse(day));

            assertThat(world.handle(World.created("cause"))).isEqualTo(day.equals("2026-12-31") ? "EXEMPT" : "CHANGED");
        }
    }

    @Test
    void fullAccessIsStillNarrowedForIdentities() {
        var world = World.openS3();
        exempt(world, "'service': 's3'", FULL, "notify");

        assertThat(world.handle(World.created("cause"))).isEqualTo("CHANGED");

        assertThat(world.policy()).contains("aws:PrincipalOrgID");
        assertThat(restraints(world)).containsExactly(Restraint.Kind.NOTIFY_ONLY, Restraint.Kind.EXEMPT);
        assertThat(world.fakes.notices.getFirst().text())
                .contains(
                        "high, policy-full-access (exempt): ",
                        "not done: policy-full-access is exempt until 2026-12-31, \"migration\", says \"data@example.com\"");
        assertThat(RecordJson.read(RecordJson.text(record(world)))).isEqualTo(record(world));
    }

    @Test
    void anExemptClauseIsNotWrittenByAnotherControl() {
        var told = World.openS3();
        exempt(told, "'service': 's3'", IDENTITIES, "notify");
        var narrowed = World.openS3();
        exempt(narrowed, "'service': 's3'", IDENTITIES, "remediate");

        assertThat(told.handle(World.created("cause"))).isEqualTo("NOT_CHANGED");
        assertThat(restraints(told))
                .containsExactly(Restraint.Kind.NOTIFY_ONLY, Restraint.Kind.NOTHING_TO_WRITE, Restraint.Kind.EXEMPT);
        assertThat(narrowed.handle(World.created("cause"))).isEqualTo("CHANGED");
        assertThat(narrowed.policy()).contains("aws:ResourceOrgID").doesNotContain("aws:PrincipalOrgID");
    }

    @Test
    void anExemptGroupStays() {
        var world = World.withStrangeGroup(World.inside("sns:*"));
        exempt(world, "'service': 'sns'", "'security-group-not-approved'," + RESOURCES, "notify");

        assertThat(world.handle(World.created("cause"))).isEqualTo("EXEMPT");
        assertThat(world.endpoint().securityGroups()).contains(World.STRANGE);
    }

    @Test
    void whatCannotBeAnsweredIsToldForTheOtherControls() {
        var world = World.with("s3", EndpointType.GATEWAY, "{");
        exempt(world, "'service': 's3'", "'policy-unreadable'," + ALL, "notify");

        assertThat(world.handle(World.created("cause"))).isEqualTo("NOT_CHANGED");
        assertThat(record(world).open())
                .singleElement()
                .asString()
                .contains("policy-negated-allow")
                .doesNotContain("policy-full-access");
    }

    @Test
    void ofSeveralTheLongestCounts() {
        var world = World.openS3();
        world.change = _ -> perimeter(
                "notify",
                Documents.TODAY,
                exemption("'service': 's3'", FULL, "2026-12-31"),
                exemption("'vpc': 'vpc-0123456789abcdef0'", FULL, "2027-01-31"),
                exemption("'account': '111122223333'", FULL, "2026-11-30"));

        var _ = world.handle(World.created("cause"));

        assertThat(world.fakes.notices.getFirst().text()).contains("policy-full-access is exempt until 2027-01-31");
    }

    @Test
    void anInterruptedRepairOfWhatIsExemptNowIsNotMade() {
        var world = World.openS3();
        world.fakes.calls.crashAt(2, false);
        try {
            var _ = world.handle(World.created("cause"));
            throw new AssertionError("no crash");
        } catch (Calls.Crash _) {
            world.fakes.calls.crashAt(-1, false);
        }
        exempt(world, "'service': 's3'", ALL, "notify");

        var _ = world.handle(World.created("cause"));

        assertThat(world.policy()).isEqualTo(World.FULL_ACCESS);
    }

    private static void exempt(World world, String match, String controls, String resources) {
        exempt(world, match, controls, resources, Documents.TODAY);
    }

    private static void exempt(World world, String match, String controls, String resources, LocalDate day) {
        world.change = _ -> perimeter(resources, day, exemption(match, controls, "2026-12-31"));
    }

    private static Perimeter perimeter(String resources, LocalDate day, String... exemptions) {
        var document = Documents.read("""
                {'organizations': ['o-a1b2c3d4e5'], 'network': {'securityGroups': ['%s']},
                 'controls': {'policy-beyond-trusted-resources': '%s', 'security-group-not-approved': 'remediate'},
                 'exemptions': [%s]}""".formatted(World.APPROVED, resources, String.join(",", exemptions)));
        return Documents.at(document, "111122223333", "", day);
    }

    private static String exemption(String match, String controls, String until) {
        return """
                {'match': {%s}, 'controls': [%s], 'reason': 'migration', 'owner': 'data@example.com', 'until': '%s'}
                """.formatted(match, controls, until);
    }

    private static List<Restraint.Kind> restraints(World world) {
        return record(world).plan().restraints().stream().map(Restraint::kind).toList();
    }

    private static RemediationRecord record(World world) {
        return Optional.ofNullable(world.fakes.ledger.records().get(World.ID + "#cause"))
                .orElseThrow();
    }
}
