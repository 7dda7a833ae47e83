package vpceguard.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import vpceguard.model.EndpointType;
import vpceguard.perimeter.Membership;
import vpceguard.perimeter.Mode;

/// What an instance does that has not heard yet which organization it is in.
class PresumptionTest {
    private static final Membership MEMBER = new Membership.Member("o-a1b2c3d4e5");
    private static final Membership STRANGER = new Membership.Member("o-other00000");

    private final World world = World.openS3();

    @Test
    void aRepairHasItForACondition() {
        world.membership = STRANGER;

        assertThat(world.handle(World.created("cause")))
                .as("the ledger has what the last sweep heard")
                .isEqualTo("CHANGED");

        assertThat(world.fakes.calls.names())
                .containsExactly("describe", "open", "modify", "describe", "publish", "close", "journal");
    }

    @Test
    void whereTheLedgerDoesNotKnowOrganizationsIsAsked() {
        world.unconfirmed(MEMBER);

        assertThat(world.handle(World.created("cause"))).isEqualTo("CHANGED");

        assertThat(world.fakes.calls.names()).startsWith("describe", "open", "confirmation", "open", "modify");
    }

    @Test
    void whatIsOlderThanAnHourIsAskedForAgain() {
        world.now = World.NOW.plus(Duration.ofHours(1));
        world.membership = STRANGER;

        assertThatThrownBy(() -> world.handle(World.created("cause")))
                .hasMessageContaining("AWS Organizations says \"o-other00000\"");

        assertThat(world.policy()).isEqualTo(World.FULL_ACCESS);
    }

    @Test
    void whatIsOnlyToldWaitsForTheAnswer() {
        world.mode = Mode.OBSERVE;
        world.unconfirmed(STRANGER);

        assertThatThrownBy(() -> world.handle(World.created("cause"))).isInstanceOf(IllegalStateException.class);

        assertThat(world.fakes.notices.getFirst().text())
                .contains(
                        "until the perimeter is confirmed", "To do     ./vpce-guard doctor ", " ./vpce-guard redrive ");
    }

    @Test
    void aCompliantEndpointNeedsNoAnswer() {
        var compliant = World.with("s3", EndpointType.GATEWAY, World.inside("s3:GetObject"));
        compliant.unconfirmed(STRANGER);

        assertThat(compliant.handle(World.created("cause"))).isEqualTo("COMPLIANT");

        assertThat(compliant.fakes.calls.names()).containsExactly("describe", "note");
    }

    @Test
    void whatAnotherInvocationBeganIsNotTakenUpWithoutIt() {
        world.fakes.calls.crashAt(2, false);
        assertThatThrownBy(() -> world.handle(World.created("cause"))).isInstanceOf(Calls.Crash.class);
        world.fakes.calls.crashAt(-1, false);
        world.unconfirmed(STRANGER);

        assertThatThrownBy(() -> world.handle(World.created("cause"))).isInstanceOf(IllegalStateException.class);
        assertThat(world.policy()).isEqualTo(World.FULL_ACCESS);

        world.unconfirmed(MEMBER);
        assertThat(world.handle(World.created("cause"))).isEqualTo("CHANGED");
    }

    @Test
    void whereAnotherPerimeterIsInForceByThenThePassBeginsAnew() {
        world.unconfirmed(MEMBER);
        world.fakes.calls.gate = new Calls.Gate() {
            @Override
            public void before(String name) {
                world.members = name.equals("confirmation") ? ", 'mode': 'observe'" : world.members;
            }
        };

        assertThat(world.handle(World.created("cause"))).isEqualTo("WOULD_CHANGE");

        assertThat(world.policy()).isEqualTo(World.FULL_ACCESS);
    }
}
