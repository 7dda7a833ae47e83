package vpceguard.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vpceguard.perimeter.Mode;

class SlotTest {
    private static Slot slot(String account, String region) {
        return Slot.of(new Stack(Mode.OBSERVE, account, region, "ledger", "vpce-guard"));
    }

    /// The simulation of `./bench scale` takes the same.
    @ParameterizedTest
    @CsvSource({"111122223333, us-east-1, 70941", "111122223333, eu-west-1, 33986", "444455556666, us-east-1, 43198"})
    void itIsStable(String account, String region, long seconds) {
        assertThat(slot(account, region).ofDay()).isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void theLastOneIsOfThisDayOrOfTheDayBefore() {
        var slot = new Slot(Duration.ofHours(10));
        assertThat(slot.last(Instant.parse("2026-11-28T10:00:00Z"))).isEqualTo("2026-11-28T10:00:00Z");
        assertThat(slot.last(Instant.parse("2026-11-28T09:59:59Z"))).isEqualTo("2026-11-27T10:00:00Z");
        assertThat(slot.last(Instant.parse("2026-11-28T23:59:59Z"))).isEqualTo("2026-11-28T10:00:00Z");
    }

    @Test
    void accountsAreSpreadOverTheDay() {
        var byHour = IntStream.range(0, 24_000)
                .mapToObj(number -> slot("%012d".formatted(100_000_000_000L + number), "us-east-1"))
                .collect(Collectors.groupingBy(slot -> slot.ofDay().toHours(), Collectors.counting()));
        assertThat(byHour).hasSize(24);
        assertThat(byHour.values()).allSatisfy(count -> assertThat(count).isBetween(850L, 1150L));
    }
}
