package vpceguard.flow;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static vpceguard.flow.ExistingTest.CAPPED;
import static vpceguard.flow.ExistingTest.DATE;
import static vpceguard.flow.ExistingTest.GRACE;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import vpceguard.model.EndpointId;
import vpceguard.perimeter.Level;
import vpceguard.perimeter.Mode;

/// What stood before, is to be repaired, and EC2 refuses.
class RefusedExistingTest {
    @Test
    void whatWasRefusedIsTriedAgainByTheNextLook() {
        var world = World.openS3();
        world.members = GRACE;
        var _ = world.sweep();
        world.now = DATE;
        world.fakes.ec2.refusal = Optional.of("a service control policy denies it");
        assertThat(world.sweep()).contains("0 repaired");
        assertThat(world.fakes.notices.getLast().text()).contains("EC2 refused the repair");

        world.fakes.ec2.refusal = Optional.empty();
        world.now = DATE.plus(Duration.ofDays(1));
        assertThat(world.sweep()).contains("1 repaired");
    }

    @Test
    void whatEc2RefusesTakesItsPlaceOfADayAndNoOthersForEver() {
        var world = twoUnderACap();
        world.now = DATE;
        world.fakes.ec2.refusal = Optional.of("a service control policy denies it");
        assertThat(world.sweep()).contains("0 repaired");
        assertThat(requests(world)).isEqualTo(1);

        world.fakes.ec2.refusal = Optional.empty();
        world.now = DATE.plus(Duration.ofDays(1));
        assertThat(world.sweep()).contains("1 repaired");
        assertThat(world.policy()).isEqualTo(World.FULL_ACCESS);

        world.now = DATE.plus(Duration.ofDays(2));
        assertThat(world.sweep()).contains("1 repaired");
        assertThat(world.policy()).contains("aws:PrincipalOrgID");
    }

    @Test
    void whatEc2RefusesOfManyIsToldOnceOfEachAndTriedInTurn() {
        var world = World.openS3();
        world.members = CAPPED;
        for (int i = 1; i < 3; i++) {
            var id = new EndpointId("vpce-%017x".formatted(i));
            world.fakes.ec2.shown.put(id, SweepTest.like(world.endpoint(), id));
        }
        var _ = world.sweep();
        for (int day = 0; day < 9; day++) {
            world.now = DATE.plus(Duration.ofDays(day));
            // As EC2 does it, whose answer is another each time.
            world.fakes.ec2.refusal =
                    Optional.of("UnauthorizedOperation: no. Encoded authorization failure message: " + day);
            var _ = world.sweep();
            var _ = world.sweep();
        }

        assertThat(requests(world)).isEqualTo(9);
        assertThat(world.fakes.ledger.records().values().stream()
                        .collect(groupingBy(record -> record.endpoint().id(), counting()))
                        .values())
                .containsExactly(3L, 3L, 3L);
        assertThat(world.fakes.notices).hasSize(1 + 3);
        assertThat(world.fakes.ledger.closed()).hasSize(9);

        world.fakes.ec2.refusal = Optional.of("another reason");
        world.now = DATE.plus(Duration.ofDays(9));
        var _ = world.sweep();
        assertThat(world.fakes.notices).hasSize(1 + 3 + 1);

        world.now = World.NOW.plus(Duration.ofDays(31));
        assertThat(world.sweep()).contains("3 told, 0 repaired");
        assertThat(world.fakes.notices.getLast().text())
                .startsWith("NOT CHANGED. Act by 2026-12-26")
                .contains(", due on " + DATE + ", but EC2 refused it on ", ": UnauthorizedOperation: no.")
                .doesNotContain("Encoded", "repaired after");
    }

    /// Security Hub may be off in the Region.
    @Test
    void whatIsRefusedWhileNoCopyIsTakenIsToldOnceAndTakesItsTurn() {
        var world = twoUnderACap();
        world.fakes.ec2.refusal = Optional.of("a service control policy denies it");
        world.fakes.copiesFail = true;
        for (int day = 0; day < 4; day++) {
            world.now = DATE.plus(Duration.ofDays(day));
            assertThatThrownBy(world::sweep).hasStackTraceContaining("no copy");
        }
        assertThat(world.fakes.notices).hasSize(1 + 2);
        assertThat(requests(world)).isEqualTo(4);
        assertThat(world.fakes.ledger.records().values().stream()
                        .collect(groupingBy(record -> record.endpoint().id(), counting()))
                        .values())
                .containsExactly(2L, 2L);

        world.fakes.copiesFail = false;
        world.now = DATE.plus(Duration.ofDays(4));
        assertThat(world.sweep()).contains("0 told", "2 records finished");
        assertThat(world.fakes.notices).hasSize(1 + 2);
    }

