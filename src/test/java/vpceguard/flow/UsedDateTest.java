package vpceguard.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static vpceguard.flow.ExistingTest.DATE;
import static vpceguard.flow.ExistingTest.GRACE;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vpceguard.perimeter.Level;

/// A date brings one repair, whatever fails after it.
class UsedDateTest {
    @ParameterizedTest
    @ValueSource(strings = {"nothing", "copy", "publish", "close", "journal", "tell"})
    void whatIsFoundOnceItIsRepairedHasADateOfItsOwn(String failing) {
        var world = World.openS3();
        world.members = GRACE;
        world.resources = Level.NOTIFY;
        var _ = world.sweep();
        world.now = DATE;
        if (failing.equals("nothing")) {
            assertThat(world.sweep()).contains("1 repaired");
        } else {
            CappedExistingTest.fail(world, failing);
            assertThatThrownBy(world::sweep).isInstanceOf(IllegalStateException.class);
            CappedExistingTest.failNothing(world);
            world.now = DATE.plus(Duration.ofHours(1));
            assertThat(world.sweep(true, world.now.plusSeconds(900))).contains("records finished");
            assertThat(world.fakes.ledger.standing(World.ID).open()).isEmpty();
        }
        var written = world.policy();

        world.resources = Level.REMEDIATE;
        world.now = DATE.plus(Duration.ofDays(1));

        assertThat(world.sweep()).contains("1 told, 0 repaired");
        assertThat(world.policy()).isEqualTo(written);
        assertThat(world.fakes.notices.getLast().text()).contains("repaired after " + DATE.plus(Duration.ofDays(15)));
    }
}
