package vpceguard.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static vpceguard.flow.ExistingTest.DATE;
import static vpceguard.flow.ExistingTest.GRACE;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vpceguard.model.Attachments;
import vpceguard.model.EndpointId;
import vpceguard.model.EndpointType;
import vpceguard.perimeter.Level;

/// A date brings one repair, whatever fails after it.
class UsedDateTest {
    private static final Attachments STRANGE_TOO =
            new Attachments(Set.of(World.APPROVED, World.STRANGE), Set.of(), Set.of());

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

    /// Whether it came before the date or while the repair waits for its place under the cap.
    @ParameterizedTest
    @ValueSource(ints = {-1, 1})
    void whatComesToItsNetworkMovesTheDateOfAll(int hours) {
        var world = open();
        world.members = ExistingTest.CAPPED;
        var other = new EndpointId("vpce-00000000000000001");
        world.fakes.ec2.shown.put(other, SweepTest.like(world.endpoint(), other));
        var _ = world.sweep();
        world.now = DATE;
        if (hours > 0) {
            assertThat(world.sweep()).contains("1 repaired");
            assertThat(world.policy()).isEqualTo(World.FULL_ACCESS);
        }
        world.connect(STRANGE_TOO);
        world.now = DATE.plus(Duration.ofDays(hours > 0 ? 1 : 0));

        assertThat(world.sweep()).contains("1 told");

        assertThat(world.endpoint().network().attachments()).isEqualTo(STRANGE_TOO);
        assertThat(world.policy()).isEqualTo(World.FULL_ACCESS);
        Instant later = world.now.plus(Duration.ofDays(14));
        assertThat(world.fakes.notices.getLast().text()).contains("repaired after " + later);
        world.now = later;
        assertThat(world.sweep()).contains("1 repaired");
        assertThat(world.endpoint().network().attachments().securityGroups()).containsExactly(World.APPROVED);
    }

    @Test
    void whatIsOnlyToldOfItsNetworkMovesNone() {
        var world = open();
        world.groups = Level.NOTIFY;
        world.members = GRACE;
        var _ = world.sweep();
        world.connect(STRANGE_TOO);
        world.now = DATE;

        assertThat(world.sweep()).contains("1 repaired");

        assertThat(world.policy()).isNotEqualTo(World.FULL_ACCESS);
    }

    private static World open() {
        var world = World.with("s3", EndpointType.INTERFACE, World.FULL_ACCESS);
        world.groups = Level.REMEDIATE;
        world.notices = "";
        return world;
    }
}