    @Test
    void whatCouldNotBeStoredOfTheRefusalThenIsStoredWithTheCopies() {
        var world = twoUnderACap();
        world.fakes.ec2.refusal = Optional.of("a service control policy denies it");
        CappedExistingTest.fail(world, "tell");
        world.fakes.copiesFail = true;
        world.now = DATE;
        assertThatThrownBy(world::sweep).hasStackTraceContaining("away");

        CappedExistingTest.failNothing(world);
        world.now = DATE.plus(Duration.ofHours(1));
        assertThat(world.sweep(true, world.now.plusSeconds(900))).contains("1 records finished");
        for (int day = 1; day < 3; day++) {
            world.now = DATE.plus(Duration.ofDays(day));
            var _ = world.sweep();
        }
        assertThat(world.fakes.notices).as("of each once").hasSize(1 + 2);
        assertThat(world.fakes.ledger.records().values().stream()
                        .collect(groupingBy(record -> record.endpoint().id(), counting()))
                        .values())
                .as("the other had its turn")
                .containsExactlyInAnyOrder(2L, 1L);
    }

    @Test
    void aLookThatIsCutOffTriesNothingTwice() {
        var world = World.openS3();
        world.members = GRACE;
        var other = new EndpointId("vpce-0fedcba9876543210");
        world.fakes.ec2.shown.put(other, SweepTest.like(world.endpoint(), other));
        var _ = world.sweep(true, DATE);
        world.fakes.ec2.refusal = Optional.of("a service control policy denies it");
        for (int day = 1; day < 3; day++) {
            world.now = DATE.plus(Duration.ofDays(day));
            int before = requests(world);
            world.fakes.calls.gate = new Calls.Gate() {
                @Override
                public void after(String name) {
                    world.now = name.equals("modify") ? world.now.plusSeconds(60) : world.now;
                }
            };
            assertThat(world.sweep(true, world.now.plusSeconds(100))).startsWith("cut off after 1 endpoints");
            assertThat(requests(world)).isEqualTo(before + 1);
            assertThat(world.sweep(true, world.now.plusSeconds(200))).startsWith("1 endpoints");
            assertThat(requests(world)).isEqualTo(before + 2);
            assertThat(world.sweep(true, world.now.plusSeconds(200))).startsWith("0 records");
        }
        assertThat(world.fakes.notices).hasSize(1 + 2);
    }

    @Test
    void whatCouldNotBeToldOfItIsToldByTheSameLookAgainThatTriesNothing() {
        var world = World.openS3();
        world.members = GRACE;
        var _ = world.sweep();
        world.fakes.ec2.refusal = Optional.of("a service control policy denies it");
        world.now = DATE;
        var _ = world.sweep();
        world.now = World.NOW.plus(Duration.ofDays(31));
        CappedExistingTest.fail(world, "publish");
        assertThatThrownBy(() -> world.sweep(true, world.now.plusSeconds(900))).hasStackTraceContaining("away");
        int before = requests(world);
        CappedExistingTest.failNothing(world);
        world.now = world.now.plus(Duration.ofHours(1));

        assertThat(world.sweep(true, world.now.plusSeconds(900))).startsWith("1 endpoints, 1 told, 0 repaired");
        assertThat(requests(world)).isEqualTo(before);
    }

    /// Once recorded calls hold it back, or the stack only observes, EC2 is not asked.
    @ParameterizedTest
    @EnumSource(Mode.class)
    void whatEc2RefusedOnceIsNotLookedAtForEver(Mode mode) {
        var world = World.openS3();
        world.notices = "";
        world.resources = Level.REMEDIATE;
        world.members = RehearsedRepairTest.HOLDS_BACK + GRACE;
        world.fakes.recorded = Fakes.recording();
        var other = new EndpointId("vpce-0fedcba9876543210");
        world.fakes.ec2.shown.put(other, SweepTest.like(world.endpoint(), other));
        var _ = world.sweep();
        world.fakes.ec2.refusal = Optional.of("a service control policy denies it");
        world.now = DATE;
        var _ = world.sweep();
        world.mode = mode;
        world.fakes.recorded = Optional.of((_, _, _, _) -> {
            world.now = world.now.plusSeconds(400);
            return new RecordedCalls.Reading.Unread("slow");
        });
        var ends = new ArrayList<String>();
        for (int hour = 24; hour < 32; hour++) {
            world.now = DATE.plus(Duration.ofHours(hour));
            ends.add(world.sweep(true, world.now.plusSeconds(450)));
        }

        assertThat(ends).first().asString().startsWith("cut off after 1 endpoints");
        assertThat(ends).last().asString().startsWith("0 records");
    }

    /// Both told of their date.
    private static World twoUnderACap() {
        var world = World.openS3();
        world.members = CAPPED;
        var other = new EndpointId("vpce-0fedcba9876543210");
        world.fakes.ec2.shown.put(other, SweepTest.like(world.endpoint(), other));
        var _ = world.sweep();
        return world;
    }

    private static int requests(World world) {
        return (int) world.fakes.calls.names().stream().filter("modify"::equals).count();
    }
}
