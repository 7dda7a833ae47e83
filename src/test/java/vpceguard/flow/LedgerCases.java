package vpceguard.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static vpceguard.flow.LedgerFixtures.CLOSED;
import static vpceguard.flow.LedgerFixtures.NARROW;
import static vpceguard.flow.LedgerFixtures.NOW;
import static vpceguard.flow.LedgerFixtures.OPEN;
import static vpceguard.flow.LedgerFixtures.OTHER;
import static vpceguard.flow.LedgerFixtures.at;
import static vpceguard.flow.LedgerFixtures.endpoint;
import static vpceguard.flow.LedgerFixtures.record;
import static vpceguard.flow.LedgerFixtures.reverting;
import static vpceguard.flow.LedgerFixtures.tightening;
import static vpceguard.flow.LedgerFixtures.told;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import vpceguard.event.Instruction;
import vpceguard.event.Instruction.Action;
import vpceguard.flow.Ledger.Budget;
import vpceguard.flow.Ledger.Opening;
import vpceguard.flow.Ledger.Recalled;
import vpceguard.flow.Ledger.Terms;
import vpceguard.flow.Standing.Told;
import vpceguard.model.Attachments;
import vpceguard.model.NetworkSettings;
import vpceguard.perimeter.Budgets;
import vpceguard.remediation.Circumstances;
import vpceguard.remediation.Outcome;
import vpceguard.remediation.Plan;
import vpceguard.remediation.Remediation.Restoration;
import vpceguard.remediation.RemediationRecord;

/// What a ledger must do, be it in memory or in a table.
public abstract class LedgerCases {
    private static final Terms TERMS = new Terms(new Budgets(2, 1, 2), "invocation", false);

    protected abstract Ledger ledger();

    @Test
    void aRecordIsOpenedOnceAndClosedOnce() {
        var record = record("vpce-00000001", "one");

        assertThat(open(record)).isEqualTo(new Opening.Opened(false));
        assertThat(open(record)).isEqualTo(new Opening.Unfinished(record));
        assertThat(ledger().unfinished(NOW.plusSeconds(1))).contains(record);
        assertThat(standing(record).open()).containsExactly("one");
        assertThat(ledger().unfinished(record.endpoint().id(), "one")).hasValue(record);

        ledger().close(changed(record, "request-of-one"));

        assertThat(open(record)).isEqualTo(new Opening.Closed());
        assertThat(ledger().unfinished(NOW.plusSeconds(1))).doesNotContain(record);
        assertThat(standing(record).open()).isEmpty();
        assertThat(ledger().isOwnRequest("request-of-one")).isTrue();
        assertThat(ledger().isOwnRequest("request-of-nobody")).isFalse();
    }

    @Test
    void whatIsConcludedWaitsToBeTold() {
        var record = record("vpce-00000002", "one");
        var _ = open(record);

        ledger().conclude(changed(record, "request"));

        assertThat(ledger().unfinished(record.endpoint().id(), "one")).hasValue(changed(record, "request"));
        assertThat(standing(record).open()).containsExactly("one");
        assertThat(open(record("vpce-00000002", "two")))
                .as("nobody holds the lease")
                .isInstanceOf(Opening.Opened.class);
    }

    @Test
    void aLeaseIsOneInvocationsUntilItIsOver() {
        var record = record("vpce-00000021", "one");
        var _ = open(record);

        assertThat(ledger().lease(record, TERMS.invocation(), NOW.plusSeconds(60), false))
                .as("its retry")
                .isTrue();
        assertThat(ledger().lease(record, "another", NOW.plusSeconds(120), false))
                .as("a second delivery")
                .isFalse();
        assertThat(ledger().lease(record, "another", NOW.plusSeconds(300), false))
                .as("it is over")
                .isTrue();
        assertThat(ledger().lease(record, TERMS.invocation(), NOW.plusSeconds(301), false))
                .isFalse();

        ledger().close(changed(record, "request"));

        assertThat(ledger().lease(record("vpce-00000021", "two"), "third", NOW.plusSeconds(302), false))
                .isTrue();
    }

    @Test
    void whatWeWroteIsNeverAnIntent() {
        var record = record("vpce-00000003", "one");
        var _ = open(record);

        var known = ledger().note(record.endpoint().withPolicy(Optional.of(CLOSED)), true);

        assertThat(known.intent()).hasValue(OPEN);
        assertThat(known.isOurs(CLOSED)).isTrue();
        assertThat(known.written().map(Standing.Written::seenAt)).hasValue(NOW);
        assertThat(standing(record).intent()).hasValue(OPEN);
        assertThat(known.written().flatMap(Standing.Written::doneAt)).isEmpty();

        ledger().close(changed(record, "request"));

        assertThat(standing(record).written().flatMap(Standing.Written::doneAt)).isPresent();
    }

