package vpceguard.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import vpceguard.event.EndpointChange;
import vpceguard.event.Touched;
import vpceguard.model.Attachments;
import vpceguard.remediation.Outcome;

/// Several at once, and somebody who undoes what is done.
class FightsTest {
    @Test
    void whileOneChangesTheEndpointAnotherComesBackLater() {
        var world = World.openS3();
        world.fakes.calls.crashAt(2, false);
        try {
            var _ = world.handle(World.created("one"));
        } catch (Calls.Crash _) {
            world.fakes.calls.crashAt(-1, false);
        }

        assertThat(world.handle(World.modified("two", World.policySet(World.FULL_ACCESS))))
                .isEqualTo("LATER");
        assertThat(world.policy()).isEqualTo(World.FULL_ACCESS);

        assertThat(world.handle(World.created("one")))
                .as("its own retry goes on")
                .isEqualTo("CHANGED");
        world.now = world.now.plus(Duration.ofMinutes(3));
        world.followUp();
        assertThat(world.fakes.calls.names()).containsOnlyOnce("modify");
    }

    @Test
    void whoOpensAnEndpointAgainAndAgainIsToldOnceAndTightenedEachHour() {
        var world = World.openS3();
        var _ = world.handle(World.created("0"));
        for (int i = 1; i < 6; i++) {
            world.show(World.FULL_ACCESS);
            world.now = world.now.plus(Duration.ofMinutes(5));
            assertThat(world.handle(World.modified("" + i, World.policySet(World.FULL_ACCESS))))
                    .isEqualTo(i < 3 ? "CHANGED" : "DEFERRED");
        }
        assertThat(world.policy()).isEqualTo(World.FULL_ACCESS);
        assertThat(world.fakes.notices).hasSize(4);
        assertThat(world.fakes.notices.getLast().subject()).contains("critical");
        assertThat(world.fakes.notices.getLast().text())
                .contains("opened again")
                .contains("paste this, or your next run fights:\n  {\"Version\"");

        world.now = world.now.plus(Duration.ofMinutes(20));
        var _ = world.sweep();

        assertThat(world.policy()).contains("aws:PrincipalOrgID");
        assertThat(world.fakes.ledger.closed()).hasSize(6);
        assertThat(world.fakes.notices.get(4).text()).startsWith("CHANGED");
    }

    @Test
    void whatWasLeftToTheSweepIsOursToo() {
        var world = World.openS3();
        var _ = world.handle(World.created("0"));
        for (int i = 1; i < 3; i++) {
            world.show(World.FULL_ACCESS);
            var _ = world.handle(World.modified("" + i, World.policySet(World.FULL_ACCESS)));
        }
        var another = World.FULL_ACCESS.replace("\"Action\":\"*\"", "\"Action\":\"s3:*\"");
        world.show(another);
        assertThat(world.handle(World.modified("3", World.policySet(another)))).isEqualTo("DEFERRED");

        world.now = world.now.plus(Duration.ofMinutes(20));
        var _ = world.sweep();

        assertThat(world.policy()).contains("s3:*");
        assertThat(world.fakes.ledger.known(World.ID).isOurs(world.policy())).isTrue();
        assertThat(world.intent()).hasValue(another);
    }

    private static String variant(int number) {
        return World.FULL_ACCESS.replace(
                "\"Resource\":\"*\"", "\"Resource\":[\"*\",\"arn:aws:s3:::build-" + number + "\"]");
    }

    /// The policy's budget is used up, and the policy is tight.
    private static World spent() {
        var world = World.openS3();
        for (int i = 0; i < 3; i++) {
            world.show(World.FULL_ACCESS);
            var _ = world.handle(World.modified("" + i, World.policySet(World.FULL_ACCESS)));
        }
        assertThat(world.policy()).contains("aws:PrincipalOrgID");
        return world;
    }

    private static void openWithAnother(World world, int hour) {
        world.now = World.NOW.plus(Duration.ofHours(hour)).minus(Duration.ofMinutes(2));
        world.show(variant(hour));
    }

    private static void tell(World world, int hour) {
        assertThat(world.handle(World.modified("b" + hour, World.policySet(variant(hour)), world.now)))
                .isEqualTo("DEFERRED");
    }

