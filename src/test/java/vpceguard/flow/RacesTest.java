package vpceguard.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import vpceguard.event.Actor;
import vpceguard.event.EndpointChange;
import vpceguard.event.Origin;
import vpceguard.model.EndpointType;
import vpceguard.perimeter.Level;

/// Several invocations, several stacks, little time.
class RacesTest {
    @Test
    void aSecondDeliveryLeavesARecordToTheInvocationThatIsAtIt() {
        var world = World.openS3();
        world.fakes.calls.crashAt(2, false);
        assertThatThrownBy(() -> world.handle(World.created("cause"))).isInstanceOf(Calls.Crash.class);

        world.invocation = "another";
        assertThat(world.handle(World.created("cause"))).isEqualTo("LATER");
        assertThat(world.policy()).isEqualTo(World.FULL_ACCESS);
        assertThat(world.fakes.notices).isEmpty();

        world.invocation = "invocation";
        assertThat(world.handle(World.created("cause"))).isEqualTo("CHANGED");
        assertThat(world.fakes.notices).hasSize(1);
    }

    /// An instance that met the lease takes the retry for what it is, whatever it remembers.
    @Test
    void theRetryGoesOnWhereTheSecondDeliveryWasLeftForLater() {
        var world = World.openS3();
        world.fakes.calls.crashAt(2, false);
        assertThatThrownBy(() -> world.handle(World.created("cause"))).isInstanceOf(Calls.Crash.class);
        var instance = world.instance();

        world.invocation = "another";
        assertThat(instance.apply(World.created("cause"))).isEqualTo("LATER");

        world.invocation = "invocation";
        assertThat(instance.apply(World.created("cause"))).isEqualTo("CHANGED");
    }

    @Test
    void aRecordWhoseInvocationNeverCameBackIsTakenOver() {
        var world = World.openS3();
        world.fakes.calls.crashAt(2, false);
        assertThatThrownBy(() -> world.handle(World.created("cause"))).isInstanceOf(Calls.Crash.class);

        world.invocation = "another";
        world.now = world.now.plus(Ledger.LEASE).plusSeconds(1);

        assertThat(world.handle(World.created("cause"))).isEqualTo("CHANGED");
    }

    @Test
    void nothingIsWrittenWhenTooLittleTimeIsLeft() {
        var world = World.openS3();
        world.timeLeft = Invocation.WRITE.minusSeconds(1);

        assertThatThrownBy(() -> world.handle(World.created("cause")))
                .isInstanceOf(OutOfTimeException.class)
                .hasMessageContaining("29000 ms are left");
        assertThat(world.policy()).isEqualTo(World.FULL_ACCESS);

        world.timeLeft = Duration.ofSeconds(60);
        assertThat(world.handle(World.created("cause"))).isEqualTo("CHANGED");
    }

    @Test
    void aCreateWhoseEventIsLateIsNoReasonToTakeTheEndpointForAnOldOne() {
        var world = World.openS3();
        var open = world.endpoint();
        world.fakes.ec2.shown.clear();
        var _ = world.sweep();
        world.now = world.now.plusSeconds(100);
        world.show(open, world.now.minusSeconds(30));

        assertThat(world.handle(World.modified("cause", World.groupsAdded()))).isEqualTo("CHANGED");
        assertThat(world.policy()).contains("aws:PrincipalOrgID");
    }

    @Test
    void whatStoodBeforeStaysWhenSomethingElseOfItIsChanged() {
        var world = World.openS3();
        var open = world.endpoint();
        world.fakes.ec2.shown.clear();
        var _ = world.sweep();
        world.show(open, world.now.minusSeconds(30));

        assertThat(world.handle(World.modified("cause", World.groupsAdded()))).isEqualTo("NOT_CHANGED");
        assertThat(world.policy()).isEqualTo(World.FULL_ACCESS);
    }

    @Test
    void whatWeWroteIsNoChangeThatNobodyTold() {
        var world = World.openS3();
        var _ = world.handle(World.created("cause"));
        var written = world.policy();
        world.resources = Level.REMEDIATE;
        world.now = world.now.plusSeconds(300);

        assertThat(world.handle(World.modified("tables", World.groupsAdded()))).isEqualTo("NOT_CHANGED");
        assertThat(world.policy()).isEqualTo(written);
    }

