package vpceguard.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import vpceguard.event.Touched;
import vpceguard.model.Attachments;
import vpceguard.model.EndpointType;
import vpceguard.model.ServiceDetail;
import vpceguard.perimeter.Level;
import vpceguard.perimeter.Membership;
import vpceguard.perimeter.Mode;

class RemediatorTest {
    @Test
    void aRepairIsSevenCallsInThisOrder() {
        var world = World.openS3();

        assertThat(world.handle(World.created("cause"))).isEqualTo("CHANGED");

        assertThat(world.fakes.calls.names())
                .containsExactly("describe", "open", "modify", "describe", "publish", "close", "journal");
        assertThat(world.policy()).contains("aws:PrincipalOrgID");
        assertThat(world.intent()).hasValue(World.FULL_ACCESS);
    }

    /// What was found for one spelling is remembered; the proof of another speaks of that.
    @Test
    void aPolicyWithTheSameMembersInAnotherOrderIsRepairedToo() {
        var world = World.openS3();
        var _ = world.handle(World.created("cause"));
        var sorted = "{\"Statement\":[{\"Action\":\"*\",\"Effect\":\"Allow\",\"Principal\":\"*\",\"Resource\":\"*\"}],"
                + "\"Version\":\"2008-10-17\"}";
        world.show(sorted);

        assertThat(world.handle(World.modified("sorted", World.policySet(sorted))))
                .isEqualTo("CHANGED");
        assertThat(world.policy()).contains("aws:PrincipalOrgID");
    }

    @Test
    void aCompliantEndpointIsTwoCalls() {
        var world = repaired();

        assertThat(world.handle(World.modified("other", World.groupsAdded()))).isEqualTo("COMPLIANT");

        assertThat(world.fakes.calls.names()).containsExactly("describe", "note");
    }

    @Test
    void theSameEventTwiceIsOneRepairAndOneNotice() {
        var world = repaired();

        var _ = world.handle(World.created("cause"));

        assertThat(world.fakes.calls.names()).doesNotContain("modify", "publish");
        assertThat(world.fakes.notices).hasSize(1);
        assertThat(world.intent()).hasValue(World.FULL_ACCESS);
    }

    @Test
    void theSameEventOnTheSameInstanceIsNoCall() {
        var world = World.openS3();
        var instance = world.instance();
        assertThat(instance.apply(World.created("cause"))).isEqualTo("CHANGED");
        world.fakes.calls.names().clear();

        assertThat(instance.apply(World.created("cause"))).isEqualTo("DUPLICATE");

        assertThat(world.fakes.calls.names()).isEmpty();
    }

    @Test
    void theSameEventOnAnotherInstanceIsALookAndANote() {
        var world = World.openS3();
        assertThat(world.instance().apply(World.created("cause"))).isEqualTo("CHANGED");
        world.fakes.calls.names().clear();

        assertThat(world.instance().apply(World.created("cause"))).isEqualTo("COMPLIANT");

        assertThat(world.fakes.calls.names()).containsExactly("describe", "note");
    }

    @Test
    void anEventThatFailedIsDealtWithWhenItComesAgain() {
        var world = World.openS3();
        var instance = world.instance();
        world.fakes.calls.crashAt(2, false);
        assertThatThrownBy(() -> instance.apply(World.created("cause"))).isInstanceOf(Calls.Crash.class);

        assertThat(instance.apply(World.created("cause"))).isEqualTo("CHANGED");
    }

    @Test
    void whileEc2IsAtAnotherChangeTheRepairWaitsForItsRetry() {
        var world = World.openS3();
        world.fakes.ec2.isBusy = _ -> true;
        for (int attempt = 0; attempt < 3; attempt++) {
            assertThatThrownBy(() -> world.handle(World.created("cause"))).hasMessageContaining("another change");
        }
        assertThat(world.fakes.notices).isEmpty();
        world.fakes.ec2.isBusy = _ -> false;

        assertThat(world.handle(World.created("cause"))).isEqualTo("CHANGED");
    }

    @Test
    void observeWritesNothing() {
        var world = World.openS3();
        world.mode = Mode.OBSERVE;

        assertThat(world.handle(World.created("cause"))).isEqualTo("WOULD_CHANGE");

        assertThat(world.fakes.calls.names()).doesNotContain("modify");
        assertThat(world.policy()).isEqualTo(World.FULL_ACCESS);
        assertThat(world.fakes.notices).hasSize(1);
    }

