package vpceguard.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static vpceguard.flow.ExistingTest.DATE;
import static vpceguard.flow.ExistingTest.GRACE;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vpceguard.model.Attachments;
import vpceguard.model.EndpointId;
import vpceguard.model.EndpointType;
import vpceguard.notice.SecurityHubFindings;
import vpceguard.perimeter.Level;

/// A date brings one repair, whatever fails after it.
class UsedDateTest {
    private static final String ANOTHER = "sg-0ccccccccccccccc3";
    private static final Attachments STRANGE_TOO =
            new Attachments(Set.of(World.APPROVED, World.STRANGE), Set.of(), Set.of());

    @ParameterizedTest
    @ValueSource(strings = {"nothing", "copy", "publish", "close", "journal", "tell"})
    void whatIsFoundOnceItIsRepairedHasADateOfItsOwn(String failing) {
        var world = World.openS3();
        world.members = GRACE;
        world.resources = Level.NOTIFY;
        var _ = world.sweep();
        world.now = DATE;
        if (failing.equals("nothing")) {
            assertThat(world.sweep()).contains("1 repaired");
        } else {
            CappedExistingTest.fail(world, failing);
            assertThatThrownBy(world::sweep).isInstanceOf(IllegalStateException.class);
            CappedExistingTest.failNothing(world);
            world.now = DATE.plus(Duration.ofHours(1));
            assertThat(world.sweep(true, world.now.plusSeconds(900))).contains("records finished");
            assertThat(world.fakes.ledger.standing(World.ID).open()).isEmpty();
        }
        var written = world.policy();

        world.resources = Level.REMEDIATE;
        world.now = DATE.plus(Duration.ofDays(1));

        assertThat(world.sweep()).contains("1 told, 0 repaired");
        assertThat(world.policy()).isEqualTo(written);
        assertThat(world.fakes.notices.getLast().text()).contains("repaired after " + DATE.plus(Duration.ofDays(15)));
    }

    /// Whether it came just before the date or while the repair waited for its place under the cap.
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void whatNobodyWasToldOfIsNotDetachedWithTheRest(int days) {
        var world = capped(days);
        world.now = DATE;
        for (int day = 0; day < days; day++) {
            assertThat(world.sweep()).contains("1 repaired");
            assertThat(world.policy()).isEqualTo(World.FULL_ACCESS);
            world.now = DATE.plus(Duration.ofDays(day + 1));
        }
        world.connect(STRANGE_TOO);

        assertThat(world.sweep()).contains("1 repaired");

        assertThat(world.policy()).isNotEqualTo(World.FULL_ACCESS);
        assertThat(world.endpoint().network().attachments()).isEqualTo(STRANGE_TOO);
        world.now = world.now.plus(Duration.ofDays(1));
        Instant later = world.now.plus(Duration.ofDays(14));
        assertThat(world.sweep()).contains("1 told, 0 repaired");
        assertThat(world.fakes.notices.getLast().text()).contains("repaired after " + later);
        world.now = later;
        assertThat(world.sweep()).contains("1 repaired");
        assertThat(world.endpoint().network().attachments().securityGroups()).containsExactly(World.APPROVED);
    }

    @Test
    void whatWasToldIsDetachedWithoutWhatCameThen() {
        var world = open();
        world.members = GRACE;
        world.show(World.inside("s3:GetObject"));
        world.connect(STRANGE_TOO);
        assertThat(world.sweep()).contains("1 told");
        world.connect(new Attachments(Set.of(World.APPROVED, World.STRANGE, ANOTHER), Set.of(), Set.of()));
        world.now = DATE;

        assertThat(world.sweep()).contains("1 repaired");

        assertThat(world.endpoint().network().attachments().securityGroups())
                .containsExactlyInAnyOrder(World.APPROVED, ANOTHER);
        var notice = world.fakes.notices.getLast();
        assertThat(notice.text())
                .contains("security-group-not-approved: \"" + World.STRANGE)
                .contains("security-group-not-approved (only told): \"" + ANOTHER)
                .contains("nobody was told of it by the date", "it has its own: security group \"" + ANOTHER);
        assertThat(notice.json().textAt("compliance", "status")).hasValue("Fail");
        assertThat(SecurityHubFindings.of(notice)).singleElement().satisfies(finding -> {
            assertThat(finding.textAt("Compliance", "Status")).hasValue("FAILED");
            assertThat(finding.textAt("Description").orElseThrow()).contains(ANOTHER);
        });
    }

