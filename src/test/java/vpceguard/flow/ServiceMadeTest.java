package vpceguard.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import vpceguard.event.Actor;
import vpceguard.event.EndpointChange;
import vpceguard.model.Attachments;
import vpceguard.model.EndpointType;

/// What becomes of an endpoint that an AWS service made through its service-linked role, without AWS's flag on it.
class ServiceMadeTest {
    private static final String GRACE = ", 'existing': {'level': 'remediate', 'graceDays': 14}";
    private static final Duration GRACE_OVER = Duration.ofDays(15);

    private static final Actor SERVICE = new Actor(
            Optional.of("AssumedRole"),
            Optional.empty(),
            Optional.empty(),
            Optional.of("arn:aws:iam::111122223333:role/aws-service-role/odb.amazonaws.com/AWSServiceRoleForOdb"),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    private static EndpointChange made() {
        return new EndpointChange.Created(
                World.by(SERVICE, World.created("made").origin()), World.ID, Optional.empty());
    }

    private static EndpointChange set() {
        return new EndpointChange.Modified(
                World.by(SERVICE, World.created("set").origin()), World.ID, World.policySet(World.FULL_ACCESS));
    }

    /// One whose policy is told, not repaired.
    private static World unverified(String policy) {
        var world = World.with("guardduty-data", EndpointType.INTERFACE, policy);
        world.notices = "";
        assertThat(world.handle(made())).isEqualTo("NOT_APPLICABLE");
        return world;
    }

    @Test
    void itIsNoSweeps() {
        var world = World.openS3();
        world.members = GRACE;

        assertThat(world.handle(made())).isEqualTo("NOT_APPLICABLE");

        assertThat(world.sweep()).startsWith("1 endpoints, 0 told, 0 repaired");
        world.now = world.now.plus(GRACE_OVER);
        assertThat(world.sweep()).startsWith("1 endpoints, 0 told, 0 repaired");
        assertThat(world.policy()).isEqualTo(World.FULL_ACCESS);
    }

    /// A list of AWS's may lack for some time what was just made.
    @Test
    void itIsNoSweepsThoughAListLackedIt() {
        var world = World.openS3();
        var _ = world.handle(made());
        var made = world.endpoint();
        world.fakes.ec2.shown.clear();
        var _ = world.sweep();
        world.now = world.now.plus(Duration.ofDays(1));
        world.show(made, world.now.minus(Duration.ofHours(23)));

        assertThat(world.sweep()).startsWith("1 endpoints, 0 told, 0 repaired");
        assertThat(world.policy()).isEqualTo(World.FULL_ACCESS);
        assertThat(world.fakes.ledger.known(World.ID).isGone()).isFalse();
    }

    @Test
    void itIsNoSweepsInWhateverOrderTheServicesCallsAreTold() {
        for (var calls : List.of(List.of(made(), set()), List.of(set(), made()), List.of(made(), set(), made()))) {
            var world = World.openS3();

            calls.forEach(call -> assertThat(world.handle(call)).isEqualTo("NOT_APPLICABLE"));

            assertThat(world.sweep()).startsWith("1 endpoints, 0 told, 0 repaired");
        }
    }

    @Test
    void noCrashMakesItASweeps() {
        for (int call : List.of(0, 1)) {
            for (boolean afterItTookEffect : List.of(false, true)) {
                var world = World.openS3();
                world.fakes.calls.crashAt(call, afterItTookEffect);
                assertThatThrownBy(() -> world.handle(made())).isInstanceOf(Calls.Crash.class);

                assertThat(world.handle(made())).isEqualTo("NOT_APPLICABLE");

                assertThat(world.sweep()).startsWith("1 endpoints, 0 told, 0 repaired");
            }
        }
    }

    /// Its security groups let in others later, without a call for the endpoint.
    @Test
    void whatSomebodyElseDidIsNotTheServicesThoughItIsToldFirst() {
        var world = World.with("s3", EndpointType.INTERFACE, World.inside("s3:GetObject"));
        world.connect(new Attachments(Set.of(World.STRANGE), Set.of(), Set.of()));
        assertThat(world.handle(World.modified("cause", World.groupsAdded(World.STRANGE))))
                .isEqualTo("COMPLIANT");
        assertThat(world.handle(made())).isEqualTo("NOT_APPLICABLE");

        world.fakes.open(World.STRANGE);

        assertThat(world.sweep()).startsWith("1 endpoints, 1 told, 0 repaired");
    }

    @Test
    void whatSomebodyElseOpensIsToldByTheSweep() {
        var world = unverified("{\"Statement\":[]}");
        world.show(World.FULL_ACCESS);

        assertThat(world.handle(World.modified("cause", World.policySet(World.FULL_ACCESS))))
                .isEqualTo("NOT_CHANGED");
        assertThat(world.fakes.notices).isEmpty();

        assertThat(world.sweep()).startsWith("1 endpoints, 1 told, 0 repaired");
        assertThat(world.fakes.notices.getFirst().text()).contains("policy-full-access");
    }

    @Test
    void whomSomebodyElsesGroupLetsInIsToldByTheSweep() {
        var world = unverified(World.inside("guardduty:SendSecurityTelemetry"));
        world.fakes.open(World.STRANGE);
        world.connect(new Attachments(Set.of(World.STRANGE), Set.of(), Set.of()));

        var _ = world.handle(World.modified("cause", World.groupsAdded(World.STRANGE)));

        assertThat(world.sweep()).startsWith("1 endpoints, 1 told, 0 repaired");
        assertThat(world.fakes.notices.getFirst().text()).contains("security-group-open");
    }

    @Test
    void theServicesOwnCallDeliveredOnceMoreTakesNothingBack() {
        var world = unverified("{\"Statement\":[]}");
        world.show(World.FULL_ACCESS);
        var _ = world.handle(World.modified("cause", World.policySet(World.FULL_ACCESS)));

        assertThat(world.handle(made())).isEqualTo("NOT_APPLICABLE");

        assertThat(world.sweep()).startsWith("1 endpoints, 1 told, 0 repaired");
    }

    @Test
    void noSweepRepairsWhatTheServiceSet() {
        var world = World.openS3();
        world.members = GRACE;
        var _ = world.handle(made());
        var _ = world.handle(World.modified("cause", World.groupsAdded("sg-other")));

        assertThat(world.sweep()).contains("0 repaired");
        world.now = world.now.plus(GRACE_OVER);
        assertThat(world.sweep()).contains("0 repaired");
        assertThat(world.policy()).isEqualTo(World.FULL_ACCESS);
    }

    /// The event of what the service set comes after that of a person's call.
    @Test
    void noCallOfAPersonsOnItsNetworkTakesInWhatTheServiceSet() {
        var world = World.with("s3", EndpointType.INTERFACE, World.inside("s3:GetObject"));
        var _ = world.handle(made());
        world.show(World.FULL_ACCESS);
        world.fakes.calls.names().clear();

        assertThat(world.handle(World.modified("cause", World.groupsAdded("sg-other"))))
                .isEqualTo("NOT_CHANGED");

        assertThat(world.policy()).isEqualTo(World.FULL_ACCESS);
        assertThat(world.fakes.calls.names()).containsOnlyOnce("standing");
        assertThat(world.handle(set())).isEqualTo("NOT_APPLICABLE");
    }
}