    @Test
    void nothingIsWrittenUnderAnUnconfirmedPerimeter() {
        for (var membership : new Membership[] {
            new Membership.Unanswered("denied"), new Membership.Member("o-other00000"), new Membership.InNone()
        }) {
            var world = World.openS3();
            world.unconfirmed(membership);
            for (int attempt = 0; attempt < 3; attempt++) {
                assertThatThrownBy(() -> world.handle(World.created("cause"))).hasMessageContaining("redrive");
            }
            assertThat(world.policy()).isEqualTo(World.FULL_ACCESS);
            assertThat(world.fakes.notices).hasSize(1);
            assertThat(world.fakes.notices.getFirst().text()).contains("until the perimeter is confirmed");

            world.unconfirmed(new Membership.Member("o-a1b2c3d4e5"));
            assertThat(world.handle(World.created("cause"))).isEqualTo("CHANGED");
        }
    }

    @Test
    void whatStoodBeforeIsToldAndLeft() {
        var world = World.with("sns", EndpointType.INTERFACE, World.FULL_ACCESS);

        assertThat(world.handle(World.modified("cause", World.groupsAdded(World.APPROVED))))
                .isEqualTo("NOT_CHANGED");

        assertThat(world.policy()).isEqualTo(World.FULL_ACCESS);
        assertThat(world.fakes.notices.getFirst().text()).contains("stood before");
    }

