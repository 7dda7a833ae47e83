package vpceguard.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import vpceguard.event.EndpointChange;
import vpceguard.event.Touched;
import vpceguard.model.EndpointId;
import vpceguard.model.EndpointType;
import vpceguard.notice.Notice;

/// What calls left is told in the end, whatever fails on the way.
class BygonesUntoldTest {
    private static final String NARROW = World.inside("s3:GetObject");

    private final World world = World.with("s3", EndpointType.GATEWAY, NARROW);

    BygonesUntoldTest() {
        world.notices = "";
        world.members = ", 'controls': {'policy-beyond-trusted-identities': 'off', 'policy-full-access': 'notify'}";
    }

    @Test
    void whatTheDigestCouldNotTellIsToldThoughItIsOverByTheNextLook() {
        set(World.ID, World.FULL_ACCESS);
        refuse("publish", 0, 1);
        fails();

        set(World.ID, NARROW);
        hourly();
        hourly();

        assertThat(world.fakes.notices).singleElement().satisfies(BygonesUntoldTest::isPast);
    }

    @Test
    void soIsWhatItHadNoTimeFor() {
        set(World.ID, World.FULL_ACCESS);
        others(60, NARROW);
        for (var id : List.copyOf(world.fakes.ec2.shown.keySet())) {
            show(id, World.FULL_ACCESS);
        }
        slow();
        assertThat(world.sweep(true, world.now.plusSeconds(61))).startsWith("cut off after 61 endpoints, 48 told");
        world.fakes.calls.gate = Calls.Gate.OPEN;

        set(World.ID, NARROW);
        hourly();

        assertThat(world.fakes.notices).last().satisfies(BygonesUntoldTest::isPast);
        assertThat(world.fakes.notices.getLast().endpoints()).containsExactly(World.ID);
    }

    @Test
    void whatNobodyIsToldOfWhileTheDigestIsOffIsToldOnceItIsOver() {
        set(World.ID, World.FULL_ACCESS);
        world.notices = ", 'notices': {'digest': 'off'}";
        hourly();
        assertThat(world.fakes.notices).isEmpty();

        set(World.ID, NARROW);
        world.now = world.now.plus(Duration.ofDays(1));
        hourly();

        assertThat(world.fakes.notices).singleElement().satisfies(BygonesUntoldTest::isPast);
    }

    @Test
    void aNoticeThatIsRefusedNeitherKeepsTheOthersNorRepeatsThem() {
        leaveMany(60);
        refuse("publish", 1, 1);
        fails();
        assertThat(world.fakes.notices).hasSize(2);

        hourly();

        assertThat(world.fakes.notices).hasSize(3);
        assertThat(world.fakes.notices.stream().flatMap(notice -> notice.endpoints().stream()))
                .hasSize(60)
                .doesNotHaveDuplicates();
    }

    @Test
    void whenTheTimeIsUpTheNextRunTellsTheRest() {
        leaveMany(96);
        slow();
        var deadline = world.now.plusSeconds(61);
        var _ = world.sweep(true, deadline);
        assertThat(world.fakes.notices).hasSize(2);

        world.fakes.calls.gate = Calls.Gate.OPEN;
        hourly();

        assertThat(world.fakes.notices.stream().flatMap(notice -> notice.endpoints().stream()))
                .hasSize(96)
                .doesNotHaveDuplicates();
    }

    @Test
    void aRecordThatCannotBeReadKeepsNothingElseFromBeingTold() {
        var gone = new EndpointId("vpce-0000000000000aaaa");
        world.fakes.ec2.shown.put(gone, SweepTest.like(world.endpoint(), gone));
        set(World.ID, World.FULL_ACCESS);
        set(gone, World.FULL_ACCESS);
        world.fakes.ec2.shown.remove(gone);
        refuse("record", 1, Integer.MAX_VALUE);

        fails();

        assertThat(world.fakes.notices)
                .singleElement()
                .satisfies(notice -> assertThat(notice.text()).contains("1 endpoint is not compliant"));
        world.now = world.now.plus(Duration.ofDays(1));
        hourly();
        assertThat(world.fakes.notices).hasSize(2);
        assertThat(world.fakes.notices.getLast().endpoints()).containsExactly(gone);
    }

    private static void isPast(Notice notice) {
        assertThat(notice.text()).contains("what calls left open was over before it was told", "policy-full-access");
    }

    /// So many that are opened by calls, and gone by the next look.
    private void leaveMany(int count) {
        others(count, NARROW);
        world.fakes.ec2.shown.remove(World.ID);
        List.copyOf(world.fakes.ec2.shown.keySet()).forEach(id -> set(id, World.FULL_ACCESS));
        world.fakes.ec2.shown.clear();
        world.now = world.now.plus(Duration.ofHours(2));
    }

    private void others(int count, String policy) {
        for (int i = 1; i <= count; i++) {
            var id = new EndpointId("vpce-%017x".formatted(i));
            world.fakes.ec2.shown.put(id, SweepTest.like(world.endpoint(), id));
            show(id, policy);
        }
    }

    private void show(EndpointId id, String policy) {
        world.fakes.ec2.shown.computeIfPresent(id, (_, endpoint) -> endpoint.withPolicy(Optional.of(policy)));
    }

    private void set(EndpointId id, String policy) {
        show(id, policy);
        var cause = World.modified("call at " + world.now + " for " + id, new Touched.Everything(), world.now);
        var _ = world.handle(new EndpointChange.Modified(cause.origin(), id, new Touched.Everything()));
    }

    private void slow() {
        world.fakes.calls.gate = new Calls.Gate() {
            @Override
            public void after(String name) {
                world.now = name.equals("publish") ? world.now.plusSeconds(20) : world.now;
            }
        };
    }

    private void refuse(String call, int after, int count) {
        world.fakes.calls.gate = new Calls.Gate() {
            private int asked;

            @Override
            public void before(String name) {
                if (name.equals(call) && asked++ >= after && asked - after <= count) {
                    throw new IllegalStateException("it is away");
                }
            }
        };
    }

    private void fails() {
        assertThatThrownBy(this::hourly).hasStackTraceContaining("it is away");
        world.fakes.calls.gate = Calls.Gate.OPEN;
        world.now = world.now.plusSeconds(600);
    }

    private void hourly() {
        var _ = world.sweep(true, world.now.plusSeconds(900));
        world.now = world.now.plusSeconds(600);
    }
}
