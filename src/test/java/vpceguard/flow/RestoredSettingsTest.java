package vpceguard.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import vpceguard.event.Touched;
import vpceguard.model.Attachments;
import vpceguard.model.NetworkFacts;
import vpceguard.perimeter.Level;

/// Where a revert stops: nothing is put back that would be found, nothing taken off that stood before.
class RestoredSettingsTest {
    private static final Attachments LOST = new Attachments(Set.of(World.STRANGE), Set.of(World.SUBNET_2), Set.of());
    private static final Attachments WITHOUT_GROUP =
            World.BASELINE.minus(new Attachments(Set.of(World.STRANGE), Set.of(), Set.of()));

    @Test
    void aGroupThatIsNotApprovedStaysOff() {
        var world = World.withBaseline();
        world.groups = Level.NOTIFY;

        lose(world);

        assertThat(world.endpoint().network().attachments()).isEqualTo(WITHOUT_GROUP);
        assertThat(world.fakes.notices.getLast().text())
                .contains("security group \"" + World.STRANGE + "\" is not put back: it is not approved");
    }

    @Test
    void soDoesASubnet() {
        var world = World.withBaseline();
        world.approveSubnets(World.SUBNET_1);

        lose(world);

        assertThat(world.endpoint().network().attachments())
                .isEqualTo(World.BASELINE.minus(new Attachments(Set.of(), Set.of(World.SUBNET_2), Set.of())));
    }

    @Test
    void soDoesAGroupThatLetsTheWorldIn() {
        var world = World.withBaseline();
        world.fakes.open(World.STRANGE);

        lose(world);

        assertThat(world.endpoint().network().attachments()).isEqualTo(WITHOUT_GROUP);
        assertThat(world.fakes.notices.getLast().text())
                .contains("is not put back: it is open, or whom it lets in is not known");
    }

    @Test
    void soDoesAGroupThatAwsDoesNotShow() {
        var world = World.withBaseline();
        world.fakes.facts = NetworkFacts.of(world.fakes.facts.vpcs().values(), List.of());

        lose(world);

        assertThat(world.endpoint().network().attachments()).isEqualTo(WITHOUT_GROUP);
    }

    @Test
    void whereNobodyAsksWhomGroupsLetInAnyOneIsPutBack() {
        var world = World.withBaseline();
        world.members = ", 'controls': {'network-settings-changed': 'remediate', 'security-group-open': 'off'}";
        world.fakes.open(World.STRANGE);

        lose(world);

        assertThat(world.endpoint().network().attachments()).isEqualTo(World.BASELINE);
    }

    @Test
    void whatIsNoLongerApprovedWhenTheRevertIsTakenUpStaysOff() {
        var world = World.withBaseline();
        world.fakes.calls.gate = new Calls.Gate() {
            @Override
            public void before(String name) {
                if (name.equals("modify")) {
                    throw new IllegalStateException("EC2 is away");
                }
            }
        };
        assertThatThrownBy(() -> lose(world)).hasMessage("EC2 is away");
        world.fakes.calls.gate = Calls.Gate.OPEN;
        world.groups = Level.NOTIFY;

        settle(world);

        assertThat(world.endpoint().network().attachments()).isEqualTo(World.BASELINE.minus(LOST));
    }

    /// EC2 accepts a group that the endpoint has.
    @Test
    void aGroupThatACallNamesAgainStoodBefore() {
        var world = World.withBaseline();
        world.groups = Level.REMEDIATE;

        var _ = world.handle(World.modified("cause", World.groupsAdded(World.STRANGE)));
        settle(world);

        assertThat(world.endpoint().network().attachments()).isEqualTo(World.BASELINE);
        assertThat(world.fakes.notices.getLast().text()).contains("the call did not add it: ");
    }

    @Test
    void anOpenGroupIsTakenOffAfterACrashThoughItIsApproved() {
        for (int call = 0; call < 12; call++) {
            var world = World.withStrangeGroup(World.inside("sns:Publish"));
            world.groups = Level.OFF;
            world.members = ", 'controls': {'security-group-open': 'remediate'}";
            world.fakes.open(World.APPROVED);
            var _ = world.handle(World.created("cause"));
            world.fakes.calls.crashAt(call, true);
            try {
                settle(world);
            } catch (Calls.Crash _) {
                world.fakes.calls.crashAt(-1, false);
                settle(world);
            }
            assertThat(world.endpoint().securityGroups())
                    .as("crash at %d", call)
                    .containsExactly(World.STRANGE);
        }
    }

    /// Subnets are taken off in one request and put back in the next, which EC2 may refuse.
    @Test
    void noEndpointIsLeftWithoutSubnetsBetweenTwoRequests() {
        var world = World.withBaseline();
        world.approveSubnets();
        swap(world, World.SUBNET_1, World.SUBNET_2);
        world.fakes.calls.gate = new Calls.Gate() {
            @Override
            public void after(String name) {
                assertThat(world.endpoint().network().attachments().subnets()).isNotEmpty();
            }
        };

        settle(world);

        assertThat(world.endpoint().network().attachments().subnets()).contains(World.SUBNET_1, World.SUBNET_2);
        assertThat(world.fakes.notices.getLast().text()).contains("left without any");
    }

    @Test
    void whatWasMadeBeforeARefusalIsTold() {
        var world = World.withBaseline();
        world.approveSubnets();
        swap(world, World.SUBNET_2);
        world.fakes.calls.gate = new Calls.Gate() {
            @Override
            public void after(String name) {
                if (name.equals("modify")) {
                    world.fakes.ec2.refusal = Optional.of("InvalidSubnet");
                }
            }
        };

        settle(world);

        assertThat(world.fakes.notices.getLast().text()).contains("InvalidSubnet; all else was changed before");
    }

    /// A call puts a strange subnet in the place of these.
    private static void swap(World world, String... subnets) {
        var lost = new Attachments(Set.of(), Set.of(subnets), Set.of());
        var swapped = new Attachments(Set.of(), Set.of(World.SUBNET_3), Set.of());
        world.connect(World.BASELINE.minus(lost).plus(swapped));
        var _ = world.handle(
                World.modified("cause", new Touched.Members(Optional.empty(), false, swapped, lost, Set.of())));
    }

    private static void lose(World world) {
        world.connect(World.BASELINE.minus(LOST));
        var _ = world.handle(World.modified(
                "cause", new Touched.Members(Optional.empty(), false, Attachments.NONE, LOST, Set.of())));
        settle(world);
    }

    private static void settle(World world) {
        world.now = world.now.plus(Settling.TIME).plusSeconds(1);
        world.followUp();
    }
}
