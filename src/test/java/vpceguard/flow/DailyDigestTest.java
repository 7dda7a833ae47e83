package vpceguard.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import vpceguard.model.EndpointId;
import vpceguard.model.EndpointType;
import vpceguard.model.NetworkFacts;
import vpceguard.model.Vpc;
import vpceguard.perimeter.Level;

/// A digest of several notices, some of which cannot be sent.
class DailyDigestTest {
    private final World world = World.openS3();

    @Test
    void whatTheTopicRefusesIsToldByALaterRunAndNothingTwice() {
        endpoints(61);
        refuse(1, 1);
        fails();
        assertThat(world.fakes.notices).hasSize(2);
        refuse(0, Integer.MAX_VALUE);
        fails();
        fails();
        assertThat(world.fakes.notices).hasSize(2);

        refuse(0, 0);
        assertThat(hourly()).startsWith("61 endpoints, 24 told");

        assertThat(world.fakes.notices).hasSize(3);
        assertThat(world.fakes.notices.stream().flatMap(notice -> notice.endpoints().stream()))
                .containsExactlyInAnyOrderElementsOf(world.fakes.ec2.shown.keySet());
        assertThat(hourly()).isEqualTo("0 records finished");
        assertThat(world.fakes.copies).isEqualTo(world.fakes.notices);
    }

    @Test
    void whatVpcsLackIsToldSoToo() {
        world.fakes.ec2.shown.clear();
        world.members = ", 'controls': {'endpoint-missing': 'notify'}, 'required': {'services': ['kms']}";
        world.fakes.facts = NetworkFacts.of(
                IntStream.range(0, 30)
                        .mapToObj(i -> new Vpc("vpc-%017x".formatted(i), "111122223333", Set.of("10.0.0.0/16")))
                        .toList(),
                List.of());
        refuse(1, 1);
        fails();
        refuse(0, 0);

        var _ = hourly();
        var _ = hourly();

        assertThat(world.fakes.notices)
                .extracting(notice -> notice.details().itemsAt("endpoints").count())
                .containsExactly(24L, 6L);
    }

    @Test
    void vpcsThatCannotBeReadKeepNothingElseFromBeingTold() {
        world.members = ", 'controls': {'endpoint-missing': 'notify'}, 'required': {'services': ['kms']}";
        world.fakes.calls.gate = new Calls.Gate() {
            @Override
            public void before(String name) {
                if (name.equals("vpcs")) {
                    throw new IllegalStateException("no right to read VPCs");
                }
            }
        };
        assertThatThrownBy(this::hourly).hasStackTraceContaining("no right to read VPCs");
        assertThat(world.fakes.notices)
                .singleElement()
                .satisfies(notice -> assertThat(notice.endpoints()).containsExactly(World.ID));
        assertThat(hourly()).isEqualTo("0 records finished");

        refuse(0, 0);
        world.now = world.now.plus(Duration.ofDays(1));
        var _ = hourly();
        assertThat(world.fakes.notices.getLast().text()).contains("has no endpoint to kms");
    }

    /// Only what has a date goes out on other days.
    @Test
    void aLookThatIsRepeatedBeyondAMondayTellsTheNewsOfThatDay() {
        var news = new EndpointId("vpce-0fedcba9876543210");
        world.fakes.ec2.shown.put(
                news,
                SweepTest.like(
                        World.with("s3", EndpointType.GATEWAY, World.inside("s3:*"))
                                .endpoint(),
                        news));
        world.notices = ", 'notices': {'digest': 'weekly'}";
        world.resources = Level.NOTIFY;
        world.members = ExistingTest.GRACE;
        world.now = World.NOW.plus(Duration.ofDays(5));
        refuse(0, Integer.MAX_VALUE);
        fails();
        world.now = World.NOW.plus(Duration.ofDays(7));
        refuse(0, 0);

        assertThat(hourly()).as("on a Tuesday").startsWith("2 endpoints, 2 told");
    }