    @Test
    void aPolicyThatChangedSinceItWasSeenIsRepairedWhateverTheCallSet() {
        var world = World.with("sns", EndpointType.INTERFACE, World.FULL_ACCESS);
        world.seen("{\"Statement\":[]}");

        assertThat(world.handle(World.modified("cause", World.groupsAdded(World.APPROVED))))
                .isEqualTo("CHANGED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"athena", "cloudformation"})
    void anUnverifiedServiceIsOnlyTold(String service) {
        var world = World.with(service, EndpointType.GATEWAY, World.FULL_ACCESS);

        assertThat(world.handle(World.created("cause"))).isEqualTo("NOT_CHANGED");
        assertThat(world.policy()).isEqualTo(World.FULL_ACCESS);
    }

    @Test
    void aServiceWithoutPoliciesIsLeftAlone() {
        var world = World.openS3();
        world.fakes.service = new ServiceDetail.Known("amazon", false, true);

        assertThat(world.handle(World.created("cause"))).isEqualTo("COMPLIANT");

        assertThat(world.fakes.calls.names()).doesNotContain("modify", "publish");
        assertThat(world.fakes.journal.toString()).contains("notApplicable").contains("only the full-access policy");
    }

    @Test
    void whatIsNotKnownIsNeverCompliantAndNeverTightened() {
        var world = World.openS3();
        world.fakes.service = new ServiceDetail.Unknown("not shown");

        assertThat(world.handle(World.created("cause"))).isEqualTo("NOT_CHANGED");
        assertThat(world.policy()).isEqualTo(World.FULL_ACCESS);
    }

    @Test
    void aRefusalIsTold() {
        var world = World.openS3();
        world.fakes.ec2.refusal = Optional.of("InvalidParameter: \"no\"");

        assertThat(world.handle(World.created("cause"))).isEqualTo("REFUSED");
        assertThat(world.fakes.notices.getFirst().text()).startsWith("NOT CHANGED. Act now: EC2 refused");
    }

    /// It would find the endpoint as before, and repair it; people were told to look.
    @Test
    void aRetryAfterThatNoticeTellsNothingElse() {
        var world = World.openS3();
        world.fakes.ec2.forgetsModifications = true;
        world.fakes.calls.gate = new Calls.Gate() {
            @Override
            public void after(String name) {
                if (name.equals("publish")) {
                    throw new Calls.Crash();
                }
            }
        };
        assertThatThrownBy(() -> world.handle(World.created("cause"))).isInstanceOf(Calls.Crash.class);
        world.fakes.calls.gate = Calls.Gate.OPEN;
        world.fakes.ec2.forgetsModifications = false;

        assertThat(world.handle(World.created("cause"))).isEqualTo("NOT_CONFIRMED");

        assertThat(world.fakes.notices)
                .extracting(notice -> notice.details().textAt("result"))
                .containsOnly(Optional.of("NOT_CONFIRMED"));
        assertThat(world.fakes.calls.names()).containsOnlyOnce("modify");
    }

    @Test
    void aReadBackThatDiffersIsTold() {
        var world = World.openS3();
        world.fakes.ec2.forgetsModifications = true;

        assertThat(world.handle(World.created("cause"))).isEqualTo("NOT_CONFIRMED");
        assertThat(world.fakes.notices.getFirst().subject()).contains("NOT CONFIRMED");
    }

    static IntStream callsOfARepair() {
        return IntStream.range(0, 7);
    }

    @ParameterizedTest
    @MethodSource("callsOfARepair")
    void aCrashAtAnyCallIsMadeGoodByRedelivery(int call) {
        for (boolean afterItTookEffect : new boolean[] {false, true}) {
            var world = crashed(call, afterItTookEffect);
            world.fakes.calls.crashAt(-1, false);

            var _ = world.handle(World.created("cause"));

            assertRight(world);
        }
    }

    @ParameterizedTest
    @MethodSource("callsOfARepair")
    void aCrashAfterTheRecordIsMadeGoodByTheSweep(int call) {
        for (boolean afterItTookEffect : new boolean[] {false, true}) {
            var world = crashed(call, afterItTookEffect);
            world.fakes.calls.crashAt(-1, false);
            world.now = World.NOW.plusSeconds(3600);

            var _ = world.sweep();

            if (!world.fakes.ledger.records().isEmpty()) {
                assertRight(world);
            }
        }
    }

    private static World crashed(int call, boolean afterItTookEffect) {
        var world = World.openS3();
        world.fakes.calls.crashAt(call, afterItTookEffect);
        try {
            var _ = world.handle(World.created("cause"));
            throw new AssertionError("no crash");
        } catch (Calls.Crash _) {
            return world;
        }
    }

    private static void assertRight(World world) {
        assertThat(world.policy()).contains("aws:PrincipalOrgID");
        assertThat(world.intent()).hasValue(World.FULL_ACCESS);
        assertThat(world.fakes.ledger.records()).hasSize(1);
        assertThat(world.fakes.ledger.closed()).hasSize(1);
        assertThat(Objects.requireNonNull(world.fakes.ledger.records().get(World.ID + "#cause"))
                        .endpoint()
                        .policy())
                .hasValue(World.FULL_ACCESS);
        assertThat(world.fakes.notices.stream()
                        .map(notice -> notice.details().textAt("record", "cause"))
                        .distinct())
                .containsExactly(Optional.of("cause"));
        assertThat(world.fakes.notices).allMatch(notice -> notice.subject().contains(" CHANGED"));
    }

    private static World repaired() {
        var world = World.openS3();
        var _ = world.handle(World.created("cause"));
        world.fakes.calls.crashAt(-1, false);
        return world;
    }

    @Test
    void aWiderPolicyIsToldWhereThatIsAskedFor() {
        var before = World.inside("s3:GetObject");
        var world = World.with("s3", EndpointType.GATEWAY, World.inside("s3:*"));
        world.seen(before);
        world.widened = Level.NOTIFY;

        assertThat(world.handle(World.created("cause"))).isEqualTo("NOT_CHANGED");

        assertThat(world.fakes.calls.names())
                .containsExactly("describe", "standing", "confirmation", "open", "publish", "close", "journal");
        assertThat(world.fakes.notices.getLast().text()).contains("policy-widened");
        assertThat(world.handle(World.modified("other", World.groupsAdded()))).isEqualTo("COMPLIANT");
    }

    @Test
    void aResetIsAFindingOfItsOwn() {
        var world = repaired();
        world.fakes.ec2.shown.put(World.ID, world.endpoint().withPolicy(Optional.of(World.FULL_ACCESS)));
        world.now = World.NOW.plusSeconds(180);
        var reset = new Touched.Members(Optional.empty(), true, Attachments.NONE, Attachments.NONE, Set.of());

        assertThat(world.handle(World.modified("reset", reset))).isEqualTo("CHANGED");
        assertThat(world.fakes.notices.getLast().text()).contains("policy-reset");
    }
}
