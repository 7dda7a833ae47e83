package vpceguard.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import vpceguard.event.EndpointChange;
import vpceguard.event.Instruction;
import vpceguard.event.Instruction.Action;
import vpceguard.event.Touched;
import vpceguard.model.Attachments;
import vpceguard.remediation.Outcome;
import vpceguard.remediation.RemediationRecord;

/// A revert that takes two requests, the second of which EC2 refuses, or takes from a retry alone: what the first made
/// is known and can be undone.
class RefusedHalfwayTest {
    private static final Attachments LOST = new Attachments(Set.of(), Set.of(World.SUBNET_2), Set.of());
    private static final Attachments ADDED = new Attachments(Set.of(), Set.of(World.SUBNET_3), Set.of());
    private static final Attachments CALLED = World.BASELINE.minus(LOST).plus(ADDED);

    /// A call put a strange subnet in the place of another; its second look is due.
    private static World swapped() {
        var world = World.withBaseline();
        world.approveSubnets();
        world.show(world.endpoint(), World.NOW.minus(Duration.ofDays(300)));
        var _ = world.sweep();
        world.connect(CALLED);
        var call = new Touched.Members(Optional.empty(), false, ADDED, LOST, Set.of());
        var _ = world.handle(World.modified("cause", call));
        world.now = world.now.plus(Settling.TIME).plusSeconds(1);
        return world;
    }

    private static World refusedHalfway() {
        var world = swapped();
        afterModify(world, () -> world.fakes.ec2.refusal = Optional.of("InvalidSubnet"));
        world.followUp();
        world.fakes.ec2.refusal = Optional.empty();
        return asserted(world);
    }

    private static World asserted(World world) {
        world.fakes.calls.gate = Calls.Gate.OPEN;
        assertThat(attachments(world)).isEqualTo(World.BASELINE.minus(LOST));
        assertThat(record(world).outcome()).isInstanceOf(Outcome.Refused.class);
        return world;
    }

    private static void afterModify(World world, Runnable then) {
        world.fakes.calls.gate = new Calls.Gate() {
            @Override
            public void after(String name) {
                if (name.equals("modify")) {
                    then.run();
                }
            }
        };
    }

    private static RemediationRecord record(World world) {
        return world.fakes.ledger.record(World.ID, "cause.settled").orElseThrow();
    }

    private static Attachments attachments(World world) {
        return world.endpoint().network().attachments();
    }

    private static Reply undo(World world) {
        world.now = world.now.plus(Duration.ofMinutes(5));
        return world.byHand(new Instruction(
                Action.UNDO,
                "ann",
                true,
                "reports fail",
                Optional.of("cause.settled"),
                Optional.of(world.now.plus(Duration.ofHours(1)))));
    }

    @Test
    void whatWasMadeIsUndone() {
        var world = refusedHalfway();
        assertThat(world.fakes.notices.getLast().text()).contains("./vpce-guard undo");

        assertThat(undo(world)).isEqualTo(new Reply.Done(World.CHANGED, "undo-cause.settled"));

        assertThat(attachments(world)).isEqualTo(CALLED);
        assertThat(world.fakes.ledger.hold(World.ID)).isPresent();
    }

    @Test
    void nothingIsUndoneOnceSomebodyChangedThat() {
        var world = refusedHalfway();
        world.connect(CALLED);

        assertThat(undo(world))
                .isInstanceOfSatisfying(
                        Reply.Refused.class,
                        refused -> assertThat(refused.reason()).contains("somebody changed the endpoint since"));
    }

    @Test
    void sweepsKnowWhatItMade() {
        var world = refusedHalfway();
        world.fakes.notices.clear();

        for (int day = 0; day < 3; day++) {
            world.now = world.now.plus(Duration.ofDays(1));
            world.fakes.ledger.keep(Optional.of(new Confirmation(Optional.of("o-a1b2c3d4e5"), world.now)));
            var _ = world.sweep();
        }

        assertThat(world.fakes.notices).noneMatch(notice -> notice.text().contains("do not arrive"));
    }

