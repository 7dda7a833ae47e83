package vpceguard.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static vpceguard.flow.LedgerFixtures.NOW;
import static vpceguard.flow.LedgerFixtures.told;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What a ledger keeps for the next digest.
abstract class LeavingCases extends WrittenCases {
    @Test
    void whatIsLeftToADigestIsClosedAndKeptUntilNothingOfItIsLeftToTell() {
        var one = told("vpce-00000071", "one", "a");
        var two = told("vpce-00000071", "two", "b");
        for (var record : Set.of(one, two)) {
            var _ = open(record);
            assertThat(ledger().leave(record)).isTrue();
            assertThat(open(record)).isEqualTo(new Ledger.Opening.Closed());
        }
        var id = one.endpoint().id();
        assertThat(ledger().standing(id).open()).isEmpty();
        assertThat(ledger().standing(id).untold()).containsExactlyInAnyOrder("one", "two");

        ledger().digested(id, Set.of("one"));
        assertThat(ledger().standing(id).untold()).containsExactly("two");
        ledger().digested(id, Set.of("two"));
        assertThat(ledger().standing(id).untold()).isEmpty();
    }

    @Test
    void noMoreAreLeftThanFitIntoWhatIsKnownOfAnEndpoint() {
        for (int i = 0; i < Ledger.MOST_LEFT; i++) {
            var record = told("vpce-00000072", "cause-" + i, "finding-" + i);
            var _ = open(record);
            assertThat(ledger().leave(record)).isTrue();
        }
        var record = told("vpce-00000072", "one more", "one more");
        var _ = open(record);

        assertThat(ledger().leave(record)).isFalse();
        assertThat(ledger().standing(record.endpoint().id()).open()).containsExactly("one more");
    }

    @Test
    void whereTheSweepStandsIsKept() {
        var state = new SweepState(
                NOW,
                NOW.plusSeconds(5),
                Optional.of("vpce-00000010"),
                1,
                Set.of("a"),
                Set.of("b"),
                Optional.of("sha256:a"),
                true,
                true);

        ledger().keep(state);

        assertThat(ledger().sweepState()).hasValue(state);
        ledger().keep(SweepState.first(NOW).sent(false));
        assertThat(ledger().sweepState())
                .hasValueSatisfying(again -> assertThat(again.isRepeated()).isTrue());
        ledger().keep(SweepState.first(NOW));
        assertThat(ledger().sweepState()).hasValue(SweepState.first(NOW));
    }
}