    @Test
    void aLookThatIsCutOffGetsToItsEndThoughNobodyCanBeTold() {
        endpoints(61);
        world.ticks = true;
        refuse(0, Integer.MAX_VALUE);
        cutOff();
        assertThat(world.fakes.ledger.sweepState().flatMap(SweepState::cursor))
                .hasValueSatisfying(cursor -> assertThat(cursor).isNotEmpty());
        cutOff();
        assertThat(world.fakes.ledger.sweepState())
                .as("the same look again")
                .hasValueSatisfying(again -> assertThat(again.isRepeated()).isTrue())
                .hasValueSatisfying(again -> assertThat(again.cursor()).hasValue(""));

        world.fakes.calls.gate = Calls.Gate.OPEN;
        for (int run = 0; run < 3; run++) {
            var _ = world.sweep(true, world.now.plusSeconds(150));
        }

        assertThat(world.fakes.notices.stream().flatMap(notice -> notice.endpoints().stream()))
                .containsExactlyInAnyOrderElementsOf(world.fakes.ec2.shown.keySet());
        assertThat(world.fakes.ledger.sweepState().flatMap(SweepState::cursor)).isEmpty();
    }

    private void cutOff() {
        assertThatThrownBy(() -> world.sweep(true, world.now.plusSeconds(150)))
                .hasStackTraceContaining("the topic is away");
    }

    @Test
    void whenTheTimeIsUpTheNextRunTellsTheRest() {
        endpoints(61);
        world.fakes.calls.gate = new Calls.Gate() {
            @Override
            public void after(String name) {
                world.now = name.equals("publish") ? world.now.plusSeconds(20) : world.now;
            }
        };

        assertThat(world.sweep(true, world.now.plusSeconds(61))).startsWith("cut off after 61 endpoints, 48 told");
        assertThat(world.sweep(true, world.now.plusSeconds(61))).startsWith("61 endpoints, 13 told");

        assertThat(world.fakes.notices.stream().flatMap(notice -> notice.endpoints().stream()))
                .containsExactlyInAnyOrderElementsOf(world.fakes.ec2.shown.keySet());
    }

    /// Its event may still come.
    @Test
    void whatARepeatedLookSeesAgainIsNotSeenTwice() {
        world.show(World.inside("s3:GetObject"));
        var _ = hourly();
        world.now = world.now.plus(Duration.ofDays(1));
        world.show(World.FULL_ACCESS);
        refuse(0, 1);
        fails();

        assertThat(hourly()).startsWith("1 endpoints, 1 told");
        assertThat(world.fakes.notices).hasSize(1);

        world.now = world.now.plus(Duration.ofDays(1));
        refuse(0, 1);
        fails();
        assertThat(world.fakes.notices).hasSize(1);
        var _ = hourly();
        assertThat(world.fakes.notices.getLast().text()).contains("events of endpoint changes do not arrive");
        var _ = hourly();
        assertThat(world.fakes.notices).hasSize(2);
    }

    private void endpoints(int count) {
        for (int i = 1; i < count; i++) {
            var id = new EndpointId("vpce-%017x".formatted(i));
            world.fakes.ec2.shown.put(id, SweepTest.like(world.endpoint(), id));
        }
    }

    /// The topic takes some notices, then refuses others.
    private void refuse(int after, int count) {
        world.fakes.calls.gate = new Calls.Gate() {
            private int asked;

            @Override
            public void before(String name) {
                if (name.equals("publish") && asked++ - after < count && asked > after) {
                    throw new IllegalStateException("the topic is away");
                }
            }
        };
    }

    private void fails() {
        assertThatThrownBy(this::hourly).hasStackTraceContaining("the topic is away");
        world.now = world.now.plusSeconds(600);
    }

    private String hourly() {
        var counts = world.sweep(true, world.now.plusSeconds(900));
        world.now = world.now.plusSeconds(600);
        return counts;
    }
}
