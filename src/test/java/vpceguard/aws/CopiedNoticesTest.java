package vpceguard.aws;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vpceguard.notice.Notice;
import vpceguard.notice.RecordNotice;
import vpceguard.notice.Sender;
import vpceguard.remediation.Records;

/// A copy that is refused throws, so that its record stays open. Both services say so in an answer of status 200 too.
class CopiedNoticesTest {
    private static final Notice NOTICE =
            RecordNotice.of(Records.full(), new Sender("111122223333", "us-east-1", "vpce-guard", "ledger"));

    @Test
    void whatIsTakenIsOver() {
        assertThatCode(() -> {
                    hub(200, "{\"FailedCount\": 0, \"SuccessCount\": 1}");
                    bus(200, "{\"FailedEntryCount\": 0, \"Entries\": [{\"EventId\": \"1\"}]}");
                })
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200 | {\"FailedCount\": 1, \"SuccessCount\": 0}",
                "200 | {\"SuccessCount\": 1}",
                "200 | gateway",
                "403 | {\"FailedCount\": 0}",
            })
    void aFindingThatSecurityHubRefusesIsNotSent(int status, String body) {
        assertThatThrownBy(() -> hub(status, body)).hasMessageStartingWith("Security Hub answered " + status + ": ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200 | {\"FailedEntryCount\": 1, \"Entries\": [{\"ErrorCode\": \"InternalFailure\"}]}",
                "200 | gateway",
                "400 | {\"FailedEntryCount\": 0}",
            })
    void anEventThatTheBusRefusesIsNotSent(int status, String body) {
        assertThatThrownBy(() -> bus(status, body)).hasMessageStartingWith("the event bus answered " + status + ": ");
    }

    private static void hub(int status, String body) {
        new SecurityHubNotices(Scripted.always(status, body).calls()).publish(NOTICE);
    }

    private static void bus(int status, String body) {
        new EventBusNotices(
                        Scripted.always(status, body).calls(),
                        "arn:aws:events:us-east-1:444455556666:event-bus/central")
                .publish(NOTICE);
    }
}
