package vpceguard.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import vpceguard.event.Instruction;
import vpceguard.event.Instruction.Action;
import vpceguard.event.Touched;
import vpceguard.model.Attachments;
import vpceguard.model.EndpointType;

/// What a person undid: left alone while it is held, and nothing else judged once that is over.
class HoldsTest {
    private static final Duration OLD = Duration.ofDays(300);

    private static void undo(World world, String record) {
        world.now = world.now.plus(Duration.ofMinutes(5));
        var said = undoOf(record, world.now.plus(Duration.ofHours(1)));
        assertThat(world.byHand(said)).isEqualTo(new Reply.Done(World.CHANGED, "undo-" + record));
    }

    private static Instruction undoOf(String record, Instant until) {
        return new Instruction(Action.UNDO, "ann", true, "reports fail", Optional.of(record), Optional.of(until));
    }

    /// An undo that was stored and not made, until that time.
    private static World cutOff(Instant until) {
        var world = World.openS3();
        var _ = world.handle(World.created("call"));
        world.now = World.NOW.plus(Duration.ofMinutes(5));
        world.fakes.calls.gate = new Calls.Gate() {
            @Override
            public void after(String name) {
                if (name.equals("open")) {
                    throw new Calls.Crash();
                }
            }
        };
        assertThatThrownBy(() -> world.byHand(undoOf("call", until))).isInstanceOf(Calls.Crash.class);
        world.fakes.calls.gate = Calls.Gate.OPEN;
        return world;
    }

    @Test
    void anUndoThatWasCutOffIsNotMadeOnceItsHoldIsOver() {
        var until = World.NOW.plus(Duration.ofHours(1));
        for (boolean isByHand : List.of(true, false)) {
            var world = cutOff(until);
            var tight = world.policy();
            world.now = until;
            confirm(world);

            if (isByHand) {
                assertThat(world.byHand(undoOf("call", until)))
                        .isInstanceOfSatisfying(
                                Reply.Done.class,
                                done -> assertThat(done.result().word()).isEqualTo("SUPERSEDED"));
            } else {
                var _ = world.sweep();
            }

            assertThat(world.policy()).isEqualTo(tight);
            assertThat(world.fakes.ledger.holds()).isEmpty();
            assertThat(world.fakes.ledger.closed()).contains(World.ID + "#undo-call");
        }
    }

    @Test
    void aHoldIsNotReleasedWhileItsUndoIsUnderWay() {
        var until = World.NOW.plus(Duration.ofHours(1));
        var world = cutOff(until);
        var tight = world.policy();
        world.now = until.minusSeconds(10);
        world.fakes.calls.gate = new Calls.Gate() {
            @Override
            public void before(String name) {
                if (name.equals("modify")) {
                    world.fakes.calls.gate = Calls.Gate.OPEN;
                    world.now = until.plusSeconds(10);
                    confirm(world);
                    world.invocation = "sweep";
                    var _ = world.sweep();
                }
            }
        };

        assertThat(world.byHand(undoOf("call", until))).isEqualTo(new Reply.Done(World.CHANGED, "undo-call"));
        assertThat(world.policy()).isEqualTo(World.FULL_ACCESS);

        holdOver(world);
        assertThat(world.policy()).isEqualTo(tight);
        assertThat(world.fakes.ledger.holds()).isEmpty();
    }

    /// Somebody sets a policy after the undo's look, and what is put back goes over it.
    @Test
    void aPolicyThatAnUndoWentOverIsPutInForce() {
        var world = World.openS3();
        var _ = world.handle(World.created("call"));
        world.now = World.NOW.plus(Duration.ofMinutes(5));
        var newer = World.inside("s3:GetObject");
        var call = World.modified("newer", World.policySet(newer), world.now.plusSeconds(10));
        world.fakes.calls.gate = new Calls.Gate() {
            @Override
            public void before(String name) {
                world.now = name.equals("modify") ? world.now.plusSeconds(20) : world.now;
            }
        };
        assertThat(world.byHand(undoOf("call", world.now.plus(Duration.ofHours(1)))))
                .isEqualTo(new Reply.Done(World.CHANGED, "undo-call"));
        world.fakes.calls.gate = Calls.Gate.OPEN;
        world.now = world.now.plus(Duration.ofMinutes(3));

        assertThat(world.handle(call)).isEqualTo("CHANGED");

        assertThat(Standing.fingerprint(world.policy())).isEqualTo(Standing.fingerprint(newer));
    }

