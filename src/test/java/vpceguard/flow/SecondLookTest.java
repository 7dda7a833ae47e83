package vpceguard.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Named.named;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import vpceguard.event.EndpointChange.Settled;
import vpceguard.event.Touched;
import vpceguard.model.Attachments;
import vpceguard.model.NetworkSettings;
import vpceguard.perimeter.Level;

/// Network settings are judged once a pipeline of several calls had time to end, and put back where that is asked for.
class SecondLookTest {
    @Test
    void thePolicyIsRepairedAtOnceAndTheGroupOnceItStayed() {
        var world = World.withStrangeGroup(World.FULL_ACCESS);

        assertThat(world.handle(World.created("cause"))).isEqualTo("CHANGED");
        assertThat(world.policy()).contains("Condition");
        assertThat(world.endpoint().securityGroups()).contains(World.STRANGE);

        settle(world);

        assertThat(world.endpoint().securityGroups()).containsExactly(World.APPROVED);
        assertThat(world.fakes.ledger.closed()).contains(World.ID + "#cause", World.ID + "#cause.settled");
    }

    private static World whoseQueueIsAway() {
        var world = World.withStrangeGroup(World.FULL_ACCESS);
        world.fakes.calls.gate = new Calls.Gate() {
            @Override
            public void before(String name) {
                if (name.equals("later")) {
                    throw new IllegalStateException("the queue is away");
                }
            }
        };
        return world;
    }

    @Test
    void aQueueThatFailsKeepsNoPolicyOpenAndNoRecordIsClosedWithoutTheLook() {
        var world = whoseQueueIsAway();

        assertThatThrownBy(() -> world.instance().apply(World.created("cause"))).hasMessage("the queue is away");
        assertThat(world.policy()).contains("Condition");
        assertThat(world.fakes.notices).hasSize(1);
        assertThat(world.fakes.ledger.closed()).isEmpty();

        world.fakes.calls.gate = Calls.Gate.OPEN;
        assertThat(world.instance().apply(World.created("cause"))).isEqualTo("CHANGED");
        assertThat(world.fakes.followUps).hasSize(1);
        assertThat(world.fakes.ledger.closed()).containsExactly(World.ID + "#cause");
    }

    /// The queue fails all attempts, the sweep ends the record, and the event is brought back from where failed ones
    /// lie.
    @Test
    void whatASweepEndedIsNotLookedAtTwiceYet() {
        var world = whoseQueueIsAway();
        assertThatThrownBy(() -> world.instance().apply(World.created("cause"))).hasMessage("the queue is away");
        world.fakes.calls.gate = Calls.Gate.OPEN;
        world.now = world.now.plus(Sweep.ABANDONED).plusSeconds(1);
        var _ = world.sweep();
        assertThat(world.fakes.ledger.closed()).containsExactly(World.ID + "#cause");

        var _ = world.instance().apply(World.created("cause"));
        settle(world);

        assertThat(world.endpoint().securityGroups()).containsExactly(World.APPROVED);
    }

    @Test
    void aGroupThatThePipelineTookOffItselfIsNoMatter() {
        var world = World.withStrangeGroup(World.inside("sns:Publish"));
        assertThat(world.handle(World.created("cause"))).isEqualTo("COMPLIANT");
        world.connect(new Attachments(Set.of(World.APPROVED), Set.of(), Set.of()));

        settle(world);

        assertThat(world.fakes.calls.names()).doesNotContain("modify", "publish");
    }

    @Test
    void aCallThatSetNothingOfTheNetworkNeedsNoSecondLook() {
        var world = World.withStrangeGroup(World.inside("sns:Publish"));

        var _ = world.handle(World.modified("cause", World.policySet(World.inside("sns:Publish"))));

        assertThat(world.fakes.followUps).isEmpty();
    }

    @Test
    void onlyWhatTheCallAddedIsRemoved() {
        var world = World.withStrangeGroup("{\"Statement\":[]}");

        var _ = world.handle(World.modified("cause", World.groupsAdded("sg-other")));
        settle(world);

        assertThat(world.endpoint().securityGroups()).isEqualTo(Set.of(World.APPROVED, World.STRANGE));
        assertThat(world.fakes.notices.getLast().text()).contains("the call did not add it: ");
    }

    @Test
    void theLastGroupIsLeftAndTold() {
        var world = World.withStrangeGroup(World.inside("sns:Publish"));
        world.connect(new Attachments(Set.of(World.STRANGE), Set.of(), Set.of()));

        var _ = world.handle(World.created("cause"));
        settle(world);

        assertThat(world.endpoint().securityGroups()).containsExactly(World.STRANGE);
        assertThat(world.fakes.notices.getLast().text()).contains("left without any");
    }

