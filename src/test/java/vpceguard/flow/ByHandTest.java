package vpceguard.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import vpceguard.event.Instruction;
import vpceguard.event.Instruction.Action;
import vpceguard.model.Attachments;
import vpceguard.perimeter.Membership;
import vpceguard.perimeter.Mode;
import vpceguard.remediation.Outcome;
import vpceguard.remediation.RemediationRecord;

/// What people tell this function to do.
class ByHandTest {
    private static final String OTHER = World.inside("s3:GetObject");
    private static final Result REFUSED = new Result.Recorded(new Outcome.Refused("InvalidPolicyDocument"));

    private static Instruction undo(String cause) {
        return undo(cause, World.NOW);
    }

    private static Instruction undo(String cause, java.time.Instant at) {
        return new Instruction(
                Action.UNDO,
                "arn:aws:sts::111122223333:assumed-role/oncall/ann",
                true,
                "reports \u001b[31mfail",
                Optional.of(cause),
                Optional.of(at.plus(Duration.ofDays(3))));
    }

    private static Instruction follow() {
        return new Instruction(Action.FOLLOW, "ann", false, "wider now", Optional.empty(), Optional.empty());
    }

    /// An endpoint whose policy was tightened; the clock went on.
    private static World repaired() {
        var world = World.openS3();
        assertThat(world.handle(World.created("call"))).isEqualTo("CHANGED");
        assertThat(world.policy()).isNotEqualTo(World.FULL_ACCESS);
        world.now = World.NOW.plusSeconds(600);
        world.fakes.notices.clear();
        return world;
    }

    @Test
    void anUndoPutsTheBeforeImageBackAndTellsWho() {
        var world = repaired();
        var tight = world.policy();

        assertThat(world.byHand(undo("call"))).isEqualTo(new Reply.Done(World.CHANGED, "undo-call"));

        assertThat(world.policy()).isEqualTo(World.FULL_ACCESS);
        var record = undone(world);
        assertThat(record.endpoint().policy()).hasValue(tight);
        assertThat(record.outcome()).isEqualTo(new Outcome.Changed());
        assertThat(record.requests()).hasSize(1);
        assertThat(world.fakes.notices).hasSize(1);
        assertThat(world.fakes.notices.getFirst().text())
                .startsWith("CHANGED. Act by 2026-11-27T06:00:00Z: a repair was undone.")
                .contains("assumed-role/oncall/ann", "\\u001b[31mfail");
    }

    private static RemediationRecord undone(World world) {
        return Objects.requireNonNull(world.fakes.ledger.records().get(World.ID + "#undo-call"));
    }

    @Test
    void itsOwnEventIsKnown() {
        var world = repaired();
        var _ = world.byHand(undo("call"));
        var record = undone(world);

        assertThat(world.fakes.ledger.isOwnRequest(record.requests().getFirst()))
                .isTrue();
    }

    @Test
    void theSecondUndoIsRefused() {
        var world = repaired();
        var _ = world.byHand(undo("call"));

        assertThat(refusal(world.byHand(undo("call")))).contains("undone already");
        assertThat(world.policy()).isEqualTo(World.FULL_ACCESS);
    }

    @Test
    void nothingIsUndoneThatSomebodyChangedSince() {
        var world = repaired();
        world.show(OTHER);

        assertThat(refusal(world.byHand(undo("call")))).contains("somebody changed the endpoint since");
        assertThat(world.policy()).isEqualTo(OTHER);
    }

