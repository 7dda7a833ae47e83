package vpceguard.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vpceguard.event.Instruction;
import vpceguard.model.EndpointType;
import vpceguard.model.ServiceDetail;
import vpceguard.perimeter.Mode;
import vpceguard.policy.Policy;
import vpceguard.rehearsal.Samples;

/// An endpoint to somebody who is not approved lets nothing through, where the perimeter asks for that.
class QuarantineTest {
    private static final Instruction FOLLOW =
            new Instruction(Instruction.Action.FOLLOW, "ann", false, "needed", Optional.empty(), Optional.empty());

    @Test
    void nothingPassesAndTheWayBackIsTold() {
        var world = strange(true);

        assertThat(world.handle(World.created("cause"))).isEqualTo("CHANGED");

        assertThat(world.policy()).isEqualTo(Policy.QUARANTINE);
        assertThat(world.intent()).hasValue(World.FULL_ACCESS);
        assertThat(world.fakes.notices.getFirst().text())
                .startsWith("CHANGED")
                .contains("denies everything")
                .contains("vpce-guard undo --stack=vpce-guard", World.ID + "/cause");
    }

    @Test
    void itIsNotQuarantinedTwice() {
        var world = strange(true);
        var _ = world.handle(World.created("cause"));

        var _ = world.handle(World.modified("other", World.policySet(Policy.QUARANTINE)));

        assertThat(world.fakes.calls.names()).containsOnlyOnce("modify");
    }

    @Test
    void whoeverPutsAPolicyOnItMeetsItAgain() {
        var world = strange(true);
        var _ = world.handle(World.created("cause"));
        world.show(World.inside("sns:Publish"));

        var _ = world.handle(World.modified("other", World.policySet(World.inside("sns:Publish"))));

        assertThat(world.policy()).isEqualTo(Policy.QUARANTINE);
    }

    /// It was set between the look at the endpoint and the quarantine, which went over it.
    @Test
    void aNewerPolicyDoesNotLiftItButIsWhatStandsBehindIt() {
        var world = strange(true);
        assertThat(world.repairSlowly()).isEqualTo("CHANGED");

        var newer = World.policySet(World.inside("sns:Publish"));
        assertThat(world.handle(World.modified("newer", newer, World.NOW.plusSeconds(8))))
                .isEqualTo("CHANGED");

        assertThat(world.policy()).isEqualTo(Policy.QUARANTINE);
        assertThat(world.intent()).hasValue(World.inside("sns:Publish"));
        assertThat(world.fakes.notices.getLast().text())
                .contains("service-owner-not-approved", "sns:Publish")
                .doesNotContain("policy-locks-everyone-out");

        world.now = World.NOW.plusSeconds(600);
        world.members += ", 'endpointServices': {'ownersApproved': ['444455556666']}";
        assertThat(world.byHand(FOLLOW)).isInstanceOf(Reply.Done.class);
        assertThat(world.policy()).contains("sns:Publish", "aws:PrincipalOrgID");
    }

    @Test
    void anUndoPutsTheNewerPolicyBack() {
        var world = strange(true);
        assertThat(world.repairSlowly()).isEqualTo("CHANGED");
        var newer = World.policySet(World.inside("sns:Publish"));
        var _ = world.handle(World.modified("newer", newer, World.NOW.plusSeconds(8)));
        world.now = World.NOW.plusSeconds(600);
        assertThat(world.byHand(undo(world))).isInstanceOf(Reply.Done.class);

        assertThat(world.policy()).isEqualTo(World.inside("sns:Publish"));
    }

    @Test
    void inObserveANewerPolicyIsToldWithWhatElseIsFound() {
        var world = strange(true);
        world.members += ", 'required': {'tags': ['CostCenter']}";
        assertThat(world.repairSlowly()).isEqualTo("CHANGED");
        world.mode = Mode.OBSERVE;

        var newer = World.policySet(World.inside("sns:Publish"));
        assertThat(world.handle(World.modified("newer", newer, World.NOW.plusSeconds(8))))
                .isEqualTo("NOT_CHANGED");

        assertThat(world.fakes.notices.getLast().text())
                .contains("wrote over the policy of this call", "sns:Publish", "required-tags-missing");
        assertThat(world.fakes.notices.getLast().subject()).contains("medium");
        assertThat(world.fakes.ledger.standing(World.ID).known())
                .anyMatch(key -> key.startsWith("required-tags-missing"));

        world.now = World.NOW.plusSeconds(600);
        var another = World.policySet(World.inside("sns:Subscribe"));
        assertThat(world.handle(World.modified("another", another, World.NOW.plusSeconds(8))))
                .isEqualTo("NOT_CHANGED");
        assertThat(world.fakes.notices.getLast().text()).contains("sns:Subscribe");
    }

    /// The policy that was written over comes to light only now, and nothing was quarantined before.
    @Test
    void itDoesNotWaitForANewerPolicyWhichAnUndoDoesNotPutBack() {
        var world = strange(true);
        world.members = ", 'endpointServices': {'ownersApproved': ['444455556666']}";
        assertThat(world.repairSlowly()).isEqualTo("CHANGED");
        var tightened = world.policy();
        world.members = ", 'controls': {'service-owner-not-approved': 'quarantine'}";

        var newer = World.policySet(World.inside("sns:Publish"));
        assertThat(world.handle(World.modified("newer", newer, World.NOW.plusSeconds(8))))
                .isEqualTo("CHANGED");

        assertThat(world.policy()).isEqualTo(Policy.QUARANTINE);
        assertThat(world.intent()).hasValue(World.inside("sns:Publish"));

        world.now = World.NOW.plusSeconds(600);
        assertThat(world.byHand(undo(world))).isInstanceOf(Reply.Done.class);
        assertThat(world.policy()).isEqualTo(tightened);
    }

