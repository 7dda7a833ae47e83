package vpceguard.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static vpceguard.flow.ExistingTest.CAPPED;
import static vpceguard.flow.ExistingTest.DATE;
import static vpceguard.flow.ExistingTest.GRACE;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vpceguard.model.Endpoint;
import vpceguard.model.EndpointId;

/// How many repairs of what stood before a look makes, whatever fails.
class CappedExistingTest {
    private static final int ALL = 6;

    /// All of them are due.
    private static World due(String members) {
        var world = World.openS3();
        world.members = members;
        for (int i = 1; i < ALL; i++) {
            var id = new EndpointId("vpce-%017x".formatted(i));
            world.fakes.ec2.shown.put(id, SweepTest.like(world.endpoint(), id));
        }
        assertThat(world.sweep()).startsWith(ALL + " endpoints, " + ALL + " told, 0 repaired");
        world.now = DATE;
        return world;
    }

    static void fail(World world, String call) {
        world.fakes.copiesFail = call.equals("copy");
        world.fakes.calls.gate = new Calls.Gate() {
            @Override
            public void before(String name) {
                if (name.equals(call)) {
                    throw new IllegalStateException("away");
                }
            }
        };
    }

    static void failNothing(World world) {
        world.fakes.copiesFail = false;
        world.fakes.calls.gate = Calls.Gate.OPEN;
    }

    private static long requests(World world) {
        return world.fakes.calls.names().stream().filter("modify"::equals).count();
    }

    @ParameterizedTest
    @ValueSource(strings = {"publish", "copy", "journal", "close"})
    void aRepairThatIsMadeAndFailsThenTakesItsPlaceOfTheDay(String call) {
        var world = due(CAPPED);
        fail(world, call);
        assertThatThrownBy(world::sweep).hasStackTraceContaining(call.equals("copy") ? "no copy" : "away");
        assertThat(requests(world)).isEqualTo(1);

        failNothing(world);
        world.now = DATE.plus(Duration.ofHours(1));
        assertThat(world.sweep()).contains("0 repaired");
        assertThat(requests(world)).isEqualTo(1);

        world.now = DATE.plus(Duration.ofDays(1));
        assertThat(world.sweep()).contains("1 repaired");
    }

    /// No more is written that nobody hears of.
    @ParameterizedTest
    @ValueSource(strings = {"publish", "journal", "close"})
    void aRepairThatFailsIsTheLastOfItsLook(String call) {
        var world = due(GRACE);
        fail(world, call);
        assertThatThrownBy(world::sweep).hasStackTraceContaining("away");
        assertThat(requests(world)).isEqualTo(1);

        failNothing(world);
        assertThat(world.sweep()).contains((ALL - 1) + " repaired");
    }

    /// Security Hub may be off in the Region.
    @Test
    void aCopyThatFailsKeepsNothingFromBeingRepaired() {
        var world = due(GRACE);
        fail(world, "copy");
        assertThatThrownBy(world::sweep).hasStackTraceContaining("no copy");
        assertThat(requests(world)).isEqualTo(ALL);
        assertThat(world.fakes.notices).as("and people hear of each").hasSize(1 + ALL);
    }

    @Test
    void whatFailsBeforeAnythingIsRecordedLeavesItsPlaceToTheNext() {
        var world = due(CAPPED);
        world.fakes.calls.gate = new Calls.Gate() {
            private boolean hasFailed;

            @Override
            public void before(String name) {
                if (name.equals("open") && !hasFailed) {
                    hasFailed = true;
                    throw new IllegalStateException("away");
                }
            }
        };
        assertThatThrownBy(world::sweep).hasStackTraceContaining("away");
        assertThat(requests(world)).isEqualTo(1);
    }

    /// The hourly sweep tries what was begun, and takes no place for it.
    @Test
    void whatEc2NeverGetsDoneTakesNoOthersPlaceForEver() {
        var world = due(CAPPED);
        var first = new EndpointId("vpce-%017x".formatted(1));
        world.fakes.ec2.isBusy = first::equals;
        for (int day = 0; day < ALL; day++) {
            assertThat(open(world)).hasSize(day == 0 ? ALL : ALL - day + 1);
            world.now = DATE.plus(Duration.ofDays(day));
            assertThatThrownBy(world::sweep).hasStackTraceContaining("OperationInProgress");
        }
        assertThat(open(world)).containsExactly(first);

        world.fakes.ec2.isBusy = _ -> false;
        world.now = world.now.plus(Duration.ofHours(1));
        assertThat(world.sweep(true, world.now.plusSeconds(900))).contains("1 records finished");
        assertThat(open(world)).isEmpty();
    }

    @Test
    void whatWasBegunIsNotMadeOnceThatIsNoLongerAskedFor() {
        var world = due(GRACE);
        world.fakes.ec2.isBusy = _ -> true;
        assertThatThrownBy(world::sweep).hasStackTraceContaining("OperationInProgress");

        world.fakes.ec2.isBusy = _ -> false;
        world.members = "";
        world.now = DATE.plus(Duration.ofHours(1));
        assertThat(world.sweep(true, world.now.plusSeconds(900))).isEqualTo("1 records finished");
        assertThat(open(world)).hasSize(ALL);
        assertThat(world.fakes.followUps).isEmpty();
    }

    private static List<EndpointId> open(World world) {
        return world.fakes.ec2.shown.values().stream()
                .filter(endpoint -> endpoint.policy().equals(Optional.of(World.FULL_ACCESS)))
                .map(Endpoint::id)
                .toList();
    }

    @Test
    void aLookThatIsRepeatedSinceNobodyCouldBeToldMakesNone() {
        var world = due(GRACE);
        world.members += ", 'required': {'services': ['kms']}, 'controls': {'endpoint-missing': 'notify'}";
        fail(world, "publish");
        for (int hour = 0; hour < 3; hour++) {
            world.now = DATE.plus(Duration.ofHours(hour));
            assertThatThrownBy(() -> world.sweep(true, world.now.plusSeconds(900)))
                    .hasStackTraceContaining("away");
        }
        assertThat(requests(world)).isEqualTo(1);

        failNothing(world);
        world.now = DATE.plus(Duration.ofHours(3));
        assertThat(world.sweep(true, world.now.plusSeconds(900))).contains("0 repaired");
        world.now = DATE.plus(Duration.ofDays(1));
        assertThat(world.sweep(true, world.now.plusSeconds(900))).contains((ALL - 1) + " repaired");
    }

    /// A later look of another invocation has one come back within minutes, when no cap is asked.
    @Test
    void aRepairThatComesBackTakesItsPlaceOfTheDay() {
        var world = due(CAPPED);
        world.fakes.calls.gate = new Calls.Gate() {
            @Override
            public void before(String name) {
                if (name.equals("open")) {
                    world.fakes.calls.gate = Calls.Gate.OPEN;
                    var first = new EndpointId("vpce-%017x".formatted(1));
                    var other = java.util.Objects.requireNonNull(world.fakes.ec2.shown.get(first))
                            .withPolicy(Optional.of(World.inside("s3:GetObject")));
                    var _ = world.fakes.ledger.note(other, false, world.now.plusSeconds(1));
                }
            }
        };
        assertThat(world.sweep()).contains("0 repaired");
        assertThat(requests(world)).isZero();

        world.now = DATE.plusSeconds(200);
        world.followUp();
        assertThat(requests(world)).isEqualTo(1);
    }
}
