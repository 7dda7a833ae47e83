package vpceguard.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vpceguard.model.Endpoint;
import vpceguard.model.EndpointId;
import vpceguard.model.EndpointState;
import vpceguard.model.EndpointType;
import vpceguard.model.ServiceDetail;
import vpceguard.perimeter.Membership;
import vpceguard.perimeter.Mode;
import vpceguard.perimeter.OrganizationClaim;

class SweepTest {
    /// What is told once a day is so once it was told.
    @Test
    void whatCouldNotBeToldIsToldByTheRetry() {
        var world = World.openS3();
        world.membership = new vpceguard.perimeter.Membership.Unanswered("denied");
        world.fakes.calls.gate = new Calls.Gate() {
            @Override
            public void before(String name) {
                if (name.equals("publish")) {
                    throw new IllegalStateException("the topic is away");
                }
            }
        };
        org.assertj.core.api.Assertions.assertThatThrownBy(world::sweep).hasMessage("the topic is away");

        world.fakes.calls.gate = Calls.Gate.OPEN;
        var _ = world.sweep();
        var _ = world.sweep();
        assertThat(world.fakes.notices).hasSize(1);
    }

    /// By the time that an endpoint's turn comes the list is some minutes old.
    @Test
    void whatAListShowsIsNotNotedOverWhatAnEventToldSince() {
        var world = World.with("s3", EndpointType.GATEWAY, World.inside("s3:PutObject"));
        world.show(world.endpoint(), World.NOW.minus(Duration.ofDays(300)));
        var _ = world.sweep();
        world.show(World.inside("s3:*"));
        world.now = world.now.plus(Duration.ofDays(1));
        var _ = world.sweep();
        world.now = world.now.plus(Duration.ofDays(1));
        var newest = World.FULL_ACCESS.replace("\"Action\":\"*\"", "\"Action\":\"s3:GetObject\"");
        world.fakes.calls.gate = new Calls.Gate() {
            @Override
            public void after(String name) {
                if (name.equals("describe all")) {
                    world.fakes.calls.gate = Calls.Gate.OPEN;
                    world.now = world.now.plusSeconds(60);
                    world.show(newest);
                    assertThat(world.handle(World.modified("newest", World.policySet(newest), world.now)))
                            .isEqualTo("CHANGED");
                }
            }
        };

        var _ = world.sweep();

        assertThat(world.intent()).hasValue(newest);
    }

    private static final EndpointId OTHER = new EndpointId("vpce-0fedcba9876543210");

    @Test
    void whatStoodBeforeIsToldInOneNoticeAndLeft() {
        var world = World.openS3();
        world.fakes.ec2.shown.put(OTHER, like(world.endpoint(), OTHER));

        assertThat(world.sweep()).isEqualTo("2 endpoints, 2 told, 0 repaired, 0 records finished");

        assertThat(world.policy()).isEqualTo(World.FULL_ACCESS);
        assertThat(world.fakes.notices).hasSize(1);
        assertThat(world.fakes.notices.getFirst().text())
                .startsWith("NOT CHANGED. Act by 2026-11-25: 2 endpoints are not compliant, and are left as they are")
                .contains(
                        World.ID + " \"one\" (s3): policy-beyond-trusted-identities, policy-full-access",
                        OTHER + " \"one\" (s3): policy-beyond-trusted-identities, policy-full-access");
        assertThat(world.fakes.journal.getLast().textAt("detail"))
                .hasValue("2 endpoints, 2 told, 0 repaired, 0 records finished");
    }

    @Test
    void itIsToldOnceAndAgainAfterAMonth() {
        var world = World.openS3();
        var _ = world.sweep();
        world.now = World.NOW.plus(Duration.ofDays(1));

        assertThat(world.sweep()).startsWith("1 endpoints, 0 told");
        assertThat(world.fakes.notices).hasSize(1);

        world.now = World.NOW.plus(Duration.ofDays(31));
        assertThat(world.sweep()).startsWith("1 endpoints, 1 told");
        assertThat(world.fakes.notices).hasSize(2);
    }

    @Test
    void anEndpointThatIsCompliantAndKnownCostsNothingOfItsOwn() {
        var world = World.with("sns", vpceguard.model.EndpointType.INTERFACE, World.inside("sns:Publish"));
        var _ = world.sweep();
        world.fakes.calls.names().clear();

        assertThat(world.sweep()).startsWith("1 endpoints, 0 told");

        assertThat(world.fakes.notices).isEmpty();
        assertThat(world.fakes.calls.names())
                .containsExactly(
                        "keep confirmation",
                        "query",
                        "holds",
                        "sweep state",
                        "standings",
                        "describe all",
                        "networks",
                        "keep",
                        "journal");
    }

    @Test
    void whatBecameCompliantMayBeTellNews() {
        var world = World.openS3();
        var _ = world.sweep();
        world.show(World.inside("s3:GetObject"));
        var _ = world.sweep();
        world.show(World.FULL_ACCESS);

        assertThat(world.sweep()).startsWith("1 endpoints, 1 told");
    }

