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

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import vpceguard.flow.Ledger.Opening;
import vpceguard.model.Attachments;
import vpceguard.model.NetworkSettings;
import vpceguard.remediation.Outcome;
import vpceguard.remediation.Plan;
import vpceguard.remediation.Remediation.Revert;
import vpceguard.remediation.RemediationRecord;

/// Of what a ledger must do: what counts as written by this function.
abstract class WrittenCases extends LeaseCases {
    private static final String EVERYBODY = "\"Principal\":\"*\"";
    private static final String ANYONE_OF_AWS = "\"Principal\":{\"AWS\":\"*\"}";

    @Test
    void whatWeWroteIsNeverAnIntent() {
        var record = record("vpce-00000003", "one");
        var _ = open(record);

        var known = ledger().note(record.endpoint().withPolicy(Optional.of(CLOSED)), true, NOW);

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
        var first = repaired("vpce-00000022");
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
        var first = repaired("vpce-00000023");
        var narrower = tightening(first.endpoint().withPolicy(Optional.of(CLOSED)), "two", CLOSED, NARROW)
                .deferred();
        var _ = open(narrower);

        assertThat(ledger().lease(narrower, "sweep", NOW.plusSeconds(60), true)).isTrue();

        assertThat(standing(first).isOurs(NARROW)).isTrue();
        assertThat(standing(first).before()).hasValue(OPEN);
    }

    @Test
    void settingsThatWerePutBackAreTheOnesSeen() {
        var record = reverting("vpce-0000000e", "one");
        var _ = open(at(record, NOW.plus(Duration.ofHours(2))));

        ledger().close(changed(record, "request"));

        assertThat(standing(record).network()).hasValue(new NetworkSettings(Attachments.NONE));
    }

    @Test
    void whatALaterLookSawBesideThemStays() {
        var record = reverting("vpce-00000061", "one");
        var before = record.endpoint().network().attachments();
        var added = new Attachments(Set.of(), Set.of("subnet-9"), Set.of());
        var _ = open(record);
        var later = record.endpoint().withNetwork(new NetworkSettings(before.plus(added)));
        var _ = ledger().note(later, true, NOW.plusSeconds(12));

        ledger().close(changed(record, "request"));

        assertThat(standing(record).network()).hasValue(new NetworkSettings(added));
        assertThat(standing(record).seenAt()).isEqualTo(NOW.plusSeconds(12));
        assertThat(standing(record).lease()).isEmpty();
        assertThat(standing(record).open()).isEmpty();
    }

    /// It takes two requests.
    @Test
    void soAreThoseThatWerePutBackBeforeARefusal() {
        for (var made : List.of(List.<String>of(), List.of("request-of-half"))) {
            var record = swapping("vpce-0000004" + made.size());
            var _ = open(record);

            ledger().close(record.withRequests(made).closed(new Outcome.Refused("denied"), NOW));

            var connected = made.isEmpty() ? Set.of("subnet-1", "subnet-2") : Set.of("subnet-1");
            assertThat(standing(record).network())
                    .hasValue(new NetworkSettings(new Attachments(Set.of(), connected, Set.of())));
            assertThat(made).allMatch(ledger()::isOwnRequest);
        }
    }

    private static RemediationRecord swapping(String id) {
        var before = new Attachments(Set.of(), Set.of("subnet-1", "subnet-2"), Set.of());
        var restored = new Attachments(Set.of(), Set.of("subnet-3"), Set.of());
        var removed = new Attachments(Set.of(), Set.of("subnet-2"), Set.of());
        var plan =
                new Plan(Optional.empty(), Optional.of(new Revert(removed, new NetworkSettings(restored))), List.of());
        return record(
                endpoint(id).withNetwork(new NetworkSettings(before)),
                "one",
                plan,
                List.of(),
                new Outcome.Planned(),
                NOW.plus(Duration.ofHours(3)));
    }

    /// Opened over our own text, cut off, and taken up.
    @Test
    void whatIsResumedKeepsTheIntentThatItWasOpenedWith() {
        var first = repaired("vpce-00000025");
        var narrower = at(
                tightening(first.endpoint().withPolicy(Optional.of(CLOSED)), "two", CLOSED, NARROW),
                NOW.plusSeconds(60));
        assertThat(open(narrower)).isInstanceOf(Opening.Opened.class);

        assertThat(ledger().lease(narrower, TERMS.invocation(), NOW.plusSeconds(70), true))
                .isTrue();

        assertThat(standing(first).before()).hasValue(OPEN);
        assertThat(standing(first).intent()).hasValue(OPEN);
    }