    /// Another record's write may have come in between.
    @Test
    void whatIsAboutToBeWrittenIsOursFromTheLease() {
        var first = record("vpce-00000022", "one");
        var _ = open(first);
        ledger().close(changed(first, "request"));
        var deferred = record(
                first.endpoint().withPolicy(Optional.of(OTHER)),
                "two",
                tightening(first.endpoint(), "two", OTHER, NARROW).plan(),
                List.of(),
                new Outcome.Deferred(),
                NOW);
        var _ = open(deferred);
        assertThat(standing(first).isOurs(NARROW)).isFalse();

        assertThat(ledger().lease(deferred, "sweep", NOW.plusSeconds(60), true)).isTrue();

        assertThat(standing(first).isOurs(NARROW)).isTrue();
        assertThat(standing(first).before()).hasValue(OTHER);
        assertThat(standing(first).written())
                .hasValue(new Standing.Written(
                        Standing.fingerprint(NARROW), "two", NOW.plusSeconds(60), Optional.empty()));
        assertThat(ledger().lease(deferred, "another", NOW.plusSeconds(70), true))
                .isFalse();
    }

    @Test
    void ourOwnPolicyIsNotTheOneThatStoodBeforeTheLeaseEither() {
        var first = record("vpce-00000023", "one");
        var _ = open(first);
        ledger().close(changed(first, "request"));
        var narrower = tightening(first.endpoint().withPolicy(Optional.of(CLOSED)), "two", CLOSED, NARROW);

        assertThat(ledger().lease(narrower, "sweep", NOW.plusSeconds(60), true)).isTrue();

        assertThat(standing(first).isOurs(NARROW)).isTrue();
        assertThat(standing(first).before()).hasValue(OPEN);
    }

    @Test
    void aNoticeThatWaitedSetsNothingBackWhenItIsSent() {
        var first = record("vpce-00000024", "one");
        var _ = open(first);
        ledger().conclude(changed(first, "request-1"));
        var second = at(record("vpce-00000024", "two"), NOW.plusSeconds(60));
        var _ = open(second);
        ledger().conclude(second.withRequests(List.of("request-2")).closed(new Outcome.Changed(), NOW.plusSeconds(70)));

        ledger().close(changed(first, "request-1"));

        assertThat(standing(first).written().flatMap(Standing.Written::doneAt)).hasValue(NOW.plusSeconds(70));
        assertThat(standing(first).open()).containsExactly("two");
    }

    @Test
    void anothersPolicyIsTheIntent() {
        var record = record("vpce-00000004", "one");

        assertThat(ledger().note(record.endpoint(), false)).isEqualTo(Standing.UNKNOWN);

        assertThat(standing(record).intent()).hasValue(OPEN);
        assertThat(standing(record).baseline()).isEmpty();
        assertThat(standing(record).explains(record.endpoint())).isTrue();
    }

    @Test
    void whatAPersonUndidHoldsRecordsBackThatDoNotSaySo() {
        var undo = undo("vpce-00000031", NOW.plusSeconds(60));
        assertThat(open(undo)).isInstanceOf(Opening.Opened.class);
        var hold = Hold.of(undo).orElseThrow();
        assertThat(ledger().holds()).contains(hold);
        assertThat(ledger().record(undo.endpoint().id(), undo.cause())).hasValue(undo);
        ledger().close(changed(undo, "request-of-undo"));
        assertThat(ledger().record(undo.endpoint().id(), undo.cause())).hasValue(changed(undo, "request-of-undo"));
        assertThat(ledger().record(undo.endpoint().id(), "another")).isEmpty();

        assertThat(open(record("vpce-00000031", "one"))).isEqualTo(new Opening.Held(hold));
        assertThat(open(told("vpce-00000031", "two", "observed"))).isEqualTo(new Opening.Held(hold));
        assertThat(ledger().open(record("vpce-00000031", "one"), TERMS.knowing(hold)))
                .isInstanceOf(Opening.Opened.class);
    }

    @Test
    void aHoldThatIsOverHoldsNothingAndIsReleasedOnce() {
        var undo = undo("vpce-00000032", NOW);
        var _ = open(undo);
        ledger().close(changed(undo, "request"));
        var hold = Hold.of(undo).orElseThrow();

        assertThat(open(record("vpce-00000032", "one"))).isInstanceOf(Opening.Opened.class);

        ledger().release(new Hold(hold.endpoint(), "another", NOW, Optional.empty(), false, "nobody"));
        assertThat(ledger().holds()).contains(hold);
        ledger().release(hold);
        ledger().release(hold);
        assertThat(ledger().holds()).doesNotContain(hold);
    }