    /// The invocation that made the first request ended before it could store its id.
    @Test
    void aRequestWhoseIdWasLostIsOurOwnAndIsUndone() {
        var world = swapped();
        afterModify(world, () -> {
            throw new Calls.Crash();
        });
        assertThatThrownBy(world::followUp).isInstanceOf(Calls.Crash.class);
        world.fakes.calls.gate = Calls.Gate.OPEN;
        world.fakes.ec2.refusal = Optional.of("InvalidSubnet");
        world.followUp();
        world.fakes.ec2.refusal = Optional.empty();
        var own = new Touched.Members(Optional.empty(), false, Attachments.NONE, ADDED, Set.of());
        var _ = world.own(World.modified("own", own, world.now));
        world.now = world.now.plus(Duration.ofMinutes(2));
        world.followUp();

        assertThat(asserted(world).fakes.notices)
                .noneMatch(notice -> notice.text().contains("holds a session of the role"));
        assertThat(undo(world)).isEqualTo(new Reply.Done(World.CHANGED, "undo-cause.settled"));
        assertThat(attachments(world)).isEqualTo(CALLED);
    }

    /// The retry makes the rest.
    @Test
    void aRequestThatCameBeforeABusyEc2IsOurOwn() {
        var world = swapped();
        busyAfterModify(world, world::followUp);
        world.followUp();

        assertThat(attachments(world)).isEqualTo(World.BASELINE);
        assertThat(record(world).outcome()).isEqualTo(new Outcome.Changed());
        assertOwn(world, ADDED);
    }

    @Test
    void soIsThatOfAnUndo() {
        var world = swapped();
        world.followUp();

        busyAfterModify(world, () -> undo(world));
        assertThat(undo(world)).isEqualTo(new Reply.Done(World.CHANGED, "undo-cause.settled"));

        assertThat(attachments(world)).isEqualTo(CALLED);
        assertOwn(world, LOST);
    }

    /// Whoever uses the role on the endpoint is told of as ever.
    @Test
    void aPolicyThatAnotherRecordWroteIsNotTheLostFirstRequestOfThisOne() {
        var world = World.withBaseline();
        world.approveSubnets();
        world.show(World.FULL_ACCESS);
        world.connect(World.BASELINE.minus(LOST));
        var touched = new Touched.Members(Optional.of(World.FULL_ACCESS), false, Attachments.NONE, LOST, Set.of());
        var second = new EndpointChange.Settled(
                World.modified("cause", touched),
                world.fakes.ledger.known(World.ID).baseline());
        world.fakes.ec2.isBusy = _ -> true;
        assertThatThrownBy(() -> world.handle(second)).hasMessageContaining("EC2 is at another change");
        world.fakes.ec2.isBusy = _ -> false;
        world.now = world.now.plus(Ledger.LEASE).plusSeconds(1);
        assertThat(world.handle(World.created("other"))).isEqualTo("CHANGED");

        assertThat(world.handle(second)).isEqualTo("CHANGED");

        assertThat(attachments(world)).isEqualTo(World.BASELINE);
        assertThat(record(world).requests()).containsExactly("request-2");
    }

    private static void busyAfterModify(World world, ThrowingCallable run) {
        afterModify(world, () -> world.fakes.ec2.isBusy = _ -> true);
        assertThatThrownBy(run).hasMessageContaining("EC2 is at another change");
        world.fakes.calls.gate = Calls.Gate.OPEN;
        world.fakes.ec2.isBusy = _ -> false;
    }

    /// EC2 took it, but the answer was lost, and refused what the client sent once more.
    @Test
    void soIsOneThatEc2DidNotAnswer() {
        var world = swapped();
        world.fakes.ec2.refusal = Optional.of("InvalidSubnet");
        afterModify(world, () -> {
            if (world.fakes.ec2.refusal.isPresent()) {
                world.connect(World.BASELINE.minus(LOST));
            }
            world.fakes.ec2.refusal = Optional.empty();
        });
        world.followUp();

        assertThat(attachments(world)).isEqualTo(World.BASELINE);
        assertThat(record(world).requests()).containsExactly(World.ID.value(), "request-1");
        assertOwn(world, ADDED);
    }

    private static void assertOwn(World world, Attachments removed) {
        var own = new Touched.Members(Optional.empty(), false, Attachments.NONE, removed, Set.of());
        var _ = world.own(World.modified("own of " + removed, own, world.now));
        world.now = world.now.plus(Duration.ofMinutes(2));
        world.followUp();

        assertThat(world.fakes.notices).noneMatch(notice -> notice.text().contains("holds a session of the role"));
    }
}