    /// Others may have come after that call too.
    @Test
    void aPolicyThatIsPutInForceIsAsOldAsItsCall() {
        var first = repaired("vpce-00000026");
        var restored = at(
                tightening(first.endpoint().withPolicy(Optional.of(CLOSED)), "two", OTHER, NARROW),
                NOW.plusSeconds(10),
                NOW.plusSeconds(60));

        assertThat(open(restored)).isInstanceOf(Opening.Opened.class);
        assertThat(standing(first).before()).hasValue(OTHER);
        assertThat(standing(first).written().map(Standing.Written::seenAt)).hasValue(NOW.plusSeconds(10));

        assertThat(ledger().lease(restored, TERMS.invocation(), NOW.plusSeconds(70), true))
                .isTrue();
        assertThat(standing(first).before()).hasValue(OTHER);
        assertThat(standing(first).written().map(Standing.Written::seenAt)).hasValue(NOW.plusSeconds(10));
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

    /// Calls that came after it were not gone over.
    @Test
    void aRecordThatWroteNothingEndsNoWriteLater() {
        var first = repaired("vpce-00000042");
        var deferred = record("vpce-00000042", "two").deferred();
        var _ = open(deferred);
        assertThat(ledger().lease(deferred, "sweep", NOW.plusSeconds(60), false))
                .isTrue();

        ledger().close(deferred.closed(new Outcome.Superseded(), NOW.plusSeconds(70)));

        assertThat(standing(first).lease()).isEmpty();
        assertThat(standing(first).written().flatMap(Standing.Written::doneAt)).hasValue(NOW);
    }

    /// Its own invocation was killed; whatever that did was over when the lease was.
    @Test
    void whoeverHasTheLeaseNextEndsAWriteThatNobodyEnded() {
        var first = record("vpce-00000043", "one");
        var deferred = record("vpce-00000043", "two").deferred();
        var _ = open(first);
        var _ = open(deferred);
        assertThat(ledger().lease(deferred, "sweep", NOW.plusSeconds(600), false))
                .isTrue();

        ledger().close(deferred.closed(new Outcome.Superseded(), NOW.plusSeconds(610)));
        assertThat(standing(first).written().flatMap(Standing.Written::doneAt)).hasValue(NOW.plusSeconds(610));

        assertThat(ledger().lease(first, "sweep", NOW.plusSeconds(620), true)).isTrue();
        assertThat(standing(first).written().flatMap(Standing.Written::doneAt)).isEmpty();
    }

    @Test
    void aRepairOfOurOwnPolicyKeepsTheIntent() {
        var first = repaired("vpce-00000006");
        var ours = tightening(first.endpoint().withPolicy(Optional.of(CLOSED)), "two", CLOSED, "{\"Statement\":[]}");

        assertThat(open(ours)).isInstanceOf(Opening.Opened.class);

        assertThat(standing(first).intent()).hasValue(OPEN);
        assertThat(standing(first).before()).hasValue(OPEN);
    }

    /// The digest is of both spellings, as versions before stored it.
    @Test
    void soDoesARepairOfOneThatAnEarlierVersionWrote() {
        var open = OPEN.replace(EVERYBODY, ANYONE_OF_AWS);
        var closed = CLOSED.replace(EVERYBODY, ANYONE_OF_AWS);
        var first = tightening(endpoint("vpce-00000058").withPolicy(Optional.of(open)), "one", open, CLOSED);
        var _ = open(first);
        ledger().close(changed(first, "request"));
        assertThat(standing(first).written().map(Standing.Written::fingerprint))
                .hasValue("6ce92a7b2f5d37f4d55d3a216036ac4748bacd27b28ab93a65cea7fe4be2f2c7");
        assertThat(standing(first).isOurs(closed)).isTrue();

        assertThat(open(tightening(first.endpoint().withPolicy(Optional.of(closed)), "two", closed, NARROW)))
                .isInstanceOf(Opening.Opened.class);

        assertThat(standing(first).before()).hasValue(open);
        assertThat(standing(first).isOurs(NARROW)).isTrue();
    }

    /// Where AWS STS is behind the endpoint, that shuts federated callers out.
    @Test
    void whoeverNarrowsItToCallersOfAwsHasSetAPolicyOfTheirOwn() {
        var narrowed = CLOSED.replace(EVERYBODY, ANYONE_OF_AWS);
        var first = repaired("vpce-00000059");
        assertThat(standing(first).isOurs(narrowed)).isFalse();
        var second = tightening(first.endpoint().withPolicy(Optional.of(narrowed)), "two", narrowed, NARROW);

        assertThat(open(second)).isInstanceOf(Opening.Opened.class);

        assertThat(standing(first).before()).hasValue(narrowed);
        assertThat(standing(first).intent()).hasValue(narrowed);
        assertThat(standing(first).isOurs(NARROW)).isTrue();
    }

    @Test
    void soHasWhoeverDidThatBeforeTheLease() {
        var narrowed = CLOSED.replace(EVERYBODY, ANYONE_OF_AWS);
        var first = repaired("vpce-00000060");
        var second = tightening(first.endpoint().withPolicy(Optional.of(narrowed)), "two", narrowed, NARROW)
                .deferred();
        var _ = open(second);

        assertThat(ledger().lease(second, "sweep", NOW.plusSeconds(60), true)).isTrue();

        assertThat(standing(first).before()).hasValue(narrowed);
        assertThat(standing(first).isOurs(NARROW)).isTrue();
    }
}