    private static RemediationRecord undo(String id, Instant until) {
        var endpoint = endpoint(id).withPolicy(Optional.of(CLOSED));
        var plan = new Plan(Optional.of(new Restoration(CLOSED, OPEN)), Optional.empty(), List.of());
        var said = new Instruction(Action.UNDO, "ann", true, "why", Optional.of("one"), Optional.of(until));
        return record(endpoint, "undo-one", plan, List.of(), new Outcome.Planned(), NOW)
                .under(Circumstances.of(said));
    }

    @Test
    void theBaselineStaysUntilAnotherIsCompliant() {
        var endpoint = record("vpce-00000005", "one").endpoint();
        var _ = ledger().note(endpoint, true);
        var other = endpoint.withNetwork(new NetworkSettings(Attachments.NONE));
        var _ = ledger().note(other, false);

        var standing = ledger().standing(endpoint.id());

        assertThat(standing.baseline()).hasValue(endpoint.network());
        assertThat(standing.network()).hasValue(other.network());
        assertThat(standing.explains(endpoint)).isFalse();
    }

    @Test
    void aRecordMayNoteTheBaselineToo() {
        var record = record("vpce-00000011", "one");
        var terms = new Terms(TERMS.budgets(), TERMS.invocation(), true);

        var _ = ledger().open(record, terms);

        assertThat(standing(record).baseline()).hasValue(record.endpoint().network());
    }

    @Test
    void aRepairOfOurOwnPolicyKeepsTheIntent() {
        var first = record("vpce-00000006", "one");
        var _ = open(first);
        ledger().close(changed(first, "request"));
        var ours = tightening(first.endpoint().withPolicy(Optional.of(CLOSED)), "two", CLOSED, "{\"Statement\":[]}");

        assertThat(open(ours)).isInstanceOf(Opening.Opened.class);

        assertThat(standing(first).intent()).hasValue(OPEN);
        assertThat(standing(first).before()).hasValue(OPEN);
    }

    @Test
    void oneAtATimeChangesAnEndpoint() {
        var first = record("vpce-00000007", "one");
        var second = at(record("vpce-00000007", "two"), NOW.plusSeconds(180));
        var _ = open(first);

        assertThat(open(second)).isEqualTo(new Opening.Leased());
        assertThat(open(at(second, NOW.plusSeconds(181)))).isInstanceOf(Opening.Opened.class);

        ledger().close(changed(first, "request"));
        assertThat(open(at(record("vpce-00000007", "three"), NOW.plusSeconds(182))))
                .as("the lease is the second's, whoever closes")
                .isEqualTo(new Opening.Leased());
    }

    @Test
    void aSecondNoticeWithinMinutesWaits() {
        var first = told("vpce-00000008", "one", "a");
        var _ = open(first);
        ledger().close(first);

        assertThat(open(at(told("vpce-00000008", "two", "b"), NOW.plusSeconds(120))))
                .isEqualTo(new Opening.Opened(true));
        assertThat(open(at(told("vpce-00000008", "three", "c"), NOW.plusSeconds(121))))
                .isEqualTo(new Opening.Opened(false));
    }

    @Test
    void oneReadTellsWhetherACallWasDealtWithAndWhatOrganizationsSaid() {
        var record = record("vpce-00000022", "one");
        var confirmation = new Confirmation(Optional.of("o-a1b2c3d4e5"), NOW);
        var onItsOwn = new Confirmation(Optional.empty(), NOW.plusSeconds(60));

        assertThat(recalled(record)).isEqualTo(new Recalled(false, Optional.empty()));
        var _ = open(record);
        ledger().keep(Optional.of(confirmation));
        assertThat(recalled(record)).isEqualTo(new Recalled(false, Optional.of(confirmation)));

        ledger().close(changed(record, "request"));
        ledger().keep(Optional.of(onItsOwn));
        assertThat(recalled(record)).isEqualTo(new Recalled(true, Optional.of(onItsOwn)));

        ledger().keep(Optional.<Confirmation>empty());
        assertThat(recalled(record)).isEqualTo(new Recalled(true, Optional.empty()));
    }

    private Recalled recalled(RemediationRecord record) {
        return ledger().recall(record.endpoint().id(), record.cause());
    }

