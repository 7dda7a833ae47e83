package vpceguard.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import vpceguard.event.Instruction;
import vpceguard.event.Instruction.Action;
import vpceguard.flow.Ledger.Opening;
import vpceguard.flow.Ledger.Terms;
import vpceguard.perimeter.Budgets;
import vpceguard.remediation.Circumstances;
import vpceguard.remediation.Outcome;
import vpceguard.remediation.Plan;
import vpceguard.remediation.Remediation.PolicyChange;
import vpceguard.remediation.Remediation.Restoration;
import vpceguard.remediation.RemediationRecord;

/// What every ledger says of what a person undid.
public abstract class HoldCases {
    private static final Terms TERMS = new Terms(new Budgets(2, 1, 2), "holds", false);

    protected abstract Ledger ledger();

    @Test
    void whatAPersonUndidHoldsRecordsBackThatDoNotSaySo() {
        var undo = undo("vpce-00000031", 60);
        assertThat(ledger().open(undo, TERMS)).isInstanceOf(Opening.Opened.class);
        var hold = Hold.of(undo).orElseThrow();
        assertThat(ledger().holds()).contains(hold);
        assertThat(ledger().record(undo.endpoint().id(), undo.cause())).hasValue(undo);
        ledger().close(changed(undo));
        assertThat(ledger().record(undo.endpoint().id(), undo.cause())).hasValue(changed(undo));
        assertThat(ledger().record(undo.endpoint().id(), "another")).isEmpty();

        assertThat(ledger().open(repair("vpce-00000031"), TERMS)).isEqualTo(new Opening.Held(hold));
        assertThat(ledger().open(repair("vpce-00000031"), TERMS.knowing(hold))).isInstanceOf(Opening.Opened.class);
    }

    @Test
    void whatIsOnlyToldSaysSoToo() {
        var undo = undo("vpce-00000033", 60);
        var _ = ledger().open(undo, TERMS);
        ledger().close(changed(undo));
        var hold = Hold.of(undo).orElseThrow();
        var told = repair("vpce-00000033").withPlan(Plan.nothing()).closed(new Outcome.NotChanged(), undo.openedAt());

        assertThat(ledger().open(told, TERMS)).isEqualTo(new Opening.Held(hold));
        assertThat(ledger().open(told, TERMS.knowing(hold))).isInstanceOf(Opening.Opened.class);
    }

    @Test
    void aHoldThatIsOverHoldsNothingAndIsReleasedOnce() {
        var undo = undo("vpce-00000032", 0);
        var _ = ledger().open(undo, TERMS);
        ledger().close(changed(undo));
        var hold = Hold.of(undo).orElseThrow();

        assertThat(ledger().open(repair("vpce-00000032"), TERMS)).isInstanceOf(Opening.Opened.class);

        ledger().release(new Hold(hold.endpoint(), "another", Instant.EPOCH, Optional.empty(), false, "nobody"));
        assertThat(ledger().holds()).contains(hold);
        ledger().release(hold);
        ledger().release(hold);
        assertThat(ledger().holds()).doesNotContain(hold);
    }

    private static RemediationRecord repair(String id) {
        return LedgerCases.record(id, "one");
    }

    /// @param seconds how long it holds
    private static RemediationRecord undo(String id, int seconds) {
        var repair = LedgerCases.record(id, "undo-one");
        var change = repair.plan().policy().orElseThrow();
        return restoring(repair, change)
                .under(Circumstances.of(new Instruction(
                        Action.UNDO,
                        "ann",
                        true,
                        "why",
                        Optional.of("one"),
                        Optional.of(repair.openedAt().plusSeconds(seconds)))));
    }

    private static RemediationRecord restoring(RemediationRecord repair, PolicyChange change) {
        return repair.withPlan(
                new Plan(Optional.of(new Restoration(change.after(), change.before())), Optional.empty(), List.of()));
    }

    private static RemediationRecord changed(RemediationRecord record) {
        return record.withRequests(List.of("request-of-" + record.endpoint().id()))
                .closed(new Outcome.Changed(), record.openedAt());
    }
}
