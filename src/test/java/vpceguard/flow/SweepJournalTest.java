package vpceguard.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import vpceguard.json.Json;
import vpceguard.notice.Notice;
import vpceguard.perimeter.Membership;

/// What sweeps told stands in the journal.
class SweepJournalTest {
    private static final Calls.Gate NO_JOURNAL = new Calls.Gate() {
        @Override
        public void before(String name) {
            if (name.equals("journal")) {
                throw new IllegalStateException("no journal");
            }
        }
    };

    @Test
    void theJournalHasWhatADigestTold() {
        var world = World.openS3();

        var _ = world.sweep();

        assertThat(told(world))
                .isEqualTo(world.fakes.notices.stream().map(Notice::details).toList())
                .hasSize(1);
    }

    /// The retry would tell it again.
    @Test
    void aJournalThatFailsTellsNobodyTwice() {
        var world = World.openS3();
        world.fakes.calls.gate = NO_JOURNAL;
        assertThatThrownBy(world::sweep).isInstanceOf(IllegalStateException.class);
        world.fakes.calls.gate = Calls.Gate.OPEN;

        var _ = world.sweep();

        assertThat(world.fakes.notices).hasSize(1);
        assertThat(told(world)).as("in the function's log").hasSize(1);
    }

    @Test
    void theJournalHasWhatIsToldOnceADayThoughItFailedFirst() {
        var world = World.openS3();
        world.unconfirmed(new Membership.Unanswered("no answer"));
        world.fakes.calls.gate = NO_JOURNAL;
        assertThatThrownBy(world::sweep).hasMessage("no journal");
        assertThat(world.fakes.copies).isEqualTo(world.fakes.notices);
        world.fakes.calls.gate = Calls.Gate.OPEN;

        var _ = world.sweep();

        assertThat(world.fakes.notices).hasSize(1);
        assertThat(told(world)).containsExactly(world.fakes.notices.getFirst().details());
    }

    private static List<Json> told(World world) {
        return world.fakes.journal.stream()
                .filter(step -> step.textAt("step").equals(Optional.of("told")))
                .flatMap(step -> step.get("detail").stream())
                .toList();
    }
}
