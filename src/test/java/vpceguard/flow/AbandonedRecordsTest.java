package vpceguard.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import vpceguard.model.Attachments;
import vpceguard.model.EndpointId;
import vpceguard.model.EndpointType;
import vpceguard.model.NetworkSettings;
import vpceguard.perimeter.Membership;
import vpceguard.perimeter.Mode;

/// What the sweep makes of records that their own invocation did not end.
class AbandonedRecordsTest {
    private static final Duration ABANDONED = Duration.ofMinutes(15);

    @Test
    void anAbandonedRepairIsMade() {
        var world = interrupted();

        assertThat(world.sweep()).isEqualTo("1 endpoints, 0 told, 0 repaired, 1 records finished");

        assertThat(world.fakes.calls.names()).containsOnlyOnce("modify", "publish", "close");
        assertThat(world.policy()).contains("aws:PrincipalOrgID");
        assertThat(outcome(world)).isEqualTo("CHANGED");
    }

    @Test
    void aRepairThatMayStillBeUnderWayIsLeftToItsOwnInvocation() {
        var world = interrupted();
        world.now = World.NOW.plus(ABANDONED);

        assertThat(world.sweep()).endsWith("0 records finished");

        assertThat(world.fakes.ledger.closed()).isEmpty();
        assertThat(world.policy()).isEqualTo(World.FULL_ACCESS);
    }

    /// However many records there are, and however long each takes, the endpoints are looked at.
    @Test
    void recordsLeaveTimeForTheLookAtTheEndpoints() {
        var world = World.with("athena", EndpointType.INTERFACE, World.FULL_ACCESS);
        world.fakes.calls.gate = before("publish", () -> {
            throw new IllegalStateException("no topic");
        });
        for (var policy :
                List.of(World.FULL_ACCESS, World.FULL_ACCESS.replace("\"Action\":\"*\"", "\"Action\":\"athena:*\""))) {
            world.now = world.now.plus(Ledger.QUIET).plusSeconds(1);
            world.show(policy);
            assertThatThrownBy(() ->
                            world.handle(World.modified("call" + policy.length(), World.policySet(policy), world.now)))
                    .hasMessage("no topic");
        }
        world.now = world.now.plus(ABANDONED).plusSeconds(1);
        world.fakes.calls.gate = before("publish", () -> world.now = world.now.plusSeconds(451));

        assertThatThrownBy(world::sweep)
                .hasRootCauseMessage("half of the sweep's time was over after 1 of 2 records that it was to end");
        assertThat(world.fakes.calls.names()).contains("describe all");

        assertThat(world.sweep()).endsWith("1 records finished");
    }

    private static Calls.Gate before(String call, Runnable work) {
        return new Calls.Gate() {
            @Override
            public void before(String name) {
                if (name.equals(call)) {
                    work.run();
                }
            }
        };
    }

    @Test
    void aRepairOfAnEndpointThatChangedSinceIsGivenUp() {
        var world = interrupted();
        var newer = "{\"Statement\":[]}";
        world.fakes.ec2.shown.put(World.ID, world.endpoint().withPolicy(Optional.of(newer)));

        var _ = world.sweep();

        assertThat(world.policy()).isEqualTo(newer);
        assertThat(outcome(world)).isEqualTo("SUPERSEDED");
    }

    @Test
    void whatSomebodyChangedOfTheNetworkKeepsNoPolicyOpen() {
        var world = interrupted();
        world.connect(new Attachments(Set.of(), Set.of(), Set.of("rtb-0bbbbbbbbbbbbbbb2")));

        var _ = world.sweep();

        assertThat(world.policy()).contains("aws:PrincipalOrgID");
        assertThat(world.endpoint().network().attachments().routeTables()).containsExactly("rtb-0bbbbbbbbbbbbbbb2");
        assertThat(outcome(world)).isEqualTo("CHANGED");
    }

