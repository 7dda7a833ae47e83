package vpceguard.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import vpceguard.flow.Ledger;

/// The queue of follow-ups against what the functions rely on.
class FollowUpsContractTest {
    private final Template template = Template.read();

    @Test
    void aMessageComesBackAfterTheLeaseOfAFunctionThatWasKilled() {
        assertThat(seconds("Resources", "FollowUpQueue", "Properties", "VisibilityTimeout"))
                .isGreaterThan(Ledger.LEASE);
    }

    /// AWS's advice for event sources is six times the function's time.
    @Test
    void aFunctionHasEndedWhenItsMessageComesBack() {
        assertThat(seconds("Globals", "Function", "Timeout").multipliedBy(6))
                .isLessThanOrEqualTo(seconds("Resources", "FollowUpQueue", "Properties", "VisibilityTimeout"));
    }

    private Duration seconds(String... path) {
        return Duration.ofSeconds((Integer) template.at(path));
    }
}