    /// The owner set another policy in between, of which the same was made.
    @Test
    void nothingIsUndoneThatWasRepairedAgainSince() {
        var world = repaired();
        var tight = world.policy();
        var another = World.FULL_ACCESS.replace("\"Action\":\"*\"", "\"Action\":[\"s3:*\",\"*\"]");
        world.show(another);
        assertThat(world.handle(World.modified("later", World.policySet(another), world.now)))
                .isEqualTo("CHANGED");
        assertThat(world.policy()).isEqualTo(tight);
        world.now = world.now.plusSeconds(600);

        assertThat(refusal(world.byHand(undo("call")))).contains("undo record \"later\" instead");
        world.fakes.ec2.refusal = Optional.of("InvalidPolicyDocument");
        assertThat(world.byHand(undo("later")))
                .isEqualTo(new Reply.Done(
                        REFUSED, "undo-later", Optional.of("EC2 refused the change: InvalidPolicyDocument")));
        world.fakes.ec2.refusal = Optional.empty();
        world.now = world.now.plusSeconds(600);
        assertThat(refusal(world.byHand(undo("call")))).contains("undo record \"later\" instead");
        assertThat(world.policy()).isEqualTo(tight);

        assertThat(world.byHand(undo("later"))).isEqualTo(new Reply.Done(World.CHANGED, "undo-later.2"));
        assertThat(world.policy()).isEqualTo(another);
    }

    @Test
    void unknownRecordsAndThoseThatChangedNothingAreRefused() {
        var world = World.openS3();
        world.mode = Mode.OBSERVE;
        var _ = world.handle(World.created("call"));

        assertThat(refusal(world.byHand(undo("other")))).contains("no record \"other\"");
        assertThat(refusal(world.byHand(undo("call")))).contains("not a repair", "WOULD_CHANGE");
    }

    @Test
    void anUndoIsNotUndone() {
        var world = repaired();
        var _ = world.byHand(undo("call"));

        assertThat(refusal(world.byHand(undo("undo-call")))).contains("an undo itself");
    }

    @Test
    void anUndoNeedsNoPerimeterAndNoBudget() {
        var world = repaired();
        world.membership = new Membership.Unanswered("denied");
        world.members = ", 'budgets': {'policyPerEndpointPerDay': 1}";

        assertThat(world.byHand(undo("call"))).isEqualTo(new Reply.Done(World.CHANGED, "undo-call"));
    }

    @Test
    void eventsLeaveAloneWhatWasUndone() {
        var world = repaired();
        var _ = world.byHand(undo("call"));
        world.fakes.notices.clear();
        world.now = world.now.plusSeconds(600);

        assertThat(world.handle(World.modified("again", World.policySet(World.FULL_ACCESS), world.now)))
                .isEqualTo("NOT_CHANGED");

        assertThat(world.policy()).isEqualTo(World.FULL_ACCESS);
        assertThat(world.fakes.notices.getFirst().text())
                .startsWith("NOT CHANGED. Act before it is judged again, see below: this endpoint needs a person.\n")
                .contains("is left to you until 2026-11-27T06:00:00Z");
    }

    @Test
    void anotherPolicyIsJudgedAllTheSame() {
        var world = repaired();
        var _ = world.byHand(undo("call"));
        world.fakes.notices.clear();
        world.now = world.now.plusSeconds(600);
        var wide = World.FULL_ACCESS.replace("\"*\",\"Resource\"", "\"s3:Get*\",\"Resource\"");
        world.show(wide);

        assertThat(world.handle(World.modified("again", World.policySet(wide), world.now)))
                .isEqualTo("CHANGED");
        assertThat(world.fakes.notices.getFirst().text()).contains("is left to you until");
    }

    @Test
    void sweepsLeaveItAloneAndSaySo() {
        var world = repaired();
        var _ = world.byHand(undo("call"));
        world.fakes.notices.clear();
        world.now = world.now.plus(Duration.ofDays(1));

        var _ = world.sweep();

        assertThat(world.policy()).isEqualTo(World.FULL_ACCESS);
        assertThat(world.fakes.notices.getFirst().text()).contains("is left to you until");
    }

    @Test
    void whenTheHoldIsOverItIsJudgedAgain() {
        var world = repaired();
        var tight = world.policy();
        var _ = world.byHand(undo("call"));
        world.now = World.NOW.plus(Duration.ofHours(71));
        var _ = world.sweep();
        assertThat(world.policy()).isEqualTo(World.FULL_ACCESS);

        world.now = World.NOW.plus(Duration.ofHours(73));
        var _ = world.sweep();

        assertThat(world.policy()).isEqualTo(tight);
        assertThat(world.fakes.ledger.holds()).isEmpty();
    }

