package vpceguard.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import vpceguard.event.EndpointChange.Settled;
import vpceguard.model.EndpointType;
import vpceguard.perimeter.Level;

/// Random histories break none of the rules; those that once did stay here as the shortest case.
class HistoriesTest {
    static LongStream seeds() {
        return LongStream.rangeClosed(1, 3).map(hundred -> hundred * 50);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void fiftyHistoriesFromThatSeedOnBreakNothing(long first) {
        for (long seed = first; seed < first + 50; seed++) {
            assertThat(Histories.failure(seed)).as("seed %d", seed).isEmpty();
        }
    }

    /// A finding that only notifies is left on the repaired endpoint, so that the retry has something to tell too.
    @ParameterizedTest
    @ValueSource(ints = {3, 4})
    void aRepairThatWasMadeIsToldAsMadeWhateverElseIsFound(int call) {
        var world = World.with("dynamodb", EndpointType.GATEWAY, World.FULL_ACCESS);
        world.resources = Level.NOTIFY;
        crash(world, call, () -> world.handle(World.created("cause")));

        assertThat(world.handle(World.created("cause"))).isEqualTo("CHANGED");
        assertThat(world.fakes.notices).allMatch(notice -> notice.subject().contains(" CHANGED"));
    }

    @Test
    void aNewerIntentIsPutInForceWhereFindingsThatOnlyNotifyAreLeft() {
        var world = World.with("dynamodb", EndpointType.GATEWAY, World.FULL_ACCESS);
        world.resources = Level.NOTIFY;
        var _ = world.repairSlowly();
        var newer = World.inside("dynamodb:GetItem");

        assertThat(world.handle(World.modified("newer", World.policySet(newer), World.NOW.plusSeconds(10))))
                .isEqualTo("CHANGED");
        assertThat(Standing.fingerprint(world.policy())).isEqualTo(Standing.fingerprint(newer));
    }

    @Test
    void aRevertThatWasMadeIsToldAsMade() {
        var world = World.withStrangeGroup(World.inside("sns:Publish"));
        var settled = new Settled(World.created("cause"), Optional.empty());
        crash(world, 4, () -> world.handle(settled));
        assertThat(world.endpoint().securityGroups()).containsExactly(World.APPROVED);

        assertThat(world.handle(settled)).isEqualTo("CHANGED");
    }

    @Test
    void aSweepJustAfterACreateDoesNotKeepItFromBeingMissed() {
        var world = World.openS3();
        var open = world.endpoint();
        world.fakes.ec2.shown.clear();
        var _ = world.sweep();
        world.now = world.now.plusSeconds(3600);
        world.show(open, world.now);
        world.now = world.now.plusSeconds(60);
        var _ = world.sweep();
        assertThat(world.policy()).isEqualTo(World.FULL_ACCESS);

        world.now = world.now.plusSeconds(3600);
        assertThat(world.sweep()).contains("1 repaired");
    }

    private static void crash(World world, int call, Runnable handling) {
        world.fakes.calls.crashAt(call, true);
        try {
            handling.run();
            throw new AssertionError("no crash");
        } catch (Calls.Crash _) {
            world.fakes.calls.crashAt(-1, false);
        }
    }
}