    private static void sweepAt(World world, int hour) {
        world.now = World.NOW.plus(Duration.ofHours(hour));
        var _ = world.sweep();
        assertThat(world.policy()).as("at hour " + hour).contains("aws:PrincipalOrgID");
    }

    /// However many policies were left to it, of all but the last of which nothing is to be told any more.
    @Test
    void whoVariesThePolicyEachMomentIsToldOfByOneNoticeAndTheSweepsRepairByAnother() {
        var world = spent();
        world.followUp();
        int before = world.fakes.notices.size();
        for (int i = 0; i < 9; i++) {
            world.now = World.NOW.plusSeconds(1800 + 4 * i);
            world.show(variant(i));
            assertThat(world.handle(World.modified("v" + i, World.policySet(variant(i)), world.now)))
                    .isEqualTo("DEFERRED");
        }
        assertThat(world.fakes.notices).hasSize(before + 1);

        sweepAt(world, 1);

        assertThat(world.fakes.notices).hasSize(before + 2);
        assertThat(world.fakes.notices.getLast().text()).startsWith("CHANGED");
        assertThat(world.fakes.ledger.unfinished(world.now.plusSeconds(1))).isEmpty();
    }

    @Test
    void whoSetsAnotherPolicyBeforeEachSweepIsTightenedByEach() {
        var world = spent();
        for (int hour = 1; hour < 5; hour++) {
            openWithAnother(world, hour);
            tell(world, hour);
            sweepAt(world, hour);
        }
    }

    @Test
    void whatSomebodyElseWroteOverInTheMeantimeWasNotTightenedByTheSweep() {
        var world = spent();
        for (int second = 0; second < 3; second++) {
            openWithAnother(world, 1);
            world.now = world.now.plus(Duration.ofSeconds(second));
            world.show(variant(second));
            assertThat(world.handle(World.modified("b" + second, World.policySet(variant(second)), world.now)))
                    .isEqualTo("DEFERRED");
        }
        sweepAt(world, 1);

        assertThat(world.fakes.ledger.record(World.ID, "b2").orElseThrow().outcome())
                .isEqualTo(new Outcome.Changed());
        for (var earlier : List.of("b0", "b1")) {
            assertThat(world.fakes
                            .ledger
                            .record(World.ID, earlier)
                            .orElseThrow()
                            .outcome())
                    .isEqualTo(new Outcome.Superseded());
        }
    }

    /// The invocation that left it to the sweep ended, and somebody set another policy.
    @Test
    void whatWasLeftToTheSweepAndNotToldIsToldByIt() {
        for (boolean isTold : List.of(true, false)) {
            var world = spent();
            world.followUp();
            var tight = world.policy();
            openWithAnother(world, 1);
            crashAtNews(world, isTold);
            assertThatThrownBy(() -> world.handle(World.modified("b1", World.policySet(variant(1)), world.now)))
                    .isInstanceOf(Calls.Crash.class);
            world.fakes.calls.gate = Calls.Gate.OPEN;
            int before = world.fakes.notices.size();
            world.show(tight);

            sweepAt(world, 1);

            assertThat(world.fakes.ledger.record(World.ID, "b1").orElseThrow().outcome())
                    .isEqualTo(new Outcome.Superseded());
            assertThat(world.fakes.notices).hasSize(isTold ? before : before + 1);
        }
    }

    private static void crashAtNews(World world, boolean isTold) {
        world.fakes.calls.gate = new Calls.Gate() {
            @Override
            public void before(String name) {
                if (!isTold && name.equals("publish")) {
                    throw new Calls.Crash();
                }
            }

            @Override
            public void after(String name) {
                if (isTold && name.equals("news")) {
                    throw new Calls.Crash();
                }
            }
        };
    }

    @Test
    void soIsWhoDoesItSoLateThatTheEventComesAfterTheSweep() {
        var world = spent();
        openWithAnother(world, 1);
        tell(world, 1);
        for (int hour = 2; hour < 6; hour++) {
            openWithAnother(world, hour);
            sweepAt(world, hour);
            world.show(variant(hour));
            tell(world, hour);
        }
    }