    /// Nobody's event tells of what the record was about.
    @Test
    void whatWasToBeRevertedIsLookedAtAgainOnceSomebodyChangedAnotherSetting() {
        var world = World.withStrangeGroup(World.FULL_ACCESS);
        world.members = ", 'budgets': {'networkPerEndpointPerDay': 9}";
        var made = world.endpoint();
        world.fakes.ec2.shown.clear();
        var _ = world.sweep();
        world.show(made, World.NOW.plusSeconds(60));
        world.now = World.NOW.plus(ABANDONED.multipliedBy(2));
        world.fakes.calls.gate = before("modify", () -> {
            throw new Calls.Crash();
        });
        assertThatThrownBy(world::sweep).hasRootCauseInstanceOf(Calls.Crash.class);
        world.fakes.calls.gate = Calls.Gate.OPEN;
        var shown = world.endpoint().network();
        world.connect(new NetworkSettings(
                shown.attachments(), Optional.of(false), shown.ipAddressType(), shown.dnsOptions()));
        world.now = world.now.plus(ABANDONED).plusSeconds(1);

        var _ = world.sweep();
        world.followUp();
        world.now = world.now.plus(Settling.TIME).plusSeconds(1);
        world.followUp();

        assertThat(world.policy()).contains("aws:PrincipalOrgID");
        assertThat(world.endpoint().securityGroups()).containsExactly(World.APPROVED);
        assertThat(world.endpoint().network().privateDns()).hasValue(false);
    }

    @Test
    void aRepairOfAnEndpointThatIsGoneIsGivenUp() {
        var world = interrupted();
        world.fakes.ec2.shown.clear();

        assertThat(world.sweep()).isEqualTo("0 endpoints, 0 told, 0 repaired, 1 records finished");
        assertThat(outcome(world)).isEqualTo("SUPERSEDED");
        assertThat(world.fakes.notices).hasSize(1);
    }

    @Test
    void aRepairIsNotMadeOnceTheModeIsObserve() {
        var world = interrupted();
        world.mode = Mode.OBSERVE;

        var _ = world.sweep();

        assertThat(world.policy()).isEqualTo(World.FULL_ACCESS);
        assertThat(outcome(world)).isEqualTo("SUPERSEDED");
    }

    @Test
    void nothingIsEndedUnderAnUnconfirmedPerimeter() {
        var world = interrupted();
        world.membership = new Membership.Unanswered("denied");

        var _ = world.sweep();

        assertThat(world.fakes.ledger.closed()).isEmpty();
        assertThat(world.policy()).isEqualTo(World.FULL_ACCESS);
    }

    @Test
    void oneThatFailsFailsTheSweepAfterTheOthersAreEnded() {
        var world = World.openS3();
        interrupt(world, "cause");
        var other = new EndpointId("vpce-0fedcba9876543210");
        world.fakes.ec2.shown.put(other, SweepTest.like(world.endpoint(), other));
        interrupt(world, () -> world.handle(World.created("another", other)));
        world.now = World.NOW.plus(ABANDONED).plusNanos(1);
        world.fakes.calls.crashAt(2, false);

        assertThatThrownBy(world::sweep).hasRootCauseInstanceOf(Calls.Crash.class);
        assertThat(world.fakes.ledger.closed()).containsExactly("vpce-0fedcba9876543210#another");
        assertThat(world.fakes.journal.toString()).contains("swept");

        world.fakes.calls.crashAt(-1, false);
        assertThat(world.sweep()).isEqualTo("2 endpoints, 0 told, 0 repaired, 1 records finished");
        assertThat(world.fakes.ledger.closed()).containsExactly("vpce-0fedcba9876543210#another", World.ID + "#cause");
    }

    private static World interrupted() {
        var world = World.openS3();
        interrupt(world, "cause");
        world.now = World.NOW.plus(ABANDONED).plusNanos(1);
        return world;
    }

    /// Stops a repair just before EC2 is asked to make it.
    private static void interrupt(World world, String cause) {
        interrupt(world, () -> world.handle(World.created(cause)));
    }

    private static void interrupt(World world, ThrowingCallable handling) {
        world.fakes.calls.crashAt(2, false);
        assertThatThrownBy(handling).isInstanceOf(Calls.Crash.class);
        world.fakes.calls.crashAt(-1, false);
    }

    private static String outcome(World world) {
        var key = World.ID + "#cause";
        assertThat(world.fakes.ledger.closed()).containsExactly(key);
        return Objects.requireNonNull(world.fakes.ledger.records().get(key))
                .outcome()
                .word();
    }
}
