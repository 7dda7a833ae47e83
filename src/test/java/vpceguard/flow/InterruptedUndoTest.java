package vpceguard.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import vpceguard.event.Instruction;
import vpceguard.event.Instruction.Action;
import vpceguard.event.Touched;
import vpceguard.model.Attachments;
import vpceguard.model.NetworkSettings;
import vpceguard.remediation.Outcome;

/// What an undo put back before it was interrupted: left alone while it is held, and judged once that is over.
class InterruptedUndoTest {
    private static final Attachments GROUP = new Attachments(Set.of(World.STRANGE), Set.of(), Set.of());
    private static final Attachments SUBNET = new Attachments(Set.of(), Set.of(World.SUBNET_3), Set.of());

    private static void pass(World world, Duration time) {
        world.now = world.now.plus(time);
        world.fakes.ledger.keep(Optional.of(new Confirmation(Optional.of("o-a1b2c3d4e5"), world.now)));
    }

    /// A sweep after that time, and all that follows from it.
    private static void sweep(World world, Duration after) {
        pass(world, after);
        var _ = world.sweep();
        world.followUp();
        pass(world, Settling.TIME.plusSeconds(1));
        world.followUp();
    }

    private static Reply undo(World world, String record, int hours) {
        pass(world, Duration.ofMinutes(5));
        var until = world.now.plus(Duration.ofHours(hours));
        return world.byHand(
                new Instruction(Action.UNDO, "ann", true, "reports fail", Optional.of(record), Optional.of(until)));
    }

    private static void cutOff(World world, String call, boolean isAfter, Runnable run) {
        world.fakes.calls.gate = new Calls.Gate() {
            @Override
            public void before(String name) {
                if (!isAfter && name.equals(call)) {
                    throw new Calls.Crash();
                }
            }

            @Override
            public void after(String name) {
                if (isAfter && name.equals(call)) {
                    throw new Calls.Crash();
                }
            }
        };
        assertThatThrownBy(run::run).isInstanceOf(Calls.Crash.class);
        world.fakes.calls.gate = Calls.Gate.OPEN;
    }

    /// One whose strange group was taken off.
    private static World withGroupTakenOff() {
        var world = World.withStrangeGroup(World.inside("sns:Publish"));
        world.members = ", 'budgets': {'networkPerEndpointPerDay': 9}";
        world.connect(world.endpoint().network().attachments().minus(GROUP));
        world.show(world.endpoint(), World.NOW.minus(Duration.ofDays(300)));
        var _ = world.sweep();
        pass(world, Duration.ofMinutes(10));
        world.connect(world.endpoint().network().attachments().plus(GROUP));
        var _ = world.handle(World.modified("add", World.groupsAdded(World.STRANGE), world.now));
        pass(world, Settling.TIME.plusSeconds(1));
        world.followUp();
        assertThat(world.endpoint().securityGroups()).containsExactly(World.APPROVED);
        return world;
    }

    private static void turnPrivateDnsOff(World world) {
        pass(world, Duration.ofMinutes(5));
        world.connect(new NetworkSettings(
                world.endpoint().network().attachments(), Optional.of(false), Optional.of("ipv4"), Map.of()));
        var others = Set.of("PrivateDnsEnabled");
        var call = new Touched.Members(Optional.empty(), false, Attachments.NONE, Attachments.NONE, others);
        var _ = world.handle(World.modified("dns", call, world.now));
    }

    @Test
    void whatWasPutBackIsLeftToThePersonThoughSomebodyMadeAnotherCall() {
        for (boolean isByHand : List.of(true, false)) {
            for (boolean isAfter : List.of(true, false)) {
                var world = withGroupTakenOff();
                cutOff(world, "publish", isAfter, () -> undo(world, "add.settled", 72));
                turnPrivateDnsOff(world);

                if (isByHand) {
                    var _ = undo(world, "add.settled", 72);
                }
                sweep(world, Duration.ofMinutes(30));

                assertThat(world.endpoint().securityGroups()).containsExactlyInAnyOrder(World.APPROVED, World.STRANGE);
                assertThat(world.fakes.ledger.hold(World.ID)).isPresent();
                assertThat(world.fakes.ledger.closed()).contains(World.ID + "#undo-add.settled");

                sweep(world, Duration.ofDays(3));

                assertThat(world.endpoint().securityGroups()).containsExactly(World.APPROVED);
                assertThat(world.fakes.ledger.holds()).isEmpty();
            }
        }
    }