    private static void secondLook(World world) {
        world.now = world.now.plus(Settling.TIME).plusSeconds(1);
        world.followUp();
    }

    private static void holdOver(World world) {
        world.now = world.now.plus(Duration.ofHours(2));
        confirm(world);
        var _ = world.sweep();
        secondLook(world);
    }

    private static void confirm(World world) {
        world.fakes.ledger.keep(Optional.of(new Confirmation(Optional.of("o-a1b2c3d4e5"), world.now)));
    }

    private static void connect(World world, String... groups) {
        world.connect(new Attachments(Set.of(groups), Set.of(), Set.of()));
    }

    /// One that stood long before and was seen by a sweep.
    private static World existing(String policy, String... groups) {
        var world = World.withStrangeGroup(policy);
        world.members = ", 'budgets': {'networkPerEndpointPerDay': 9}";
        connect(world, groups);
        world.show(world.endpoint(), World.NOW.minus(OLD));
        var _ = world.sweep();
        world.now = World.NOW.plus(Duration.ofMinutes(10));
        return world;
    }

    @Test
    void onceAGroupIsHeldNoLongerThePolicyThatStoodBeforeKeepsItsDate() {
        var world = existing(World.FULL_ACCESS, World.APPROVED);
        connect(world, World.APPROVED, World.STRANGE);
        var _ = world.handle(World.modified("add", World.groupsAdded(World.STRANGE), world.now));
        secondLook(world);
        undo(world, "add.settled");

        holdOver(world);

        assertThat(world.policy()).isEqualTo(World.FULL_ACCESS);
        assertThat(world.endpoint().securityGroups()).containsExactly(World.APPROVED);
        assertThat(world.fakes.ledger.holds()).isEmpty();
    }

    @Test
    void onceAPolicyIsHeldNoLongerTheGroupThatStoodBeforeKeepsItsDate() {
        var world = existing(World.inside("sns:Publish"), World.APPROVED, World.STRANGE);
        world.show(World.FULL_ACCESS);
        var _ = world.handle(World.modified("open", World.policySet(World.FULL_ACCESS), world.now));
        undo(world, "open");

        holdOver(world);

        assertThat(world.policy()).contains("aws:PrincipalOrgID");
        assertThat(world.endpoint().securityGroups()).containsExactlyInAnyOrder(World.APPROVED, World.STRANGE);
    }

    @Test
    void whatAnUndoTookAwayAgainIsPutBackOnceItsHoldIsOver() {
        var world = World.withBaseline();
        world.members += ", 'budgets': {'networkPerEndpointPerDay': 9}";
        var lost = new Attachments(Set.of(World.STRANGE), Set.of(), Set.of());
        world.connect(World.BASELINE.minus(lost));
        var call = new Touched.Members(Optional.empty(), false, Attachments.NONE, lost, Set.of());
        var _ = world.handle(World.modified("lose", call, world.now));
        secondLook(world);
        undo(world, "lose.settled");
        assertThat(world.endpoint().securityGroups()).containsExactly(World.APPROVED);

        holdOver(world);

        assertThat(world.endpoint().securityGroups()).containsExactlyInAnyOrder(World.APPROVED, World.STRANGE);
    }

    private static void lose(World world, String cause, Attachments lost) {
        world.connect(world.endpoint().network().attachments().minus(lost));
        var call = new Touched.Members(Optional.empty(), false, Attachments.NONE, lost, Set.of());
        var _ = world.handle(World.modified(cause, call, world.now));
        secondLook(world);
        assertThat(world.endpoint().network().attachments()).isEqualTo(World.BASELINE);
    }

    @Test
    void whatTwoUndosTookAwayAgainIsPutBackOnceBothAreOver() {
        var world = World.withBaseline();
        world.members += ", 'budgets': {'networkPerEndpointPerDay': 9}";
        lose(world, "group", new Attachments(Set.of(World.STRANGE), Set.of(), Set.of()));
        lose(world, "subnet", new Attachments(Set.of(), Set.of(World.SUBNET_2), Set.of()));
        undo(world, "group.settled");
        undo(world, "subnet.settled");

        holdOver(world);

        assertThat(world.endpoint().network().attachments()).isEqualTo(World.BASELINE);
        assertThat(world.fakes.ledger.holds()).isEmpty();
    }

