package vpceguard.perimeter;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CapTest {
    private static final LocalDate DAY = LocalDate.of(2026, 11, 28);

    private static String account(int number) {
        return "%012d".formatted(100_000_000_000L + number);
    }

    private static int sum(Cap cap, LocalDate day) {
        return IntStream.range(0, cap.stacks())
                .map(number -> cap.share(account(number), "us-east-1", day))
                .sum();
    }

    @Test
    void aCapThatGoesRoundIsShared() {
        assertThat(sum(new Cap(3000, 1000), DAY)).isEqualTo(3000);
        assertThat(new Cap(3000, 1000).share(account(1), "us-east-1", DAY)).isEqualTo(3);
        assertThat(new Cap(7, 1).share(account(1), "us-east-1", DAY)).isEqualTo(7);
    }

    @Test
    void whereItDoesNotStacksTakeTurnsAndTheSumHoldsOnAverage() {
        var cap = new Cap(100, 10_000);
        int days = 30;
        var sums =
                IntStream.range(0, days).map(day -> sum(cap, DAY.plusDays(day))).summaryStatistics();
        assertThat(sums.getAverage()).isBetween(95.0, 105.0);
        assertThat(sums.getMax()).isLessThan(140);
    }

    @Test
    void eachStackHasItsTurnOnceInARound() {
        var cap = new Cap(10, 100);
        for (int number = 0; number < 100; number++) {
            var account = account(number);
            assertThat(IntStream.range(0, 10)
                            .map(day -> cap.share(account, "us-east-1", DAY.plusDays(day)))
                            .sum())
                    .isEqualTo(1);
        }
    }
}
