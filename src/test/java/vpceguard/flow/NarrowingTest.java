package vpceguard.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import vpceguard.model.EndpointType;
import vpceguard.perimeter.document.Documents;
import vpceguard.policy.PolicyReader;
import vpceguard.remediation.RemediationRecord;
import vpceguard.remediation.Restraint;

/// A document that narrows a ceiling, until its time has come; the test's own perimeter is the narrower one.
class NarrowingTest {
    private static final String WIDER =
            "{'organizations': ['o-a1b2c3d4e5'], 'accounts': ['111122223333', '222233334444']}";
    private static final String SAME = "{'organizations': ['o-a1b2c3d4e5'], 'accounts': ['111122223333']}";

    @Test
    void whatOnlyTheNewCeilingForbidsIsToldAndNotWritten() {
        var world = World.with("sns", EndpointType.INTERFACE, trusting("222233334444"));
        world.earlier = Optional.of(WIDER);
        var before = world.policy();

        assertThat(world.handle(World.created("cause"))).isEqualTo("NOT_CHANGED");

        assertThat(world.policy()).isEqualTo(before);
        assertThat(record(world).findings())
                .extracting(finding -> finding.controlId())
                .contains("policy-beyond-trusted-identities");
        assertThat(record(world).plan().restraints())
                .contains(new Restraint(
                        Restraint.Kind.NARROWED,
                        "the perimeter document narrows this service's ceiling; until 2026-12-01T00:00:00Z"
                                + " repairs are made by the one before"));
    }

    @Test
    void whatTheCeilingBeforeForbidsIsRepairedByIt() {
        var world = World.with("sns", EndpointType.INTERFACE, World.FULL_ACCESS);
        world.earlier = Optional.of(WIDER);

        assertThat(world.handle(World.created("cause"))).isEqualTo("CHANGED");

        assertThat(world.policy()).contains("222233334444").contains("o-a1b2c3d4e5");
        assertThat(PolicyReader.read(world.policy()).toString()).doesNotContain("Malformed");
    }

    /// The document before did not approve the service; only its ceiling is still in force.
    @Test
    void whatIsApprovedNowIsNotQuarantinedByTheOneBefore() {
        var world = World.with("sns", EndpointType.INTERFACE, World.FULL_ACCESS);
        world.earlier = Optional.of(WIDER.replace(
                "}", ", 'network': {'regions': ['eu-west-1']}, 'controls': {'service-not-approved': 'quarantine'}}"));
        world.members = ", 'controls': {'service-not-approved': 'quarantine'}";

        assertThat(world.handle(World.created("cause"))).isEqualTo("CHANGED");

        assertThat(world.policy()).contains("222233334444").doesNotContain("Deny");
    }

    @Test
    void noControlDoesMoreThanBothDocumentsSay() {
        for (var said : new String[] {"notify", "remediate"}) {
            var world = World.with("sns", EndpointType.INTERFACE, World.FULL_ACCESS);
            var before = said.equals("notify") ? "remediate" : "notify";
            world.earlier = Optional.of(WIDER.replace("}", ", 'controls': {" + levels(before) + "}}"));
            world.members = ", 'controls': {" + levels(said) + "}";

            assertThat(world.handle(World.created("cause"))).isEqualTo("NOT_CHANGED");
            assertThat(world.policy()).isEqualTo(World.FULL_ACCESS);
        }
    }

    private static String levels(String level) {
        return "'policy-beyond-trusted-identities': '" + level + "', 'policy-full-access': '" + level + "'";
    }

    @Test
    void onceItsTimeHasComeItIsWritten() {
        var world = World.with("sns", EndpointType.INTERFACE, trusting("222233334444"));

        assertThat(world.handle(World.created("cause"))).isEqualTo("CHANGED");

        assertThat(record(world).plan().restraints())
                .noneMatch(restraint -> restraint.kind() == Restraint.Kind.NARROWED);
    }

    @Test
    void oneThatNarrowsNothingIsWrittenAtOnce() {
        var world = World.with("sns", EndpointType.INTERFACE, World.FULL_ACCESS);
        world.earlier = Optional.of(SAME);

        assertThat(world.handle(World.created("cause"))).isEqualTo("CHANGED");

        assertThat(record(world).plan().restraints()).isEmpty();
    }

    @Test
    void theMoreCarefulModeOfDocumentAndStackCounts() {
        var world = World.with("sns", EndpointType.INTERFACE, World.FULL_ACCESS);
        world.change = _ -> Documents.perimeter("{'mode': 'observe', 'organizations': ['o-a1b2c3d4e5']}");

        assertThat(world.handle(World.created("cause"))).isEqualTo("WOULD_CHANGE");

        assertThat(world.policy()).isEqualTo(World.FULL_ACCESS);
    }

    @Test
    void otherBuiltInCeilingsThanTheDocumentNamesOnlyNotify() {
        var world = World.with("sns", EndpointType.INTERFACE, World.FULL_ACCESS);
        world.change = _ -> Documents.perimeter("{'ceilings': '2025-01', 'organizations': ['o-a1b2c3d4e5']}");

        assertThat(world.handle(World.created("cause"))).isEqualTo("NOT_CHANGED");

        assertThat(record(world).plan().restraints())
                .extracting(Restraint::kind)
                .containsExactly(Restraint.Kind.NOTIFY_ONLY, Restraint.Kind.CEILINGS_REVISED);
    }

    private static RemediationRecord record(World world) {
        return world.fakes.ledger.records().values().iterator().next();
    }

    private static String trusting(String account) {
        return "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Principal\":\"*\","
                + "\"Action\":\"sns:Publish\",\"Resource\":\"*\",\"Condition\":{\"StringEquals\":"
                + "{\"aws:PrincipalAccount\":\"" + account + "\"}}}}";
    }
}