    @Test
    void whatPeopleKnowIsNotOpenedAgain() {
        var first = told("vpce-00000009", "one", "a");
        var _ = open(first);

        assertThat(open(told("vpce-00000009", "two", "a"))).isEqualTo(new Opening.KnownAlready());
        assertThat(open(told("vpce-00000009", "three", "b"))).isInstanceOf(Opening.Opened.class);
        assertThat(open(at(told("vpce-00000009", "four", "b"), NOW.plus(Duration.ofDays(31)))))
                .isInstanceOf(Opening.Opened.class);
    }

    @Test
    void budgetsAreUsedUpAndRenewed() {
        for (var cause : List.of("one", "two")) {
            var record = record("vpce-0000000a", cause);
            var _ = open(record);
            ledger().close(changed(record, cause));
        }

        assertThat(open(record("vpce-0000000a", "three"))).isEqualTo(new Opening.Spent(Budget.POLICY_OF_ENDPOINT));
        assertThat(open(at(record("vpce-0000000a", "four"), NOW.plus(Duration.ofDays(1)))))
                .isInstanceOf(Opening.Opened.class);
    }

    @Test
    void networkBudgetsAreOfTheEndpointAndOfTheAccount() {
        var _ = open(reverting("vpce-0000000b", "one"));
        ledger().close(changed(reverting("vpce-0000000b", "one"), "a"));

        assertThat(open(reverting("vpce-0000000b", "two"))).isEqualTo(new Opening.Spent(Budget.NETWORK_OF_ENDPOINT));
        assertThat(open(reverting("vpce-0000000c", "one"))).isInstanceOf(Opening.Opened.class);
        assertThat(open(reverting("vpce-0000000d", "one"))).isEqualTo(new Opening.Spent(Budget.NETWORK_OF_ACCOUNT));
    }

    @Test
    void settingsThatWerePutBackAreTheOnesSeen() {
        var record = reverting("vpce-0000000e", "one");
        var _ = open(at(record, NOW.plus(Duration.ofHours(2))));

        ledger().close(changed(record, "request"));

        assertThat(standing(record).network()).hasValue(new NetworkSettings(Attachments.NONE));
    }

    @Test
    void whatASweepTellsAndSeesIsKept() {
        var endpoint = record("vpce-0000000f", "one").endpoint();
        var _ = ledger().note(endpoint, true);
        var told = new Told(Set.of("a", "b"), Optional.of(NOW), Optional.of(NOW.plusSeconds(60)), false);

        ledger().tell(endpoint.id(), told);
        ledger().unheard(endpoint.id(), "digest");

        assertThat(ledger().standings().get(endpoint.id()))
                .isEqualTo(ledger().standing(endpoint.id()))
                .satisfies(standing -> assertThat(standing.told()).isEqualTo(told))
                .satisfies(standing -> assertThat(standing.unheard()).hasValue("digest"));

        ledger().tell(endpoint.id(), Told.NOTHING.holdingBack());
        assertThat(ledger().standing(endpoint.id()).told()).isEqualTo(Told.NOTHING.holdingBack());

        ledger().tell(endpoint.id(), Told.NOTHING);
        var _ = ledger().note(endpoint, true);

        assertThat(ledger().standing(endpoint.id()).told()).isEqualTo(Told.NOTHING);
        assertThat(ledger().standing(endpoint.id()).unheard()).isEmpty();

        ledger().gone(endpoint.id());
        assertThat(ledger().standings()).doesNotContainKey(endpoint.id());
    }

    @Test
    void whereTheSweepStandsIsKept() {
        var state = new SweepState(NOW, NOW.plusSeconds(5), Optional.of("vpce-00000010"), 1, Set.of("a"));

        ledger().keep(state);

        assertThat(ledger().sweepState()).hasValue(state);
        ledger().keep(SweepState.first(NOW));
        assertThat(ledger().sweepState()).hasValue(SweepState.first(NOW));
    }

    @Test
    void newsIsToldOnceADay() {
        assertThat(ledger().isNews("what", NOW)).isTrue();
        assertThat(ledger().isNews("what", NOW.plusSeconds(60))).isFalse();
        assertThat(ledger().isNews("what", NOW.plus(Duration.ofDays(1)))).isTrue();
    }

    private Opening open(RemediationRecord record) {
        return ledger().open(record, TERMS);
    }

    private Standing standing(RemediationRecord record) {
        return ledger().standing(record.endpoint().id());
    }

    private static RemediationRecord changed(RemediationRecord record, String request) {
        return record.withRequests(List.of(request)).closed(new Outcome.Changed(), NOW);
    }
}