    @Test
    void anEndpointOfAwsOrOneThatIsGoneIsNotJudged() {
        var world = World.openS3();
        world.fakes.ec2.shown.put(World.ID, like(world.endpoint(), World.ID, "available", Optional.of(true)));
        world.fakes.ec2.shown.put(OTHER, like(world.endpoint(), OTHER, "deleted", Optional.of(false)));

        assertThat(world.sweep()).startsWith("2 endpoints, 0 told");
        assertThat(world.fakes.notices).isEmpty();
    }

    @Test
    void whatIsNotKnownIsTold() {
        var world = World.openS3();
        world.fakes.service = new ServiceDetail.Unknown("not shown");

        assertThat(world.sweep()).startsWith("1 endpoints, 1 told");
        assertThat(world.fakes.notices.getFirst().text()).contains("not known").contains("not shown");
    }

    @Test
    void aLongListIsToldInSeveralNotices() {
        var world = World.openS3();
        for (int i = 1; i < 82; i++) {
            var id = new EndpointId("vpce-%017x".formatted(i));
            world.fakes.ec2.shown.put(id, like(world.endpoint(), id));
        }

        assertThat(world.sweep()).startsWith("82 endpoints, 82 told");
        assertThat(world.fakes.notices).hasSize(4);
        assertThat(world.fakes.notices)
                .allSatisfy(notice -> assertThat(notice.text())
                        .contains("82 endpoints")
                        .contains("the others are in notices beside"));
        assertThat(world.fakes.ec2.shown.keySet())
                .allSatisfy(id -> assertThat(world.fakes.notices.toString()).contains(id.value()));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
    void aFailureLeavesAndTheNextSweepTells(int call) {
        var world = World.openS3();
        world.fakes.calls.crashAt(call, false);

        assertThatThrownBy(world::sweep).isInstanceOfAny(Calls.Crash.class, IllegalStateException.class);

        world.fakes.calls.crashAt(-1, false);
        var _ = world.sweep();
        assertThat(world.fakes.notices).isNotEmpty();
        assertThat(world.fakes.journal.toString()).contains("swept");
    }

    @Test
    void theDigestNamesWhoAnswersForTheAccount() {
        var world = World.openS3();
        world.notices = ", 'notices': {'owners': {'*': 'somebody', '111122223333': 'network team'}}";

        var _ = world.sweep();

        var digest = world.fakes.notices.getFirst();
        assertThat(digest.text()).contains("Account 111122223333 (network team), us-east-1, ");
        assertThat(digest.attributes()).containsEntry("owner", "network team");
        assertThat(digest.details().textAt("owner")).hasValue("network team");
    }

    @Test
    void oneEndpointThatFailsKeepsTheOthersFromNothing() {
        var world = World.openS3();
        world.fakes.ec2.shown.put(OTHER, like(world.endpoint(), OTHER));
        world.fakes.calls.crashAt(7, false);

        assertThatThrownBy(world::sweep)
                .hasMessageContaining("1 endpoints, records or notices could not be dealt with, the first since ")
                .hasMessageContaining("Crash");

        assertThat(world.fakes.notices.getFirst().text())
                .contains("1 endpoint is not compliant")
                .contains(OTHER.value());
    }

    @Test
    void underAnUnconfirmedPerimeterItOnlySaysSoOnceADay() {
        var world = World.openS3();
        world.membership = new Membership.Unanswered("denied");

        assertThat(world.sweep()).isEqualTo("perimeter not confirmed");
        assertThat(world.sweep()).isEqualTo("perimeter not confirmed");

        assertThat(world.fakes.notices).hasSize(1);
        assertThat(world.fakes.notices.getFirst().text()).contains("denied");
    }

    @Test
    void whatOrganizationsConfirmedItKeepsForOtherInstances() {
        var world = World.openS3();
        var _ = world.sweep();
        world.membership = new Membership.Unanswered("asked all the same");

        assertThat(world.instance().apply(World.created("cause"))).isEqualTo("CHANGED");
    }

    @Test
    void whatOrganizationsNoLongerConfirmIsForgotten() {
        var world = World.openS3();
        var _ = world.sweep();
        world.membership = new Membership.InNone();
        var _ = world.sweep();

        assertThatThrownBy(() -> world.instance().apply(World.created("cause")))
                .hasMessageContaining("AWS Organizations says none");
        assertThat(world.policy()).isEqualTo(World.FULL_ACCESS);
    }

    @Test
    void aNoticeOfThePerimeterThatCannotBeSentFailsItOnceItsWorkIsDone() {
        var world = World.openS3();
        var _ = world.sweep();
        world.members = ", 'existing': {'level': 'remediate', 'graceDays': 1}";
        var _ = world.sweep();
        world.now = World.NOW.plus(Duration.ofDays(2));
        world.untold = Optional.of(new IllegalStateException("no topic"));

        assertThatThrownBy(world::sweep).hasStackTraceContaining("no topic");

        assertThat(world.policy()).contains("aws:PrincipalOrgID");
    }

    @Test
    void itAsksAwsAgainWhateverWasConfirmedBefore() {
        var answers = new ArrayDeque<Membership>(List.of(new Membership.InNone(), new Membership.Unanswered("denied")));
        var clock = Clock.fixed(World.NOW, ZoneOffset.UTC);
        var ports = new Fakes().ports();
        var stack = new Stack(Mode.ENFORCE, "111122223333", "us-east-1", "ledger", "vpce-guard");
        var perimeters = new Perimeters(new OrganizationClaim.Unsaid(), answers::remove, PerimetersTest::source, clock);
        var sweep =
                new Sweep(ports, new Remediator(ports, perimeters, stack, clock), perimeters, stack, clock, () -> {});

        assertThat(perimeters.current()).isInstanceOf(Trust.Confirmed.class);
        assertThat(sweep.run(false, new Invocation("sweep", World.NOW))).isEqualTo("perimeter not confirmed");
    }

    @Test
    void theScheduleLooksAtEndpointsOnceADayAtATimeOfItsOwn() {
        var world = World.openS3();
        var later = World.NOW.plus(Duration.ofDays(3));
        var slot = Slot.of(world.stack());
        assertThat(world.sweep(true, later)).as("the first one is at once").startsWith("1 endpoints");

        var next = slot.last(World.NOW.plus(Duration.ofDays(1)));
        world.now = next.minusSeconds(1);
        assertThat(world.sweep(true, later)).isEqualTo("0 records finished");
        world.now = next.plusSeconds(1);
        assertThat(world.sweep(true, later)).startsWith("1 endpoints");
        world.now = next.plus(Duration.ofHours(23));
        assertThat(world.sweep(true, later)).isEqualTo("0 records finished");
        world.now = next.plus(Duration.ofHours(24)).plusSeconds(1);
        assertThat(world.sweep(true, later)).startsWith("1 endpoints");
    }

    @Test
    void oneThatIsCutOffTellsWhatItSawAndGoesOnThere() {
        var world = IntStream.range(61, 100)
                .mapToObj(SweepTest::cutOff)
                .filter(cut -> cut.fakes.journal.toString().contains("cut off after 1 endpoints, 1 told"))
                .findFirst()
                .orElseThrow();
        assertThat(world.fakes.notices.getFirst().text())
                .contains(World.ID.value())
                .doesNotContain(OTHER.value());

        assertThat(world.sweep(true, World.NOW.plusSeconds(600))).startsWith("1 endpoints, 1 told");
        assertThat(world.fakes.notices.getLast().text()).contains(OTHER.value()).doesNotContain(World.ID.value());
    }

    @Test
    void whoStartsOneByHandGetsAllThoughTheLastWasCutOff() {
        var world = IntStream.range(61, 100)
                .mapToObj(SweepTest::cutOff)
                .filter(cut -> cut.fakes.journal.toString().contains("cut off after 1 endpoints, 1 told"))
                .findFirst()
                .orElseThrow();

        assertThat(world.sweep()).startsWith("2 endpoints, 1 told");
    }

    /// The rest of a look is told on the day on which it began, though it is another day by then.
    @Test
    void aWeeklyOneThatIsCutOffTellsTheRestAfterMidnight() {
        var world = World.openS3();
        world.fakes.ec2.shown.put(OTHER, like(world.endpoint(), OTHER));
        world.notices = ", 'notices': {'digest': 'weekly'}";
        var tuesday = Instant.parse("2026-12-01T00:00:00Z");
        world.now = tuesday.minusSeconds(10);
        world.fakes.calls.gate = new Calls.Gate() {
            @Override
            public void after(String name) {
                world.now = name.equals("note") ? tuesday : world.now;
            }
        };
        assertThat(world.sweep(true, tuesday.plusSeconds(55))).startsWith("cut off after 1 endpoints, 1 told");

        assertThat(world.sweep(true, tuesday.plusSeconds(600))).startsWith("1 endpoints, 1 told");
    }

    private static World cutOff(int seconds) {
        var world = World.openS3();
        world.fakes.ec2.shown.put(OTHER, like(world.endpoint(), OTHER));
        world.ticks = true;
        var _ = world.sweep(true, World.NOW.plusSeconds(seconds));
        return world;
    }

    @Test
    void anEndpointThatIsGoneIsNotLookedForAgain() {
        var world = World.openS3();
        var _ = world.sweep();
        world.fakes.ec2.shown.clear();

        var _ = world.sweep();
        var _ = world.sweep();

        assertThat(world.fakes.calls.names()).containsOnlyOnce("gone");
    }

    static Endpoint like(Endpoint one, EndpointId id) {
        return like(one, id, "available", Optional.of(false));
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