    /// The list is some minutes old when the turn of an endpoint has come.
    @Test
    void nothingIsDetachedThatCameWhileTheLookWasUnderWay() {
        var world = open();
        world.members = GRACE;
        world.connect(STRANGE_TOO);
        var _ = world.sweep();
        world.now = DATE;
        var with = new Attachments(Set.of(World.APPROVED, World.STRANGE, ANOTHER), Set.of(), Set.of());
        world.fakes.calls.gate = new Calls.Gate() {
            @Override
            public void before(String name) {
                if (name.equals("describe")) {
                    world.connect(with);
                    world.fakes.calls.gate = Calls.Gate.OPEN;
                }
            }
        };

        assertThat(world.sweep()).contains("1 repaired");

        assertThat(world.endpoint().network().attachments().securityGroups())
                .containsExactlyInAnyOrder(World.APPROVED, ANOTHER);
    }

    @Test
    void whatComesWhileRecordedCallsHoldThePolicyBackHasADateOnceTheyDoNot() {
        var world = open();
        world.resources = Level.REMEDIATE;
        world.members = RehearsedRepairTest.HOLDS_BACK + GRACE;
        world.fakes.recorded = Optional.of((_, _, _, _) -> new RecordedCalls.Reading.Unread("slow"));
        var _ = world.sweep();
        world.now = DATE;
        assertThat(world.sweep()).contains("0 repaired");
        world.connect(STRANGE_TOO);
        world.now = DATE.plus(Duration.ofDays(1));
        assertThat(world.sweep()).contains("0 repaired");
        assertThat(world.fakes.notices.getLast().text())
                .contains("asks for a rehearsal before a repair", World.STRANGE, "once that is made, it has its own");

        world.fakes.recorded = Fakes.recording();
        world.now = DATE.plus(Duration.ofDays(2));
        assertThat(world.sweep()).contains("1 repaired");
        assertThat(world.policy()).isNotEqualTo(World.FULL_ACCESS);
        world.now = DATE.plus(Duration.ofDays(3));

        assertThat(world.sweep()).contains("1 told, 0 repaired");

        assertThat(world.fakes.notices.getLast().text()).contains("repaired after " + DATE.plus(Duration.ofDays(17)));
        assertThat(world.endpoint().network().attachments()).isEqualTo(STRANGE_TOO);
    }

    @Test
    void aNewDateMakesNobodyForgetWhatEc2Refused() {
        var world = capped(0);
        world.now = DATE;
        world.connect(STRANGE_TOO);
        world.fakes.ec2.refusal = Optional.of("a service control policy denies it");

        assertThat(world.sweep()).contains("1 told, 0 repaired");

        assertThat(world.fakes.notices.getLast().text())
                .contains("due on " + DATE.plus(Duration.ofDays(14)) + ", but EC2 refused it on " + DATE);
    }

    @Test
    void whatWaitsBeyondItsDateHasAnotherWithWhatIsToBeDetachedByThen() {
        var world = capped(2);
        world.now = DATE;
        assertThat(world.sweep()).contains("1 repaired");
        world.connect(STRANGE_TOO);
        world.now = DATE.plus(Duration.ofDays(1));

        assertThat(world.sweep()).contains("1 told, 1 repaired");

        assertThat(world.policy()).isEqualTo(World.FULL_ACCESS);
        assertThat(world.fakes.notices.stream()
                        .filter(notice -> notice.text().contains("repaired after " + DATE.plus(Duration.ofDays(15)))))
                .hasSize(1);
        world.now = DATE.plus(Duration.ofDays(2));
        assertThat(world.sweep()).contains("0 told, 0 repaired");
    }

    /// So many others come before it.
    private static World capped(int others) {
        var world = open();
        world.members = ExistingTest.CAPPED;
        for (int i = 0; i < others; i++) {
            var other = new EndpointId("vpce-%017x".formatted(i));
            world.fakes.ec2.shown.put(other, SweepTest.like(world.endpoint(), other));
        }
        var _ = world.sweep();
        return world;
    }

    @Test
    void whatIsOnlyToldOfItsNetworkMovesNone() {
        var world = open();
        world.groups = Level.NOTIFY;
        world.members = GRACE;
        var _ = world.sweep();
        world.connect(STRANGE_TOO);
        world.now = DATE;

        assertThat(world.sweep()).contains("1 repaired");

        assertThat(world.policy()).isNotEqualTo(World.FULL_ACCESS);
    }

    private static World open() {
        var world = World.with("s3", EndpointType.INTERFACE, World.FULL_ACCESS);
        world.groups = Level.REMEDIATE;
        world.notices = "";
        return world;
    }
}