    /// The sweep meets another ceiling than the record was planned for.
    @Test
    void whatWasLeftToTheSweepIsTightenedUnderTheCeilingOfThen() {
        var world = World.openS3();
        for (int i = 0; i < 4; i++) {
            world.show(World.FULL_ACCESS);
            var _ = world.handle(World.modified("" + i, World.policySet(World.FULL_ACCESS)));
        }
        assertThat(world.policy()).isEqualTo(World.FULL_ACCESS);
        world.resources = vpceguard.perimeter.Level.REMEDIATE;

        world.now = world.now.plus(Duration.ofDays(1));
        var _ = world.sweep();
        world.followUp();

        assertThat(world.fakes.notices.getLast().text()).startsWith("CHANGED");
        assertThat(world.policy()).contains("aws:ResourceOrgID");
        assertThat(world.fakes.ledger.closed()).contains(World.ID + "#3", World.ID + "#3.again");
    }

    @Test
    void networkSettingsAreLeftToPeopleOnceTheBudgetIsSpent() {
        var world = World.withStrangeGroup(World.inside("sns:Publish"));
        for (var cause : new String[] {"one", "two"}) {
            world.connect(new vpceguard.model.Attachments(
                    java.util.Set.of(World.APPROVED, World.STRANGE), java.util.Set.of(), java.util.Set.of()));
            var _ = world.handle(World.modified(cause, World.groupsAdded(World.STRANGE)));
            world.now = world.now.plus(Settling.TIME).plusSeconds(1);
            world.followUp();
        }

        assertThat(world.endpoint().securityGroups()).contains(World.STRANGE);
        assertThat(world.fakes.notices.getLast().text())
                .startsWith("NOT CHANGED")
                .contains("once today; they are left to you now");
    }

    private static void connect(World world, String... groups) {
        world.connect(new Attachments(Set.of(groups), Set.of(), Set.of()));
    }

    @Test
    void whoeverSpentThePolicysBudgetBuysNoGroup() {
        var world = World.withStrangeGroup(World.FULL_ACCESS);
        connect(world, World.APPROVED);
        for (int i = 0; i < 3; i++) {
            world.show(World.FULL_ACCESS);
            world.now = world.now.plus(Duration.ofMinutes(3));
            assertThat(world.handle(World.modified("" + i, World.policySet(World.FULL_ACCESS), world.now)))
                    .isEqualTo("CHANGED");
        }
        world.now = world.now.plus(Duration.ofMinutes(3));
        world.show(World.FULL_ACCESS);
        connect(world, World.APPROVED, World.STRANGE);
        var both = new Touched.Members(
                Optional.of(World.FULL_ACCESS),
                false,
                new Attachments(Set.of(World.STRANGE), Set.of(), Set.of()),
                Attachments.NONE,
                Set.of());
        assertThat(world.handle(World.modified("both", both, world.now))).isEqualTo("DEFERRED");
        world.now = world.now.plus(Settling.TIME).plusSeconds(1);
        world.followUp();

        assertThat(world.endpoint().securityGroups()).containsExactly(World.APPROVED);
        assertThat(world.policy()).isEqualTo(World.FULL_ACCESS);
        assertThat(world.fakes.notices.getLast().text())
                .startsWith("CHANGED")
                .contains("the next sweep, within the hour, tightens it again");
        var _ = world.sweep();
        assertThat(world.policy()).contains("aws:PrincipalOrgID");
    }

    @Test
    void aRevertIsMadeThoughAnotherRecordTightenedThePolicyMeanwhile() {
        var world = World.withStrangeGroup(World.FULL_ACCESS);
        var second = new EndpointChange.Settled(World.created("call"), Optional.empty());
        world.fakes.ec2.isBusy = _ -> true;
        assertThatThrownBy(() -> world.handle(second)).hasMessageContaining("EC2 is at another change");
        world.fakes.ec2.isBusy = _ -> false;
        var begun = Objects.requireNonNull(world.fakes.ledger.records().get(World.ID + "#call.settled"));
        world.show(begun.plan().policy().orElseThrow().after());

        assertThat(world.handle(second)).isEqualTo("CHANGED");

        assertThat(world.endpoint().securityGroups()).containsExactly(World.APPROVED);
    }
}