    @Test
    void whatWasNeverMadeHoldsNothing() {
        var world = withGroupTakenOff();
        cutOff(world, "modify", false, () -> undo(world, "add.settled", 1));

        sweep(world, Duration.ofHours(2));

        assertThat(world.endpoint().securityGroups()).containsExactly(World.APPROVED);
        assertThat(world.fakes.ledger.holds()).isEmpty();
        assertThat(world.fakes.ledger.closed()).contains(World.ID + "#undo-add.settled");
    }

    /// One that stood before and was repaired once its date had come, by two requests of which the undo needs two.
    private static World withPolicyAndSubnetRepaired() {
        var world = World.withBaseline();
        world.approveSubnets(World.SUBNET_1, World.SUBNET_2);
        world.members += ", 'existing': {'level': 'remediate', 'graceDays': 14}"
                + ", 'budgets': {'networkPerEndpointPerDay': 9}";
        world.connect(World.BASELINE.plus(SUBNET));
        world.show(World.FULL_ACCESS);
        world.show(world.endpoint(), World.NOW.minus(Duration.ofDays(300)));
        var _ = world.sweep();
        sweep(world, Duration.ofDays(14));
        sweep(world, Duration.ofDays(1));
        assertThat(isOpen(world)).isFalse();
        assertThat(world.endpoint().network().attachments()).isEqualTo(World.BASELINE);
        return world;
    }

    private static String repair(World world) {
        return world.fakes.ledger.records().values().stream()
                .filter(record -> record.plan().policy().isPresent())
                .filter(record -> record.plan().revert().isPresent())
                .findFirst()
                .orElseThrow()
                .cause();
    }

    private static boolean isOpen(World world) {
        return world.policy().equals(World.FULL_ACCESS);
    }

    private static Outcome outcome(World world, String cause) {
        return world.fakes.ledger.record(World.ID, cause).orElseThrow().outcome();
    }

    @Test
    void whatHalfAnUndoPutBackIsJudgedOnceItsTimeIsOver() {
        var world = withPolicyAndSubnetRepaired();
        var repair = repair(world);
        cutOff(world, "modify", true, () -> undo(world, repair, 1));
        assertThat(isOpen(world)).isTrue();

        sweep(world, Duration.ofMinutes(70));

        assertThat(outcome(world, "undo-" + repair)).isEqualTo(new Outcome.Superseded());
        assertThat(isOpen(world)).isFalse();
        assertThat(world.fakes.ledger.holds()).isEmpty();
    }

    /// The id of the first request was lost with the invocation that made it.
    @Test
    void soItIsWhereEc2RefusesTheRest() {
        var world = withPolicyAndSubnetRepaired();
        var repair = repair(world);
        cutOff(world, "modify", true, () -> undo(world, repair, 1));
        pass(world, Duration.ofMinutes(5));
        world.fakes.ec2.refusal = Optional.of("InvalidSubnet");
        assertThat(undo(world, repair, 1))
                .isInstanceOfSatisfying(
                        Reply.Done.class,
                        done -> assertThat(done.result().word()).isEqualTo("REFUSED"));
        world.fakes.ec2.refusal = Optional.empty();
        assertThat(world.fakes.ledger.hold(World.ID)).isPresent();

        sweep(world, Duration.ofMinutes(30));
        assertThat(isOpen(world)).as("it has its time").isTrue();

        sweep(world, Duration.ofMinutes(40));
        assertThat(isOpen(world)).isFalse();
        assertThat(world.fakes.ledger.holds()).isEmpty();
    }
}
