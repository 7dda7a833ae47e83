package vpceguard.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vpceguard.event.Touched;
import vpceguard.model.Attachments;
import vpceguard.model.EndpointType;
import vpceguard.perimeter.Level;
import vpceguard.perimeter.Mode;

/// What only notifies waits for the daily digest, unless the document says otherwise.
class DigestedTest {
    @Test
    void whatOnlyNotifiesIsToldOnceByTheDigest() {
        var world = World.openS3();
        world.notices = "";
        world.members = ", 'controls': {'policy-beyond-trusted-identities': 'off', 'policy-full-access': 'notify'}";

        assertThat(world.handle(World.created("call"))).isEqualTo("NOT_CHANGED");

        assertThat(world.fakes.notices).isEmpty();
        assertThat(world.fakes.ledger.closed()).hasSize(1);
        world.now = world.now.plusSeconds(3600);
        var _ = world.sweep();
        assertThat(world.fakes.notices).hasSize(1);
        assertThat(world.fakes.notices.getFirst().text())
                .contains(
                        "policy-full-access\n          after CreateVpcEndpoint at " + World.NOW
                                + " by arn:aws:iam::111122223333:user/somebody: ",
                        "./vpce-guard explain --table=ledger --region=us-east-1 --endpoint=ID")
                .doesNotContain("stood before");
        world.now = world.now.plusSeconds(86_400);
        var _ = world.sweep();
        assertThat(world.fakes.notices).hasSize(1);
    }

    @Test
    void whatWasToldBeforeIsNoLaterCallsDoing() {
        var world = World.openS3();
        world.notices = "";
        world.members = ", 'controls': {'policy-beyond-trusted-identities': 'off', 'policy-full-access': 'notify'}";
        var _ = world.handle(World.created("call"));
        var _ = world.sweep();
        world.now = world.now.plusSeconds(32 * 86_400);
        var _ = world.handle(World.modified("later", new Touched.Everything(), world.now));
        var _ = world.sweep();

        assertThat(world.fakes.notices.getLast().text())
                .contains("policy-full-access")
                .doesNotContain("after ModifyVpcEndpoint");
    }

    /// Though what the call did was reverted, or some of it stood before.
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aCallIsNamedForThePolicyThatItSetAndNoOther(boolean setsPolicy) {
        var world = World.with("s3", EndpointType.INTERFACE, World.FULL_ACCESS);
        world.groups = Level.REMEDIATE;
        world.notices = "";
        if (setsPolicy) {
            world.members =
                    ", 'controls': {'policy-beyond-trusted-identities': 'notify', 'policy-full-access': 'notify'}";
        }
        var another = "sg-0ccccccccccccccc3";
        world.connect(new Attachments(Set.of(World.APPROVED, World.STRANGE, another), Set.of(), Set.of()));
        var added = new Attachments(Set.of(another), Set.of(), Set.of());
        var policy = Optional.of(World.FULL_ACCESS).filter(_ -> setsPolicy);
        var touched = new Touched.Members(policy, false, added, Attachments.NONE, Set.of());
        var _ = world.handle(World.modified("call", touched, world.now));
        world.now = world.now.plusSeconds(960);
        world.followUp();
        assertThat(world.fakes.notices.getLast().text())
                .contains(
                        "the call did not add it: security group \"" + World.STRANGE,
                        "remove security group " + another);
        world.now = world.now.plusSeconds(86_400);

        var _ = world.sweep();

        assertThat(world.fakes.notices.getLast().text().contains("after ModifyVpcEndpoint"))
                .isEqualTo(setsPolicy);
    }

    @ParameterizedTest
    @ValueSource(strings = {", 'notices': {'notifyOnly': 'at-once'}", ", 'notices': {'digest': 'off'}"})
    void elseItIsToldAtOnce(String notices) {
        var world = World.openS3();
        world.notices = notices;
        world.members = ", 'controls': {'policy-beyond-trusted-identities': 'off', 'policy-full-access': 'notify'}";

        var _ = world.handle(World.created("call"));

        assertThat(world.fakes.notices).hasSize(1);
    }

    @Test
    void aRepairThatWasInterruptedIsEndedWhateverElseWaits() {
        for (int call = 2; call < 7; call++) {
            var world = World.openS3();
            world.notices = "";
            world.resources = Level.NOTIFY;
            world.fakes.calls.crashAt(call, true);
            assertThatThrownBy(() -> world.handle(World.created("call"))).isInstanceOf(Calls.Crash.class);
            world.fakes.calls.crashAt(-1, false);

            var _ = world.handle(World.created("call"));

            assertThat(world.policy()).contains("aws:PrincipalOrgID");
            assertThat(world.fakes.notices)
                    .as("crash at %d", call)
                    .allSatisfy(notice -> assertThat(notice.text()).startsWith("CHANGED"));
            assertThat(world.fakes.ledger.closed()).hasSize(1);
        }
    }

    @Test
    void repairsAndWhatIsCriticalDoNotWait() {
        var repaired = World.openS3();
        repaired.notices = "";
        var _ = repaired.handle(World.created("call"));
        var observed = World.openS3();
        observed.notices = "";
        observed.mode = Mode.OBSERVE;
        var _ = observed.handle(World.created("call"));
        var critical = World.openS3();
        critical.notices = "";
        critical.members =
                ", 'controls': {'policy-beyond-trusted-identities': 'notify'," + " 'policy-full-access': 'notify'}";
        var _ = critical.handle(World.created("call"));

        assertThat(repaired.fakes.notices).hasSize(1);
        assertThat(observed.fakes.notices).hasSize(1);
        assertThat(critical.fakes.notices).hasSize(1);
    }
}