    @Test
    void networkSettingsComeBackToo() {
        var world = World.withStrangeGroup(World.inside("sns:Publish"));
        var _ = world.handle(World.modified("call", World.groupsAdded(World.STRANGE)));
        world.followUp();
        assertThat(groups(world)).containsExactly(World.APPROVED);
        world.now = World.NOW.plusSeconds(600);

        assertThat(world.byHand(undo("call.settled"))).isEqualTo(new Reply.Done(World.CHANGED, "undo-call.settled"));

        assertThat(groups(world)).containsExactlyInAnyOrder(World.APPROVED, World.STRANGE);
        world.now = world.now.plusSeconds(600);
        var _ = world.handle(World.modified("again", World.groupsAdded(World.STRANGE), world.now));
        world.followUp();
        assertThat(groups(world)).containsExactlyInAnyOrder(World.APPROVED, World.STRANGE);
    }

    /// One call let in a policy and a group, each of which was repaired and undone.
    private static World bothUndone(int hoursOfThePolicy, int hoursOfTheGroup) {
        var world = World.withStrangeGroup(World.FULL_ACCESS);
        world.members = ", 'budgets': {'networkPerEndpointPerDay': 9}";
        assertThat(world.handle(World.created("call"))).isEqualTo("CHANGED");
        world.followUp();
        assertThat(groups(world)).containsExactly(World.APPROVED);
        world.now = World.NOW.plusSeconds(600);
        assertThat(world.byHand(undo("call", world.now.plus(Duration.ofHours(hoursOfThePolicy - 72)))))
                .isEqualTo(new Reply.Done(World.CHANGED, "undo-call"));
        world.now = world.now.plusSeconds(600);
        assertThat(world.byHand(undo("call.settled", world.now.plus(Duration.ofHours(hoursOfTheGroup - 72)))))
                .isEqualTo(new Reply.Done(World.CHANGED, "undo-call.settled"));
        world.now = World.NOW.plus(Duration.ofHours(10));
        return world;
    }

    @Test
    void aLaterUndoOfNetworkSettingsLeavesThePolicyItsTime() {
        var world = bothUndone(72, 2);

        var _ = world.sweep();
        var _ = world.handle(World.modified("policy", World.policySet(World.FULL_ACCESS), world.now));
        var _ = world.handle(World.modified("group", World.groupsAdded(World.STRANGE), world.now));
        world.followUp();

        assertThat(world.policy()).isEqualTo(World.FULL_ACCESS);
        assertThat(groups(world)).as("its own time is over").containsExactly(World.APPROVED);
        world.now = World.NOW.plus(Duration.ofHours(74));
        var _ = world.sweep();
        assertThat(world.policy()).contains("aws:PrincipalOrgID");
        assertThat(world.fakes.ledger.holds()).isEmpty();
    }

    @Test
    void aLaterUndoOfNetworkSettingsDoesNotStretchThatOfThePolicy() {
        var world = bothUndone(2, 72);

        var _ = world.sweep();
        var _ = world.handle(World.modified("group", World.groupsAdded(World.STRANGE), world.now));
        world.followUp();

        assertThat(world.policy()).as("its own time is over").contains("aws:PrincipalOrgID");
        assertThat(groups(world)).containsExactlyInAnyOrder(World.APPROVED, World.STRANGE);
    }

    private static java.util.Set<String> groups(World world) {
        Attachments attachments = world.endpoint().network().attachments();
        return attachments.securityGroups();
    }

    @Test
    void anUndoThatEc2RefusedMayBeAskedForAgain() {
        var world = repaired();
        world.fakes.ec2.refusal = Optional.of("InvalidPolicyDocument");
        assertThat(world.byHand(undo("call")))
                .isEqualTo(new Reply.Done(
                        REFUSED, "undo-call", Optional.of("EC2 refused the change: InvalidPolicyDocument")));
        assertThat(world.fakes.ledger.holds()).as("nothing was put back").isEmpty();

        world.fakes.ec2.refusal = Optional.empty();
        world.now = world.now.plusSeconds(600);

        assertThat(world.byHand(undo("call"))).isEqualTo(new Reply.Done(World.CHANGED, "undo-call.2"));
    }

