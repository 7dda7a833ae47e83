package vpceguard.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vpceguard.event.Touched;
import vpceguard.model.Attachments;
import vpceguard.model.EndpointType;
import vpceguard.model.NetworkSettings;
import vpceguard.perimeter.Level;

/// What a revert brings to an end of all that was found.
class PartlyRevertedTest {
    private static final Attachments ONE_LOST = new Attachments(Set.of(World.STRANGE), Set.of(), Set.of());

    @Test
    void whatItDoesNotTouchIsNotOver() {
        var world = World.with("sns", EndpointType.INTERFACE, World.inside("sns:Publish"));
        var network = world.endpoint().network();
        world.connect(
                new NetworkSettings(network.attachments(), Optional.of(false), network.ipAddressType(), Map.of()));

        addStrangeGroup(world);

        assertThat(world.fakes.notices.getLast().text())
                .contains("1 finding is only told", "private-dns-disabled (only told)", "remove security group");
        assertThat(CopiesTest.ended(world, 0))
                .contains("private-dns-disabled FAILED ACTIVE", "security-group-not-approved PASSED ACTIVE");
    }

    /// Though one of them only notifies.
    @Test
    void whatWasDetachedIsOverForEachControlThatFoundIt() {
        var world = World.with("sns", EndpointType.INTERFACE, World.inside("sns:Publish"));
        world.fakes.open(World.STRANGE);

        addStrangeGroup(world);

        assertThat(world.fakes.notices.getLast().text())
                .contains("Nothing to do: the endpoint was repaired", "security-group-open: ")
                .doesNotContain("only told");
        assertThat(CopiesTest.ended(world, 0))
                .contains("security-group-open PASSED ACTIVE", "security-group-not-approved PASSED ACTIVE");
    }

    @Test
    void whatIsPutBackInPartIsNotOver() {
        var world = World.withBaseline();
        world.approveSubnets(World.SUBNET_1);
        var lost = new Attachments(Set.of(), Set.of(World.SUBNET_1, World.SUBNET_2), Set.of());
        world.connect(World.BASELINE.minus(lost));

        lose(world, lost);

        assertThat(world.endpoint().subnets()).containsExactly(World.SUBNET_1);
        assertThat(CopiesTest.ended(world, 0)).contains("network-settings-changed FAILED ACTIVE");
    }

    /// Though another was removed in its place.
    @Test
    void soIsOneOfTwoGroups() {
        var world = World.withBaseline();
        world.groups = Level.REMEDIATE;
        var another = new Attachments(Set.of("sg-0ccccccccccccccc3"), Set.of(), Set.of());
        var lost = new Attachments(Set.of(World.APPROVED, World.STRANGE), Set.of(), Set.of());
        world.connect(World.BASELINE.minus(lost).plus(another));

        settle(world, new Touched.Members(Optional.empty(), false, another, lost, Set.of()));

        assertThat(world.endpoint().securityGroups()).containsExactly(World.APPROVED);
        assertThat(CopiesTest.ended(world, 0))
                .contains("network-settings-changed FAILED ACTIVE", "security-group-not-approved PASSED ACTIVE");
    }

