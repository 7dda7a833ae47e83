package vpceguard.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import vpceguard.event.Instruction;
import vpceguard.event.Instruction.Action;

/// What becomes of the undo of a record that was not the last to write.
class WrittenSinceTest {
    private static Reply asked(World world, Action action, Optional<String> record) {
        world.now = world.now.plus(Duration.ofMinutes(10));
        return world.byHand(new Instruction(
                action, "ann", true, "reports fail", record, record.map(_ -> world.now.plus(Duration.ofHours(1)))));
    }

    private static Reply undo(World world, String record) {
        return asked(world, Action.UNDO, Optional.of(record));
    }

    @Test
    void whatAnUndoPutBackCanBeUndoneToo() {
        var world = World.openS3();
        var _ = world.handle(World.created("call"));
        var tight = world.policy();
        world.members =
                ", 'partners': [{'account': '444455556666', 'trust': 'identities', 'reason': 'reports', 'owner': 'o'}]";
        var followed = (Reply.Done) asked(world, Action.FOLLOW, Optional.empty());
        assertThat(followed.result().word()).isEqualTo("CHANGED");
        assertThat(undo(world, "call"))
                .isInstanceOfSatisfying(
                        Reply.Refused.class,
                        refused -> assertThat(refused.reason()).contains("somebody changed the endpoint since"));
        assertThat(undo(world, followed.cause())).isEqualTo(new Reply.Done(World.CHANGED, "undo-" + followed.cause()));
        assertThat(world.policy()).isEqualTo(tight);

        assertThat(undo(world, "call")).isEqualTo(new Reply.Done(World.CHANGED, "undo-call"));
        assertThat(world.policy()).isEqualTo(World.FULL_ACCESS);
    }

    @Test
    void whileAnotherRecordIsNotEndedThePersonIsToldSo() {
        var world = World.openS3();
        var _ = world.handle(World.created("one"));
        world.now = world.now.plus(Duration.ofMinutes(10));
        world.show(World.FULL_ACCESS);
        world.fakes.calls.gate = new Calls.Gate() {
            @Override
            public void before(String name) {
                if (name.equals("publish")) {
                    throw new IllegalStateException("no topic");
                }
            }
        };
        assertThatThrownBy(() -> world.handle(World.modified("two", World.policySet(World.FULL_ACCESS), world.now)))
                .hasMessage("no topic");
        world.fakes.calls.gate = Calls.Gate.OPEN;

        assertThat(undo(world, "one"))
                .isEqualTo(new Reply.Refused("record \"one\" cannot be undone: this stack is at the policy again, in"
                        + " record \"two\", which is not ended yet; ask again after the next sweep"));
    }
}
