package vpceguard.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vpceguard.json.JsonWriter;
import vpceguard.model.Endpoint;
import vpceguard.model.EndpointId;
import vpceguard.model.EndpointState;
import vpceguard.model.ServiceDetail;
import vpceguard.perimeter.Membership;
import vpceguard.perimeter.Mode;
import vpceguard.perimeter.OrganizationClaim;

class SweepTest {
    private static final EndpointId OTHER = new EndpointId("vpce-0fedcba9876543210");

    @Test
    void whatStoodBeforeIsToldInOneNoticeAndLeft() {
        var world = World.openS3();
        world.fakes.endpoints.put(OTHER, like(world.endpoint(), OTHER, "available", Optional.empty()));

        assertThat(world.sweep()).isEqualTo("2 endpoints, 2 not compliant, 0 records finished");

        assertThat(world.fakes.calls).containsExactly("query", "describe all", "publish", "journal");
        assertThat(world.policy()).isEqualTo(World.FULL_ACCESS);
        assertThat(world.fakes.notices.getFirst().text())
                .startsWith("NOT CHANGED. 2 endpoints stood before")
                .contains(
                        World.ID + " (s3): policy-beyond-trusted-identities, policy-full-access",
                        OTHER + " (s3): policy-beyond-trusted-identities, policy-full-access");
        assertThat(world.fakes.journal)
                .extracting(JsonWriter::compact)
                .containsExactly("{\"schema\":\"vpceguard/journal/1\",\"step\":\"swept\",\"at\":\"" + World.NOW
                        + "\",\"endpoints\":2,\"notCompliant\":2,\"finished\":0}");
    }

    @Test
    void aCompliantAccountIsCountedAndNobodyIsTold() {
        var world = World.openS3();
        var _ = world.handle(World.created("cause"));
        world.fakes.notices.clear();

        assertThat(world.sweep()).isEqualTo("1 endpoints, 0 not compliant, 0 records finished");

        assertThat(world.fakes.notices).isEmpty();
        assertThat(world.fakes.calls).endsWith("query", "describe all", "journal");
    }

    @Test
    void anEndpointOfAwsOrOneThatIsGoneIsNotJudged() {
        var world = World.openS3();
        world.fakes.endpoints.put(World.ID, like(world.endpoint(), World.ID, "available", Optional.of(true)));
        world.fakes.endpoints.put(OTHER, like(world.endpoint(), OTHER, "deleted", Optional.of(false)));

        assertThat(world.sweep()).isEqualTo("2 endpoints, 0 not compliant, 0 records finished");
        assertThat(world.fakes.notices).isEmpty();
    }

    @Test
    void whatIsNotKnownIsTold() {
        var world = World.openS3();
        world.fakes.service = new ServiceDetail.Unknown("not shown");

        assertThat(world.sweep()).isEqualTo("1 endpoints, 1 not compliant, 0 records finished");
        assertThat(world.fakes.notices.getFirst().text()).contains("not known").contains("not shown");
    }

    @Test
    void aLongListIsCutAndSaysSo() {
        var world = World.openS3();
        for (int i = 1; i < 42; i++) {
            var id = new EndpointId("vpce-%017x".formatted(i));
            world.fakes.endpoints.put(id, like(world.endpoint(), id, "available", Optional.of(false)));
        }

        assertThat(world.sweep()).startsWith("42 endpoints, 42 not compliant");
        assertThat(world.fakes.notices.getFirst().text())
                .contains("42 endpoints")
                .contains("and 2 more");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void aFailureLeavesAndTheNextSweepTells(int call) {
        var world = World.openS3();
        world.fakes.crashAt(call, false);

        assertThatThrownBy(world::sweep).isInstanceOf(Fakes.Crash.class);
        assertThat(world.fakes.journal).isEmpty();

        world.fakes.crashAt(-1, false);
        assertThat(world.sweep()).isEqualTo("1 endpoints, 1 not compliant, 0 records finished");
        assertThat(world.fakes.notices).isNotEmpty();
        assertThat(world.fakes.journal).hasSize(1);
    }

    @Test
    void underAnUnconfirmedPerimeterItOnlySaysSo() {
        var world = World.openS3();
        world.membership = new Membership.Unanswered("denied");

        assertThat(world.sweep()).isEqualTo("perimeter not confirmed");

        assertThat(world.fakes.calls).containsExactly("publish");
        assertThat(world.fakes.notices.getFirst().text()).contains("denied");
    }

    @Test
    void itAsksAwsAgainWhateverWasConfirmedBefore() {
        var answers = new ArrayDeque<Membership>(List.of(new Membership.InNone(), new Membership.Unanswered("denied")));
        var clock = Clock.fixed(World.NOW, ZoneOffset.UTC);
        var ports = new Fakes().ports();
        var stack = new Stack(Mode.ENFORCE, "111122223333", "us-east-1", "ledger");
        var perimeters = new Perimeters(new OrganizationClaim.Unsaid(), answers::remove, PerimetersTest::source, clock);
        var sweep = new Sweep(ports, new Remediator(ports, perimeters, stack, clock), perimeters, stack, clock);

        assertThat(perimeters.current()).isInstanceOf(Trust.Confirmed.class);
        assertThat(sweep.run()).isEqualTo("perimeter not confirmed");
    }

    private static Endpoint like(Endpoint one, EndpointId id, String state, Optional<Boolean> requesterManaged) {
        return new Endpoint(
                id,
                one.type(),
                new EndpointState(state),
                one.vpcId(),
                one.service(),
                one.serviceRegion(),
                one.policy(),
                one.network(),
                requesterManaged,
                one.tags(),
                one.createdAt());
    }
}