    @Test
    void aGatewayThatHasItsRouteTableAgainHasOne() {
        var world = World.with("s3", EndpointType.GATEWAY, World.inside("s3:GetObject"));
        world.members = ", 'controls': {'network-settings-changed': 'remediate'}";
        var _ = world.fakes.ledger.note(world.endpoint(), true, World.NOW);
        var lost = new Attachments(Set.of(), Set.of(), world.endpoint().routeTables());
        world.connect(Attachments.NONE);

        lose(world, lost);

        assertThat(world.endpoint().network().attachments()).isEqualTo(lost);
        assertThat(world.fakes.notices.getLast().text()).doesNotContain("only told");
        assertThat(CopiesTest.ended(world, 0)).contains("no-route-table PASSED ACTIVE");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anEndpointThatHasItsZonesAgainIsInTwo(boolean areAllApproved) {
        var world = World.withBaseline();
        world.approveSubnets(World.SUBNET_1, areAllApproved ? World.SUBNET_2 : World.SUBNET_3);
        world.members = world.members.replace("}", ", 'single-availability-zone': 'notify'}");
        var lost = new Attachments(Set.of(), Set.of(World.SUBNET_1, World.SUBNET_2), Set.of());
        world.connect(World.BASELINE.minus(lost));

        lose(world, lost);

        assertThat(CopiesTest.ended(world, 0))
                .contains("single-availability-zone " + (areAllApproved ? "PASSED" : "FAILED") + " ACTIVE");
    }

    @Test
    void whatIsPutBackIsOver() {
        var world = World.withBaseline();
        world.connect(World.BASELINE.minus(ONE_LOST));

        lose(world, ONE_LOST);

        assertThat(world.endpoint().network().attachments()).isEqualTo(World.BASELINE);
        assertThat(CopiesTest.ended(world, 0)).contains("network-settings-changed PASSED ACTIVE");
    }

    /// AWS shows none of them.
    @Test
    void whatCannotBePutBackIsNotOverWithTheRest() {
        var world = World.withBaseline();
        var network = world.endpoint().network();
        world.connect(new NetworkSettings(
                network.attachments(), Optional.of(false), network.ipAddressType(), network.dnsOptions()));
        var others = Set.of("PrivateDnsEnabled", "SubnetConfiguration");
        settle(world, new Touched.Members(Optional.empty(), false, Attachments.NONE, Attachments.NONE, others));

        assertThat(world.endpoint().network().privateDns()).hasValue(true);
        assertThat(CopiesTest.ended(world, 0))
                .contains("network-settings-changed FAILED ACTIVE", "private-dns-disabled PASSED ACTIVE");
    }

    /// Though another stood before, and nothing was reverted.
    @Test
    void aCallIsNamedForWhatItAdded() {
        var another = "sg-0aaaaaaaaaaaaa000";
        var world = World.withStrangeGroup(World.inside("sns:Publish"));
        world.members = ", 'budgets': {'networkPerEndpointPerDay': 0}";
        world.notices = "";
        var _ = world.sweep();
        world.now = world.now.plus(Duration.ofDays(1));
        world.connect(new Attachments(Set.of(World.APPROVED, World.STRANGE, another), Set.of(), Set.of()));
        settle(world, World.groupsAdded(another));
        world.now = world.now.plus(Duration.ofDays(1));

        assertThat(world.sweep()).contains("1 told");

        assertThat(world.fakes.notices.getLast().text())
                .contains("security-group-not-approved\n          after ModifyVpcEndpoint at ");
    }

    /// Whatever only notifies of the policy.
    @Test
    void noCallIsNamedForAPolicyThatItDidNotSet() {
        var world = World.with("sns", EndpointType.INTERFACE, World.FULL_ACCESS);
        world.members = ", 'controls': {'policy-beyond-trusted-identities': 'notify', 'policy-full-access': 'notify'}";
        world.notices = "";
        settle(world, World.groupsAdded(World.APPROVED));
        world.now = world.now.plus(Duration.ofDays(1));

        assertThat(world.sweep()).contains("1 told");

        assertThat(world.fakes.notices.getLast().text())
                .contains("policy-full-access")
                .doesNotContain("after ModifyVpcEndpoint");
    }

    private static void addStrangeGroup(World world) {
        world.groups = Level.REMEDIATE;
        world.connect(new Attachments(Set.of(World.APPROVED, World.STRANGE), Set.of(), Set.of()));
        settle(world, World.groupsAdded(World.STRANGE));
        assertThat(world.endpoint().securityGroups()).containsExactly(World.APPROVED);
    }

    private static void lose(World world, Attachments lost) {
        settle(world, new Touched.Members(Optional.empty(), false, Attachments.NONE, lost, Set.of()));
    }

    private static void settle(World world, Touched touched) {
        var _ = world.handle(World.modified("call", touched, world.now));
        world.now = world.now.plus(Settling.TIME).plusSeconds(1);
        world.followUp();
    }
}