    @Test
    void whatACallTookAwayIsPutBackFromTheBaseline() {
        var world = World.withBaseline();
        var lost = new Attachments(Set.of(World.STRANGE), Set.of(World.SUBNET_2), Set.of());
        world.connect(world.endpoint().network().attachments().minus(lost));

        var _ = world.handle(World.modified("cause", removed(lost, Set.of())));
        settle(world);

        assertThat(world.endpoint().network().attachments()).isEqualTo(World.BASELINE);
        assertThat(world.fakes.notices.getLast().text())
                .startsWith("CHANGED")
                .contains("put back security group " + World.STRANGE, "put back subnet " + World.SUBNET_2)
                .contains("undo --stack=vpce-guard", World.ID + "/cause.settled");
    }

    /// Calls and looks that come between a call and the look that judges it.
    @ParameterizedTest
    @MethodSource
    void whatHappensInBetweenHidesNothing(Consumer<World> between) {
        var world = World.withBaseline();
        var lost = new Attachments(Set.of(World.STRANGE), Set.of(), Set.of());
        world.connect(world.endpoint().network().attachments().minus(lost));
        var _ = world.handle(World.modified("cause", removed(lost, Set.of())));

        between.accept(world);
        assertThat(world.fakes.notices).isEmpty();
        settle(world);

        assertThat(world.endpoint().network().attachments().securityGroups()).contains(World.STRANGE);
    }

    @Test
    void onlyACallOnNetworkSettingsMovesTheBaseline() {
        var world = World.withBaseline();
        var known = world.fakes.ledger.standing(World.ID).baseline();
        world.connect(World.BASELINE.minus(new Attachments(Set.of(World.STRANGE), Set.of(), Set.of())));

        var _ = world.handle(World.modified("policy", World.policySet(World.inside("sns:Publish"))));
        var _ = world.handle(World.created("late"));
        assertThat(world.fakes.ledger.standing(World.ID).baseline()).isEqualTo(known);

        var _ = world.handle(World.modified("added", World.groupsAdded(World.APPROVED)));
        assertThat(world.fakes.ledger.standing(World.ID).baseline())
                .hasValue(world.endpoint().network());
    }

    /// Nothing else would compare with what was put right without a call.
    @Test
    void whatWasPutRightIsTheBaselineOnceASweepSawIt() {
        var world = World.withStrangeGroup(World.inside("sns:Publish"));
        world.members = ", 'controls': {'network-settings-changed': 'remediate'}";
        var _ = world.handle(World.created("made"));
        settle(world);
        assertThat(world.endpoint().securityGroups()).containsExactly(World.APPROVED);
        world.now = world.now.plus(Duration.ofDays(1));
        var _ = world.sweep();

        world.connect(new NetworkSettings(
                world.endpoint().network().attachments(), Optional.of(false), Optional.of("ipv4"), Map.of()));
        var _ = world.handle(World.modified(
                "off",
                new Touched.Members(
                        Optional.empty(), false, Attachments.NONE, Attachments.NONE, Set.of("PrivateDnsEnabled")),
                world.now));
        settle(world);

        assertThat(world.endpoint().network().privateDns()).hasValue(true);
    }

    /// Whom a group lets in is not known at the first look.
    @Test
    void anOpenGroupThatIsAddedTwiceIsTakenOffTwice() {
        var world = World.withStrangeGroup(World.inside("sns:Publish"));
        world.groups = Level.OFF;
        world.members = ", 'controls': {'security-group-open': 'remediate', 'network-settings-changed': 'notify'},"
                + " 'budgets': {'networkPerEndpointPerDay': 9}";
        var both = world.endpoint().network().attachments();
        var open = new Attachments(Set.of(World.STRANGE), Set.of(), Set.of());
        world.connect(both.minus(open));
        var _ = world.handle(World.created("made"));
        settle(world);
        world.fakes.open(World.STRANGE);
        for (var cause : List.of("one", "two")) {
            world.connect(both);

            var _ = world.handle(World.modified(cause, World.groupsAdded(World.STRANGE)));
            settle(world);

            assertThat(world.endpoint().securityGroups()).as(cause).containsExactly(World.APPROVED);
        }
    }

    private static Stream<Named<Consumer<World>>> whatHappensInBetweenHidesNothing() {
        var policySet = World.modified("policy", World.policySet(World.inside("sns:Publish")));
        return Stream.of(
                named("a policy is set", world -> world.handle(policySet)),
                named("the call that made the endpoint is late", world -> world.handle(World.created("late"))),
                named(
                        "the second look for that call",
                        world -> world.handle(new Settled(World.created("first"), Optional.empty()))),
                named("a group is added", world -> {
                    var added = new Attachments(Set.of("sg-other"), Set.of(), Set.of());
                    world.connect(world.endpoint().network().attachments().plus(added));
                    var _ = world.handle(World.modified("added", World.groupsAdded("sg-other")));
                }),
                named("a sweep", World::sweep));
    }

