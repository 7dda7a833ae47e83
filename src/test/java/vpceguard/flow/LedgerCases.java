package vpceguard.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static vpceguard.flow.LedgerFixtures.CLOSED;
import static vpceguard.flow.LedgerFixtures.NOW;
import static vpceguard.flow.LedgerFixtures.OPEN;
import static vpceguard.flow.LedgerFixtures.at;
import static vpceguard.flow.LedgerFixtures.endpoint;
import static vpceguard.flow.LedgerFixtures.record;
import static vpceguard.flow.LedgerFixtures.reverting;
import static vpceguard.flow.LedgerFixtures.tables;
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
import vpceguard.flow.Ledger.Terms;
import vpceguard.flow.Standing.Told;
import vpceguard.model.Attachments;
import vpceguard.model.NetworkSettings;
import vpceguard.perimeter.Mode;
import vpceguard.remediation.Circumstances;
import vpceguard.remediation.Due;
import vpceguard.remediation.Outcome;
import vpceguard.remediation.Plan;
import vpceguard.remediation.Refusal;
import vpceguard.remediation.Remediation.Restoration;
import vpceguard.remediation.Remediation.Revert;
import vpceguard.remediation.RemediationRecord;
import vpceguard.remediation.Restraint;

/// What a ledger must do, be it in memory or in a table.
public abstract class LedgerCases extends LeavingCases {
    private static final Confirmation CONFIRMED = new Confirmation(Optional.of("o-a1b2c3d4e5"), NOW);

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
        assertThat(ledger().isOwnRequest("request"))
                .as("its event does not wait for the notice")
                .isTrue();
        assertThat(open(record("vpce-00000002", "two")))
                .as("nobody holds the lease")
                .isInstanceOf(Opening.Opened.class);
    }

    @Test
    void anothersPolicyIsTheIntent() {
        var record = record("vpce-00000004", "one");

        assertThat(ledger().note(record.endpoint(), false, NOW)).isEqualTo(Standing.UNKNOWN);

        assertThat(standing(record).intent()).hasValue(OPEN);
        assertThat(standing(record).baseline()).isEmpty();
        assertThat(standing(record).explains(record.endpoint())).isTrue();
    }

    @Test
    void whatAPersonUndidHoldsRecordsBackThatDoNotSaySo() {
        var undo = undo("vpce-00000031", NOW.plusSeconds(60));
        assertThat(open(undo)).isInstanceOf(Opening.Opened.class);
        var hold = Hold.of(undo, Optional.empty()).orElseThrow();
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
        var hold = Hold.of(undo, Optional.empty()).orElseThrow();

        assertThat(open(record("vpce-00000032", "one"))).isInstanceOf(Opening.Opened.class);

        ledger().release(new Hold(hold.endpoint(), "another", hold.policy(), List.of()), Optional.empty());
        assertThat(ledger().holds()).contains(hold);
        ledger().release(hold, Optional.empty());
        ledger().release(hold, Optional.empty());
        assertThat(ledger().holds()).doesNotContain(hold);
    }

    @Test
    void anUndoThatPutNothingBackHoldsNothingAndWhatOthersUndidIsHeldOn() {
        var first = undo("vpce-00000034", NOW.plusSeconds(60));
        var _ = open(first);
        ledger().close(changed(first, "request-of-first"));
        var held = Hold.of(first, Optional.empty()).orElseThrow();
        var second = undoOfNetwork("vpce-00000034", NOW.plusSeconds(20));
        var _ = ledger().open(second, TERMS.knowing(held));

        ledger().letGo(first.closed(new Outcome.Changed(), NOW), first.endpoint());
        assertThat(ledger().hold(held.endpoint())).isEqualTo(Hold.of(second, Optional.of(held)));
        ledger().letGo(second.closed(new Outcome.Refused("denied"), NOW), first.endpoint());
        assertThat(ledger().hold(held.endpoint())).hasValue(held);
        var superseded = first.closed(new Outcome.Superseded(), NOW);
        ledger().letGo(superseded, endpoint("vpce-00000034"));
        assertThat(ledger().hold(held.endpoint()))
                .as("the endpoint shows what it put back")
                .hasValue(held);
        ledger().letGo(superseded, first.endpoint());
        assertThat(ledger().hold(held.endpoint())).isEmpty();
    }

    /// Each with its own end.
    @Test
    void whatIsUndoneLaterTakesNothingFromWhatWasUndoneBefore() {
        var first = undo("vpce-00000033", NOW.plusSeconds(60));
        var _ = open(first);
        ledger().close(changed(first, "request-of-first"));
        var held = Hold.of(first, Optional.empty());
        var second = undoOfNetwork("vpce-00000033", NOW.plusSeconds(20));

        assertThat(open(second)).isEqualTo(new Opening.Held(held.orElseThrow()));
        assertThat(ledger().open(second, TERMS.knowing(held.orElseThrow()))).isInstanceOf(Opening.Opened.class);

        var both = Hold.of(second, held).orElseThrow();
        assertThat(both.policy()).isEqualTo(held.orElseThrow().policy());
        assertThat(both.network()).hasSize(1);
        assertThat(ledger().holds()).contains(both);
        var rest = both.at(NOW.plusSeconds(20));
        assertThat(rest.orElseThrow().network()).isEmpty();
        ledger().release(both, rest);
        assertThat(ledger().holds()).contains(rest.orElseThrow()).doesNotContain(both);
    }

    private static RemediationRecord undoOfNetwork(String id, Instant until) {
        var settings = endpoint(id).network();
        var plan = new Plan(Optional.empty(), Optional.of(new Revert(settings.attachments(), settings)), List.of());
        var said = new Instruction(Action.UNDO, "bob", true, "why", Optional.of("two"), Optional.of(until));
        return record(endpoint(id), "undo-two", plan, List.of(), new Outcome.Planned(), NOW)
                .under(Circumstances.of(said));
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
        var _ = ledger().note(endpoint, true, NOW);
        var other = endpoint.withNetwork(new NetworkSettings(Attachments.NONE));
        var _ = ledger().note(other, false, NOW);

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
    void whatOrganizationsConfirmedIsKept() {
        assertThat(ledger().confirmation()).isEmpty();
        for (var confirmation : List.of(CONFIRMED, new Confirmation(Optional.empty(), NOW))) {
            ledger().keep(Optional.of(confirmation));
            assertThat(ledger().confirmation()).hasValue(confirmation);
        }
        ledger().keep(Optional.<Confirmation>empty());
        assertThat(ledger().confirmation()).isEmpty();
    }

    @Test
    void aRecordThatPresumesSomethingIsOpenedIfThatIsConfirmed() {
        var presuming = TERMS.presuming(CONFIRMED);
        for (var other : List.of(
                new Confirmation(Optional.of("o-other00000"), NOW),
                new Confirmation(Optional.empty(), NOW),
                new Confirmation(CONFIRMED.organization(), NOW.minus(Duration.ofHours(1))),
                new Confirmation(CONFIRMED.organization(), NOW.plusSeconds(1)))) {
            ledger().keep(Optional.of(other));
            assertThat(ledger().open(record("vpce-00000051", "one"), presuming)).isEqualTo(new Opening.Unconfirmed());
        }
        ledger().keep(Optional.<Confirmation>empty());
        assertThat(ledger().open(record("vpce-00000051", "one"), presuming)).isEqualTo(new Opening.Unconfirmed());

        ledger().keep(Optional.of(new Confirmation(CONFIRMED.organization(), NOW.minusSeconds(3599))));
        assertThat(ledger().open(record("vpce-00000051", "one"), presuming)).isEqualTo(new Opening.Opened(false));
        assertThat(ledger().open(record("vpce-00000051", "one"), presuming)).isInstanceOf(Opening.Unfinished.class);
    }

    @Test
    void anAccountInNoOrganizationIsConfirmedLikeAnyOther() {
        var presuming = TERMS.presuming(new Confirmation(Optional.empty(), NOW));
        ledger().keep(Optional.of(CONFIRMED));
        assertThat(ledger().open(record("vpce-00000052", "one"), presuming)).isEqualTo(new Opening.Unconfirmed());

        ledger().keep(Optional.of(new Confirmation(Optional.empty(), NOW)));
        assertThat(ledger().open(record("vpce-00000052", "one"), presuming)).isEqualTo(new Opening.Opened(false));
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
    void whatKeepsItFromBeingRepairedIsNews() {
        var harmless = new Restraint(Restraint.Kind.NOTIFY_ONLY, "it only notifies");
        var failure = new Restraint(Restraint.Kind.BUDGET_SPENT, "too often");
        var _ = open(told("vpce-00000054", "one", "a"));

        assertThat(open(told("vpce-00000054", "two", "a").withPlan(Plan.nothing(harmless))))
                .isEqualTo(new Opening.KnownAlready());
        assertThat(open(told("vpce-00000054", "three", "a").withPlan(Plan.nothing(harmless, failure))))
                .isInstanceOf(Opening.Opened.class);
        assertThat(open(told("vpce-00000054", "four", "a").withPlan(Plan.nothing(failure))))
                .isEqualTo(new Opening.KnownAlready());
    }

    @Test
    void asManyFindingsAsThereMayBeAreKnown() {
        var record = told("vpce-00000055", "one", tables("a"));

        assertThat(open(record)).isInstanceOf(Opening.Opened.class);
        assertThat(open(told("vpce-00000055", "two", tables("a")))).isEqualTo(new Opening.KnownAlready());
        assertThat(open(told("vpce-00000055", "three", tables("b")))).isInstanceOf(Opening.Opened.class);
        assertThat(Sight.controls(ledger().standing(record.endpoint().id()).known()))
                .containsExactly("route-table-not-approved");
    }

    @Test
    void whatIsMendedIsOpenedAgain() {
        var record = told("vpce-00000053", "one", "a");
        var id = record.endpoint().id();
        var _ = open(record);
        assertThat(ledger().standing(id).known()).isEqualTo(record.keys());
        assertThat(ledger().standing(id).knownFrom()).hasValue("one");

        ledger().close(record);
        ledger().know(id, Set.of(), Set.of("policy-full-access"));
        assertThat(ledger().standing(id).known()).isEmpty();
        assertThat(ledger().standing(id).copied()).containsExactly("route-table-not-approved");
        assertThat(open(told("vpce-00000053", "two", "a"))).isInstanceOf(Opening.Opened.class);

        ledger().know(id, told("vpce-00000053", "two", "b").keys(), Set.of("route-table-not-approved"));
        assertThat(ledger().standing(id).copied()).isEmpty();
        assertThat(open(told("vpce-00000053", "three", "b"))).isEqualTo(new Opening.KnownAlready());
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
    void whatASweepTellsAndSeesIsKept() {
        var endpoint = record("vpce-0000000f", "one").endpoint();
        var _ = ledger().note(endpoint, true, NOW);
        var told = new Told(
                Set.of("a", "b"),
                Optional.of(NOW),
                Optional.of(new Due(NOW.plusSeconds(60), Mode.ENFORCE).refused(new Refusal("denied", NOW))),
                Set.of("policy-full-access"));

        ledger().tell(endpoint.id(), told);
        ledger().unheard(endpoint.id(), "digest");

        assertThat(ledger().standings().get(endpoint.id()))
                .isEqualTo(ledger().standing(endpoint.id()))
                .satisfies(standing -> assertThat(standing.told()).isEqualTo(told))
                .satisfies(standing -> assertThat(standing.unheard()).hasValue("digest"));

        ledger().holdBack(endpoint.id(), true);
        ledger().tell(endpoint.id(), Told.NOTHING);
        assertThat(ledger().standing(endpoint.id()).heldBack())
                .as("what is told and what is held back are kept apart")
                .isTrue();
        ledger().holdBack(endpoint.id(), false);
        assertThat(ledger().standing(endpoint.id()).heldBack()).isFalse();
        ledger().holdBack(endpoint.id(), true);
        var _ = open(record(endpoint.id().value(), "repair"));
        assertThat(ledger().standing(endpoint.id()).heldBack())
                .as("what is written is not held back")
                .isFalse();

        ledger().tell(endpoint.id(), Told.NOTHING);
        var _ = ledger().note(endpoint, true, NOW);

        assertThat(ledger().standing(endpoint.id()).told()).isEqualTo(Told.NOTHING);
        assertThat(ledger().standing(endpoint.id()).unheard()).isEmpty();

        ledger().tell(endpoint.id(), told);
        ledger().know(endpoint.id(), Set.of("c"), Set.of("policy-full-access"));
        ledger().gone(endpoint.id());
        var gone = ledger().standing(endpoint.id());
        assertThat(ledger().standings()).containsEntry(endpoint.id(), gone);
        assertThat(gone.isGone() && gone.known().isEmpty() && gone.copied().isEmpty())
                .isTrue();
        assertThat(gone.told()).isEqualTo(Told.NOTHING);
        var _ = ledger().note(endpoint, true, NOW);
        assertThat(ledger().standing(endpoint.id()).isGone()).as("noted").isFalse();
        ledger().gone(endpoint.id());
        ledger().back(endpoint.id());
        assertThat(ledger().standing(endpoint.id()).isGone()).as("listed").isFalse();
    }

    @Test
    void newsIsToldOnceADay() {
        assertThat(ledger().isMarked("what", NOW)).isFalse();
        assertThat(ledger().mark("what", NOW)).isTrue();
        assertThat(ledger().isMarked("what", NOW)).isTrue();
        assertThat(ledger().mark("what", NOW.plusSeconds(60))).isFalse();
        assertThat(ledger().mark("what", NOW.plus(Duration.ofDays(1)))).isTrue();
    }
}