    /// No sweep came in between.
    @Test
    void aHoldThatIsOverAndNotJudgedYetIsNotLostInALaterUndo() {
        var world = existing(World.inside("sns:Publish"), World.APPROVED);
        world.show(World.FULL_ACCESS);
        var _ = world.handle(World.modified("open", World.policySet(World.FULL_ACCESS), world.now));
        connect(world, World.APPROVED, World.STRANGE);
        var _ = world.handle(World.modified("add", World.groupsAdded(World.STRANGE), world.now));
        secondLook(world);
        undo(world, "add.settled");
        world.now = world.now.plus(Duration.ofHours(2));
        undo(world, "open");

        world.now = world.now.plus(Duration.ofMinutes(10));
        confirm(world);
        var _ = world.sweep();
        secondLook(world);

        assertThat(world.endpoint().securityGroups()).containsExactly(World.APPROVED);
        assertThat(world.policy()).as("it has its time").isEqualTo(World.FULL_ACCESS);
    }

    private static void sweepWhileItIsHeld(World world) {
        world.fakes.notices.clear();
        world.now = world.now.plus(Duration.ofMinutes(30));
        confirm(world);
        var _ = world.sweep();
        world.followUp();
    }

    @Test
    void noSweepMakesWhatWasLeftToItOnceAPersonUndidTheSame() {
        var world = World.openS3();
        var _ = world.handle(World.created("0"));
        var tight = world.policy();
        for (int i = 1; i < 4; i++) {
            world.show(World.FULL_ACCESS);
            world.now = world.now.plus(Duration.ofMinutes(3));
            assertThat(world.handle(World.modified("" + i, World.policySet(World.FULL_ACCESS), world.now)))
                    .isEqualTo(i < 3 ? "CHANGED" : "DEFERRED");
        }
        world.show(tight);
        undo(world, "2");

        sweepWhileItIsHeld(world);

        assertThat(world.policy()).isEqualTo(World.FULL_ACCESS);
        assertThat(world.fakes.ledger.closed()).contains(World.ID + "#3");
        assertThat(world.fakes.notices.getFirst().text())
                .startsWith("NOT CHANGED")
                .contains("is left to you until");
    }

    @Test
    void anUndoThatEc2RefusesSinceItIsMadeAlreadyIsHeld() {
        var world = existing(World.inside("sns:Publish"), World.APPROVED);
        connect(world, World.APPROVED, World.STRANGE);
        var _ = world.handle(World.modified("add", World.groupsAdded(World.STRANGE), world.now));
        secondLook(world);
        world.fakes.ec2.refusal = Optional.of("InvalidParameter");
        world.fakes.calls.gate = new Calls.Gate() {
            @Override
            public void before(String name) {
                if (name.equals("modify")) {
                    connect(world, World.APPROVED, World.STRANGE);
                }
            }
        };

        undo(world, "add.settled");

        assertThat(world.fakes.ledger.hold(World.ID)).isPresent();
    }

    /// It stored the same digest for `"*"` and `{"AWS": "*"}`.
    @Test
    void whatWasUndoneUnderAnEarlierVersionIsHeld() {
        var open = World.FULL_ACCESS.replace("\"Principal\":\"*\"", "\"Principal\":{\"AWS\":\"*\"}");
        var world = World.with("s3", EndpointType.GATEWAY, open);
        var _ = world.handle(World.created("call"));
        undo(world, "call");
        var hold = world.fakes.ledger.hold(World.ID).orElseThrow();
        var left = hold.policy().orElseThrow();
        var digest = "2aa535aa5efac6cf5839eb24075097a14249cf1e59aa049d23776d509e244989";
        var earlier = new Hold.Left(digest, left.cause(), left.until(), left.who());
        world.fakes.ledger.release(
                hold, Optional.of(new Hold(World.ID, hold.cause(), Optional.of(earlier), hold.network())));

        world.now = world.now.plus(Duration.ofMinutes(5));
        assertThat(world.handle(World.modified("same", World.policySet(open), world.now)))
                .isEqualTo("NOT_CHANGED");
        assertThat(world.policy()).isEqualTo(open);
    }
}