    @Test
    void whatACallSwitchedIsSwitchedBack() {
        var world = World.withBaseline();
        world.connect(new NetworkSettings(
                World.BASELINE, Optional.of(false), Optional.of("dualstack"), Map.of("DnsRecordIpType", "ipv6")));

        var _ = world.handle(World.modified(
                "cause", removed(Attachments.NONE, Set.of("PrivateDnsEnabled", "IpAddressType", "DnsOptions"))));
        settle(world);

        assertThat(world.endpoint().network())
                .isEqualTo(new NetworkSettings(
                        World.BASELINE, Optional.of(true), Optional.of("ipv4"), Map.of("DnsRecordIpType", "ipv4")));
    }

    @Test
    void whatOnlyACallShowsIsToldByTheSecondLookWhereItOnlyNotifies() {
        var world = World.withBaseline();
        world.members = ", 'controls': {'network-settings-changed': 'notify'}";
        world.connect(World.BASELINE.minus(new Attachments(Set.of(), Set.of(World.SUBNET_2), Set.of())));

        var _ = world.handle(World.modified(
                "cause", removed(new Attachments(Set.of(), Set.of(World.SUBNET_2), Set.of()), Set.of())));
        settle(world);

        assertThat(world.fakes.calls.names()).doesNotContain("modify");
        assertThat(world.fakes.notices.getLast().text()).contains("network-settings-changed only notifies");
    }

    @Test
    void addressesCannotBePutBackAndAreTold() {
        var world = World.withBaseline();

        var _ = world.handle(World.modified("cause", removed(Attachments.NONE, Set.of("SubnetConfiguration"))));
        settle(world);

        assertThat(world.fakes.calls.names()).doesNotContain("modify");
        assertThat(world.fakes.notices.getLast().text())
                .startsWith("NOT CHANGED")
                .contains("cannot be put back");
    }

    @Test
    void twoSubnetsInOneZoneAreTwoRequestsAndACrashBetweenThemIsMadeGood() {
        for (int call = 0; call < 12; call++) {
            var world = World.withBaseline();
            world.approveSubnets();
            var swapped = new Attachments(Set.of(), Set.of(World.SUBNET_3), Set.of());
            var lost = new Attachments(Set.of(), Set.of(World.SUBNET_2), Set.of());
            world.connect(World.BASELINE.minus(lost).plus(swapped));
            var touched = new Touched.Members(Optional.empty(), false, swapped, lost, Set.of());
            var _ = world.handle(World.modified("cause", touched));
            world.fakes.calls.crashAt(call, true);
            try {
                settle(world);
            } catch (Calls.Crash _) {
                world.fakes.calls.crashAt(-1, false);
                settle(world);
            }
            assertThat(world.endpoint().network().attachments())
                    .as("crash at %d", call)
                    .isEqualTo(World.BASELINE);
        }
    }

    /// EC2 takes what is put back only once it is done with what is taken away.
    @Test
    void whatWasTakenAwayIsNotLeftUntilTheRestIsPutBack() {
        var world = World.withBaseline();
        world.approveSubnets();
        var swapped = new Attachments(Set.of(), Set.of(World.SUBNET_3), Set.of());
        var lost = new Attachments(Set.of(), Set.of(World.SUBNET_2), Set.of());
        world.connect(World.BASELINE.minus(lost).plus(swapped));
        var _ = world.handle(
                World.modified("cause", new Touched.Members(Optional.empty(), false, swapped, lost, Set.of())));
        world.fakes.calls.gate = new Calls.Gate() {
            @Override
            public void after(String name) {
                if (name.equals("modify")) {
                    world.fakes.ec2.isBusy = _ -> true;
                }
            }
        };
        assertThatThrownBy(() -> settle(world)).hasMessageContaining("another change");
        world.fakes.calls.gate = Calls.Gate.OPEN;
        world.fakes.ec2.isBusy = _ -> false;
        settle(world);

        assertThat(world.endpoint().network().attachments()).isEqualTo(World.BASELINE);
    }

    private static void settle(World world) {
        world.now = world.now.plus(Settling.TIME).plusSeconds(1);
        world.followUp();
    }

    private static Touched removed(Attachments lost, Set<String> others) {
        return new Touched.Members(Optional.empty(), false, Attachments.NONE, lost, others);
    }
}