    /// What stood before is left as it is, so that it may follow the perimeter in all else.
    @Test
    void whatIsNotQuarantinedFollows() {
        var world = strange(true);
        world.members = ", 'endpointServices': {'ownersApproved': ['444455556666']}";
        var _ = world.handle(World.created("cause"));
        world.members = """
                , 'controls': {'service-owner-not-approved': 'quarantine'}, 'services': {'sns': {'also': [{
                'Effect': 'Allow', 'Principal': '*', 'Action': 'sns:Publish',
                'Resource': 'arn:aws:sns:us-east-1:222233334444:alerts'}]}}""";
        world.now = World.NOW.plusSeconds(600);

        assertThat(world.byHand(FOLLOW)).isInstanceOf(Reply.Done.class);

        assertThat(world.policy()).contains("222233334444");
    }

    @Test
    void itFollowsThePerimeterOnceThatApprovesTheService() {
        var world = strange(true);
        var _ = world.handle(World.created("cause"));
        world.now = World.NOW.plusSeconds(600);

        assertThat(world.byHand(FOLLOW))
                .isInstanceOfSatisfying(
                        Reply.Refused.class,
                        refused -> assertThat(refused.reason())
                                .startsWith("the perimeter asks for the quarantine that stands, so"));
        assertThat(world.policy()).isEqualTo(Policy.QUARANTINE);

        world.members += ", 'endpointServices': {'ownersApproved': ['444455556666']}";
        assertThat(world.byHand(FOLLOW)).isInstanceOf(Reply.Done.class);
        assertThat(world.policy()).contains("aws:PrincipalOrgID");
    }

    @Test
    void whatItEndedIsNotFoundAgain() {
        var world = strange(true);
        var _ = world.handle(World.created("cause"));
        world.fakes.notices.clear();
        world.fakes.copies.clear();
        world.now = World.NOW.plus(Duration.ofDays(1));

        assertThat(world.handle(World.modified("other", World.groupsAdded(World.APPROVED), world.now)))
                .isEqualTo("NOT_APPLICABLE");
        var _ = world.sweep();

        assertThat(world.fakes.notices).isEmpty();
        assertThat(world.fakes.copies).isEmpty();
    }

    @Test
    void onceNothingAsksForItTheDigestTellsOfIt() {
        var world = strange(true);
        var _ = world.handle(World.created("cause"));
        world.now = World.NOW.plus(Duration.ofDays(1));
        world.members = ", 'controls': {'service-owner-not-approved': 'notify'}";

        var _ = world.sweep();

        assertThat(world.fakes.notices.getLast().text())
                .contains("policy-locks-everyone-out", "service-owner-not-approved");
    }

    @Test
    void whoeverIsDeniedIsToldToApproveTheService() {
        var world = strange(true);
        var _ = world.handle(World.created("cause"));
        world.fakes.notices.clear();
        var call =
                DenialWatchTest.denied(Samples.call("Publish", "", Samples.OWN, World.NOW), World.NOW.plusSeconds(60));

        assertThat(world.denied(call)).isEqualTo("QUARANTINED");

        assertThat(world.fakes.notices)
                .singleElement()
                .satisfies(notice -> assertThat(notice.text())
                        .startsWith("DENIED. Act if this call is needed: the endpoint is quarantined")
                        .contains(
                                "if the service is not approved yet, approve it in the perimeter document",
                                "then ./vpce-guard follow --stack=")
                        .contains("./vpce-guard undo --stack=")
                        .doesNotContain("/also"));
        assertThat(world.fakes.notices.getFirst().details().at("denial", "keeping"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ", 'controls': {'service-owner-not-approved': 'notify'}",
                ", 'controls': {'service-owner-not-approved': 'quarantine'}, 'exemptions': [{'match':"
                        + " {'service': 'sns'}, 'controls': ['service-owner-not-approved'], 'reason': 'r', 'owner': 'o', 'until': '2027-01-01'}]"
            })
    void onceNothingAsksForItWhoeverIsDeniedIsToldToFollow(String members) {
        var world = strange(true);
        var _ = world.handle(World.created("cause"));
        world.members = members;
        var call =
                DenialWatchTest.denied(Samples.call("Publish", "", Samples.OWN, World.NOW), World.NOW.plusSeconds(60));

        assertThat(world.denied(call)).isEqualTo("WITHIN_CEILING");
    }

    @Test
    void whereTheServiceTakesNoPolicyAPersonIsTold() {
        var world = strange(false);

        assertThat(world.handle(World.created("cause"))).isEqualTo("NOT_CHANGED");
        assertThat(world.fakes.notices.getFirst().text()).contains("takes no policy; delete it");
    }

    @Test
    void whatStoodBeforeIsLeft() {
        var world = strange(true);

        assertThat(world.handle(World.modified("cause", World.groupsAdded(World.APPROVED))))
                .isEqualTo("NOT_CHANGED");
        assertThat(world.policy()).isEqualTo(World.FULL_ACCESS);
    }

    private static World strange(boolean takesPolicies) {
        var world = World.with("sns", EndpointType.INTERFACE, World.FULL_ACCESS);
        world.fakes.service = new ServiceDetail.Known("444455556666", takesPolicies, true);
        world.members = ", 'controls': {'service-owner-not-approved': 'quarantine'}";
        return world;
    }

    private static Instruction undo(World world) {
        return new Instruction(
                Instruction.Action.UNDO,
                "ann",
                false,
                "needed",
                Optional.of("newer"),
                Optional.of(world.now.plus(Duration.ofDays(1))));
    }
}