    @Test
    void anInterruptedUndoIsEndedBySweeps() {
        for (var cut : List.of("open", "modify", "publish", "close")) {
            var world = repaired();
            world.fakes.calls.gate = cutAfter(cut);
            assertThat(failed(() -> world.byHand(undo("call")))).as(cut).isTrue();
            world.fakes.calls.gate = Calls.Gate.OPEN;
            world.now = world.now.plus(Duration.ofHours(1));

            var _ = world.sweep();

            assertThat(world.policy()).as(cut).isEqualTo(World.FULL_ACCESS);
            assertThat(undone(world).outcome()).as(cut).isEqualTo(new Outcome.Changed());
        }
    }

    private static Calls.Gate cutAfter(String call) {
        return new Calls.Gate() {
            @Override
            public void after(String name) {
                if (name.equals(call)) {
                    throw new IllegalStateException("cut");
                }
            }
        };
    }

    private static boolean failed(Runnable run) {
        try {
            run.run();
            return false;
        } catch (RuntimeException _) {
            return true;
        }
    }

    @Test
    void aPolicyFollowsAWiderPerimeter() {
        var world = repaired();
        var tight = world.policy();
        world.members =
                ", 'partners': [{'account': '444455556666', 'trust': 'identities', 'reason': 'reports', 'owner': 'o'}]";
        assertThat(world.handle(World.modified("quiet", World.groupsAdded(), world.now)))
                .isEqualTo("COMPLIANT");
        assertThat(world.policy()).isEqualTo(tight);

        assertThat(world.byHand(follow()))
                .isInstanceOfSatisfying(
                        Reply.Done.class,
                        done -> assertThat(done.result().word()).isEqualTo("CHANGED"));

        assertThat(world.policy()).contains("444455556666");
        assertThat(world.fakes.notices.getLast().text())
                .startsWith("CHANGED. Nothing to do: the policy follows the perimeter")
                .contains("claimed by \"ann\"");
    }

    @Test
    void aReplyHasTheRecordsReasonIfNothingWasWritten() {
        var world = repaired();
        var _ = world.byHand(undo("call"));

        assertThat(world.byHand(follow())).isInstanceOfSatisfying(Reply.Done.class, done -> {
            assertThat(done.result().word()).isEqualTo("NOT_CHANGED");
            assertThat(done.reason())
                    .hasValueSatisfying(
                            reason -> assertThat(reason).contains("undid a repair", "2026-11-27T06:00:00Z"));
        });
    }

    @Test
    void thereIsNothingToFollowWhereNothingWasWrittenOrWidened() {
        var world = World.openS3();
        assertThat(refusal(world.byHand(follow()))).contains("not one that this stack wrote");

        assertThat(refusal(repaired().byHand(follow()))).contains("already");
    }

    @Test
    void whoeverFollowsWhileAnotherChangesTheEndpointIsToAskAgain() {
        var world = repaired();
        var tight = world.policy();
        world.show(World.FULL_ACCESS);
        world.fakes.calls.crashAt(2, false);
        assertThatThrownBy(() -> world.handle(World.modified("other", World.policySet(World.FULL_ACCESS), world.now)))
                .isInstanceOf(Calls.Crash.class);
        assertThat(world.fakes.calls.names()).endsWith("modify");
        world.fakes.calls.crashAt(-1, false);
        world.show(tight);
        world.members =
                ", 'partners': [{'account': '444455556666', 'trust': 'identities', 'reason': 'reports', 'owner': 'o'}]";

        assertThat(refusal(world.byHand(follow()))).contains("ask again");
        assertThat(world.fakes.followUps).isEmpty();
    }

    private static String refusal(Reply reply) {
        return reply instanceof Reply.Refused(var reason) ? reason : "not refused, " + reply;
    }
}
