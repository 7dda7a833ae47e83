package vpceguard.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static vpceguard.flow.LedgerFixtures.CLOSED;
import static vpceguard.flow.LedgerFixtures.NOW;
import static vpceguard.flow.LedgerFixtures.OPEN;
import static vpceguard.flow.LedgerFixtures.OTHER;
import static vpceguard.flow.LedgerFixtures.at;
import static vpceguard.flow.LedgerFixtures.record;
import static vpceguard.flow.LedgerFixtures.reverting;
import static vpceguard.flow.LedgerFixtures.told;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import vpceguard.flow.Ledger.Opening;
import vpceguard.flow.Ledger.Terms;
import vpceguard.model.Attachments;
import vpceguard.model.NetworkSettings;
import vpceguard.perimeter.Budgets;
import vpceguard.remediation.Outcome;
import vpceguard.remediation.RemediationRecord;

/// Of what a ledger must do: who may write, and what is an AWS service's.
abstract class LeaseCases {
    static final Terms TERMS = new Terms(new Budgets(2, 1, 2), "invocation", false);

    protected abstract Ledger ledger();

    Opening open(RemediationRecord record) {
        return ledger().open(record, TERMS);
    }

    Standing standing(RemediationRecord record) {
        return ledger().standing(record.endpoint().id());
    }

    static RemediationRecord changed(RemediationRecord record, String request) {
        return record.withRequests(List.of(request)).closed(new Outcome.Changed(), NOW);
    }

    @Test
    void whatAServiceMadeIsItsUntilSomebodyElseCalls() {
        var seen = record("vpce-0000002f", "one");
        var id = seen.endpoint().id();
        assertThat(ledger().standing(id).isServiceMade()).isFalse();

        var _ = ledger().note(seen.endpoint(), true, NOW, Claim.NONE);
        var _ = ledger().note(seen.endpoint(), true, NOW, Claim.SERVICES);
        var _ = ledger().note(seen.endpoint(), true, NOW);
        assertThat(ledger().standing(id).isServicesAlone()).isTrue();

        for (var claim : List.of(Claim.OTHERS, Claim.SERVICES, Claim.NONE)) {
            var _ = ledger().note(seen.endpoint(), true, NOW, claim);
            assertThat(ledger().standing(id).othersCalled()).isTrue();
            assertThat(ledger().standing(id).isServiceMade()).isTrue();
        }
    }

    @Test
    void aRecordIsOfACallOfSomebodyElse() {
        var record = record("vpce-0000002e", "one");
        var id = record.endpoint().id();
        var _ = ledger().note(record.endpoint(), true, NOW, Claim.SERVICES);

        var _ = open(record);

        assertThat(ledger().standing(id).othersCalled()).isTrue();
        assertThat(ledger().standing(id).isServiceMade()).isTrue();
    }

    @Test
    void aLeaseIsOneInvocationsUntilItIsOver() {
        var record = record("vpce-00000021", "one");
        var second = record("vpce-00000021", "two").deferred();
        var _ = open(record);
        var _ = open(second);

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

        assertThat(ledger().lease(second, "third", NOW.plusSeconds(302), false)).isTrue();
    }

