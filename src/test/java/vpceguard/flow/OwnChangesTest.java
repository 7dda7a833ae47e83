package vpceguard.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import vpceguard.event.Actor;
import vpceguard.event.EndpointChange;
import vpceguard.event.EndpointChange.Modified;
import vpceguard.event.Origin;

/// A change by this stack's own role is its own only if a record names it.
class OwnChangesTest {
    @Test
    void oneThatARecordNamesCostsOneCall() {
        var world = World.openS3();
        var _ = world.handle(World.created("cause"));
        world.fakes.calls.names().clear();

        assertThat(world.own(own("request-1", "{}"))).isEqualTo("OWN");
        assertThat(world.fakes.calls.names()).containsExactly("own request");
    }

    @Test
    void oneThatNoRecordNamesYetIsAskedForAgain() {
        var world = World.openS3();
        world.fakes.calls.crashAt(3, false);
        try {
            var _ = world.handle(World.created("cause"));
        } catch (Calls.Crash _) {
            world.fakes.calls.crashAt(-1, false);
        }
        var written = own("request-1", world.policy());

        assertThat(world.own(written)).isEqualTo("LATER");
        world.followUp();
        assertThat(world.fakes.followUps)
                .as("the record is open, so it is asked for again")
                .hasSize(1);

        var _ = world.handle(World.created("cause"));
        world.followUp();
        assertThat(world.fakes.notices).hasSize(1);
    }

    /// Security Hub may be off for hours, and the record is open so long.
    @Test
    void oneWhoseCopiesNobodyTakesYetIsKnownAllTheSame() {
        var world = World.openS3();
        world.fakes.copiesFail = true;
        assertThatThrownBy(() -> world.handle(World.created("cause"))).isInstanceOf(IllegalStateException.class);
        assertThat(world.fakes.ledger.closed()).isEmpty();

        assertThat(world.own(own("request-1", "{}"))).isEqualTo("OWN");
    }

    @Test
    void aRecordThatStaysOpenHidesNoStolenSessionForLong() {
        var world = World.openS3();
        world.fakes.calls.crashAt(5, false);
        assertThatThrownBy(() -> world.handle(World.created("cause"))).isInstanceOf(Calls.Crash.class);
        assertThat(world.fakes.calls.names()).endsWith("close");
        world.fakes.calls.crashAt(-1, false);
        world.show(World.FULL_ACCESS);

        assertThat(world.own(own("another", World.FULL_ACCESS))).isEqualTo("LATER");
        world.followUp();
        assertThat(world.fakes.followUps).hasSize(1);
        world.now = World.NOW.plus(Duration.ofHours(2));
        world.followUp();

        assertThat(world.fakes.notices)
                .anySatisfy(notice -> assertThat(notice.text()).contains("holds a session of the role"));
        assertThat(world.policy()).contains("aws:PrincipalOrgID");
    }

    @Test
    void oneThatNoRecordNamesIsAStolenSession() {
        var world = World.openS3();
        var _ = world.handle(World.created("cause"));
        world.show(World.FULL_ACCESS);
        world.now = World.NOW.plus(Duration.ofMinutes(5));

        assertThat(world.own(own("another", World.FULL_ACCESS))).isEqualTo("LATER");
        world.followUp();

        assertThat(world.fakes.notices)
                .anySatisfy(notice -> assertThat(notice.text()).contains("holds a session of the role"));
        assertThat(world.fakes.notices.get(1).subject()).contains("critical");
        assertThat(world.fakes.notices.get(1).text()).contains("Mode      enforce, perimeter not asked for\n");
        assertThat(world.fakes.notices)
                .as("its own role is no other stack's")
                .noneMatch(notice -> notice.text().contains("a second vpce-guard"));
        assertThat(world.policy()).as("and it is repaired as any other").contains("aws:PrincipalOrgID");
    }

    /// A repair of the endpoint was just told of.
    @Test
    void aStolenSessionWaitsForNoOtherNotice() {
        var world = World.openS3();
        var _ = world.handle(World.created("cause"));
        world.show(World.FULL_ACCESS);
        world.now = World.NOW.plusSeconds(10);

        assertThat(world.own(own("another", World.FULL_ACCESS))).isEqualTo("LATER");
        world.followUp();

        assertThat(world.fakes.notices.get(1).text()).startsWith("NOT CHANGED").contains("holds a session of the role");
    }

    private static EndpointChange own(String request, String policy) {
        var somebody = World.modified("own-" + request, World.policySet(policy));
        var origin = somebody.origin();
        return new Modified(
                new Origin(
                        origin.eventId(),
                        origin.originalEventId(),
                        Optional.of(request),
                        origin.eventName(),
                        origin.time(),
                        origin.account(),
                        origin.region(),
                        new Actor(
                                Optional.of("AssumedRole"),
                                Optional.of("arn:aws:sts::111122223333:assumed-role/vpce-guard-sweep/session"),
                                Optional.empty(),
                                Optional.of(World.ROLE),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of("aws-sdk-java/2.41.17 md/io#sync app/vpce-guard"))),
                World.ID,
                somebody.touched());
    }
}