    @Test
    void aPolicyThatMayHaveBeenWrittenOverIsToldThoughOtherFindingsAreLeft() {
        var world = World.with("dynamodb", EndpointType.GATEWAY, World.FULL_ACCESS);
        world.resources = Level.NOTIFY;
        var _ = world.handle(World.created("cause"));
        world.now = world.now.plusSeconds(300);

        var sameSeconds = World.modified("newer", World.policySet(World.inside("dynamodb:GetItem")), World.NOW);
        assertThat(world.handle(sameSeconds)).isEqualTo("NOT_CHANGED");

        assertThat(world.fakes.notices.getLast().text()).contains("may have written over the policy");
        var another = World.modified("newest", World.policySet(World.inside("dynamodb:PutItem")), World.NOW);
        assertThat(world.handle(another)).isEqualTo("NOT_CHANGED");
    }

    /// Between the looks at endpoint and ledger and the record, another opened its own and is about to write.
    @Test
    void aPolicyThatIsOnlyToldIsNotDealtWithWhileAnotherMayWriteOverIt() {
        for (var call : List.of("open", "note")) {
            for (var notices : List.of("", ", 'notices': {'notifyOnly': 'at-once'}")) {
                var world = World.openS3();
                world.notices = notices;
                world.resources = Level.NOTIFY;
                var newer = World.inside("s3:GetObject");
                if (call.equals("note")) {
                    world.show(newer);
                    assertThat(world.handle(World.modified("known", World.policySet(newer))))
                            .isEqualTo("NOT_CHANGED");
                }
                world.now = World.NOW.plusSeconds(60);
                world.show(newer);
                world.fakes.calls.gate = new Calls.Gate() {
                    @Override
                    public void before(String name) {
                        if (name.equals(call)) {
                            beginARepairByAnEarlierLook(world);
                        }
                    }
                };
                assertThat(world.handle(World.modified("newer", World.policySet(newer), world.now)))
                        .as(call + notices)
                        .isEqualTo("LATER");
                var begun = Objects.requireNonNull(world.fakes.ledger.records().get(World.ID + "#cause"));
                world.show(begun.plan().policy().orElseThrow().after());

                world.now = world.now.plus(Ledger.LEASE).plusSeconds(1);
                world.followUp();

                assertThat(Standing.fingerprint(world.policy())).isEqualTo(Standing.fingerprint(newer));
            }
        }
    }

    /// It goes no further than to its record.
    private static void beginARepairByAnEarlierLook(World world) {
        var now = world.now;
        var shown = world.policy();
        world.now = now.minusSeconds(10);
        world.show(World.FULL_ACCESS);
        world.invocation = "another";
        world.fakes.calls.gate = new Calls.Gate() {
            @Override
            public void after(String name) {
                if (name.equals("open")) {
                    throw new Calls.Crash();
                }
            }
        };
        assertThatThrownBy(() -> world.handle(World.created("cause"))).isInstanceOf(Calls.Crash.class);
        world.fakes.calls.gate = Calls.Gate.OPEN;
        world.invocation = "invocation";
        world.now = now;
        world.show(shown);
    }

    @Test
    void aSecondStackIsToldOnceADay() {
        var world = World.openS3();
        var change = byAnotherStack();

        assertThat(world.handle(change)).isEqualTo("CHANGED");
        assertThat(world.fakes.notices.getLast().text())
                .contains("a second vpce-guard")
                .contains("assumed-role/other-guard");
        assertThat(world.fakes.calls.names()).containsSubsequence("modify", "close", "marked");
        int told = world.fakes.notices.size();
        var _ = world.handle(change);
        assertThat(world.fakes.notices).hasSize(told);
    }

    private static EndpointChange byAnotherStack() {
        var actor = new Actor(
                Optional.of("AssumedRole"),
                Optional.of("arn:aws:sts::111122223333:assumed-role/other-guard/session"),
                Optional.empty(),
                Optional.of("arn:aws:iam::111122223333:role/other-guard"),
                Optional.empty(),
                Optional.empty(),
                Optional.of("aws-sdk-java/2.41.17 md/io#sync app/vpce-guard"));
        var origin = new Origin(
                "cause",
                Optional.empty(),
                Optional.of("request"),
                "ModifyVpcEndpoint",
                Instant.parse("2026-11-24T06:00:00Z"),
                "111122223333",
                "us-east-1",
                actor);
        return new EndpointChange.Modified(origin, World.ID, World.policySet(World.FULL_ACCESS));
    }
}