    /// A sweep reads records minutes before it comes to them.
    @Test
    void whatOthersClosedMeanwhileIsNotTakenUp() {
        var record = repaired("vpce-00000027");
        var known = standing(record);

        assertThat(ledger().lease(record, "sweep", NOW.plusSeconds(600), false)).isFalse();
        assertThat(ledger().lease(record, "sweep", NOW.plusSeconds(600), true)).isFalse();

        assertThat(standing(record)).isEqualTo(known);
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

    /// What a call set may be written over at that moment.
    @Test
    void whatOnlyTellsOfAPolicyThatACallSetWaitsForTheLeaseToo() {
        var repair = record("vpce-0000002a", "one");
        var _ = open(repair);
        var told = told("vpce-0000002a", "two", "a");

        assertThat(ledger().open(told, TERMS.waiting())).isEqualTo(new Opening.Leased());
        assertThat(open(told("vpce-0000002a", "three", "a")))
                .as("what set none does not wait")
                .isInstanceOf(Opening.Opened.class);
        assertThat(ledger().open(told, TERMS.waiting()))
                .as("though people know all of it")
                .isEqualTo(new Opening.Leased());

        ledger().close(changed(repair, "request"));
        assertThat(ledger().open(told("vpce-0000002a", "four", "b"), TERMS.waiting()))
                .isInstanceOf(Opening.Opened.class);
    }

    /// Its event was dealt with by then, and nothing would tell that it was written over.
    @Test
    void nothingIsWrittenOverAPolicyThatALaterLookSaw() {
        var first = record("vpce-00000028", "one");
        var deferred = record("vpce-00000028", "two").deferred();
        var _ = open(deferred);
        var other = first.endpoint().withPolicy(Optional.of(OTHER));
        var _ = ledger().note(other, true, NOW.plusSeconds(12));

        assertThat(open(first)).isEqualTo(new Opening.Leased());
        assertThat(ledger().lease(deferred, "sweep", NOW.plusSeconds(11), true)).isFalse();
        assertThat(standing(first).written()).isEmpty();

        assertThat(ledger().lease(deferred, "sweep", NOW.plusSeconds(12), true)).isTrue();
    }

    @Test
    void whatALaterLookSawIsNotSetBack() {
        var record = told("vpce-0000002b", "one", "a");
        var later = record.endpoint().withPolicy(Optional.of(OTHER)).withNetwork(new NetworkSettings(Attachments.NONE));
        var _ = ledger().note(later, true, NOW.plusSeconds(12));
        var known = standing(record);
        assertThat(known.seenAt()).isEqualTo(NOW.plusSeconds(12));

        assertThat(ledger().note(record.endpoint(), true, NOW)).isEqualTo(known);
        assertThat(open(record)).isEqualTo(new Opening.Leased());
        assertThat(standing(record)).isEqualTo(known);

        assertThat(open(at(record, NOW.plusSeconds(12)))).isInstanceOf(Opening.Opened.class);
        assertThat(standing(record).policy()).hasValue(OPEN);
    }

    @Test
    void whatIsRepairedSetsNothingBackEither() {
        var repair = record("vpce-0000002c", "one");
        var later = repair.endpoint().withNetwork(new NetworkSettings(Attachments.NONE));
        var _ = ledger().note(later, true, NOW.plusSeconds(12));
        ledger().unheard(later.id(), "digest");

        assertThat(ledger().open(repair, new Terms(TERMS.budgets(), TERMS.invocation(), true)))
                .isInstanceOf(Opening.Opened.class);

        assertThat(standing(repair).network()).hasValue(later.network());
        assertThat(standing(repair).baseline()).hasValue(later.network());
        assertThat(standing(repair).seenAt()).isEqualTo(NOW.plusSeconds(12));
        assertThat(standing(repair).unheard()).isEmpty();
        assertThat(standing(repair).isOurs(CLOSED)).isTrue();
    }

    /// What it puts back it found before that.
    @Test
    void aLaterLookKeepsNoSettingsFromBeingPutBack() {
        var revert = reverting("vpce-0000002d", "one");
        var _ = ledger().note(revert.endpoint().withPolicy(Optional.of(OTHER)), true, NOW.plusSeconds(12));

        assertThat(open(revert)).isInstanceOf(Opening.Opened.class);

        assertThat(standing(revert).policy()).hasValue(OTHER);
    }

    @Test
    void aLaterLookAtTheSamePolicyKeepsNobodyFromWriting() {
        var record = record("vpce-00000029", "one");
        var _ = ledger().note(record.endpoint(), true, NOW.plusSeconds(12));

        assertThat(open(record)).isInstanceOf(Opening.Opened.class);
        assertThat(standing(record).lease()).hasValue(new Standing.Lease("one", NOW.plus(Ledger.LEASE)));
    }

    RemediationRecord repaired(String id) {
        var record = record(id, "one");
        var _ = open(record);
        ledger().close(changed(record, "request"));
        return record;
    }

    @Test
    void whatIsRepairedIsToldWhenItComesAgain() {
        var _ = open(told("vpce-00000056", "one", "a"));
        var _ = open(record("vpce-00000056", "two"));

        assertThat(open(told("vpce-00000056", "three", "a"))).isInstanceOf(Opening.Opened.class);
    }

    @Test
    void whatARepairLeavesAsItIsIsKnownByIt() {
        var left = told("vpce-00000057", "one", "a");
        var repair = record("vpce-00000057", "two");
        var both = LedgerFixtures.record(
                repair.endpoint(), "two", repair.plan(), left.findings(), repair.outcome(), repair.openedAt());

        var _ = open(both);

        assertThat(standing(both).known()).isEqualTo(left.keys());
        assertThat(standing(both).knownFrom()).hasValue("two");
        assertThat(open(told("vpce-00000057", "three", "a"))).isInstanceOf(Opening.KnownAlready.class);
    }
}
