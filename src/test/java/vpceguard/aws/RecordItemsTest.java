package vpceguard.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vpceguard.remediation.Records;

class RecordItemsTest {
    @ParameterizedTest
    @ValueSource(longs = {400, 3653})
    void aRecordIsKeptForAsManyDaysAsTheParameterSays(long days) {
        var record = Records.full();

        var item = new RecordItems("ledger", record, Duration.ofDays(days))
                .putRecord()
                .put()
                .item();

        assertThat(item)
                .hasEntrySatisfying(
                        "expires",
                        expires -> assertThat(Instant.ofEpochSecond(Long.parseLong(expires.n())))
                                .isEqualTo(
                                        Instant.ofEpochSecond(record.openedAt().getEpochSecond())
                                                .plus(Duration.ofDays(days))));
    }
}
