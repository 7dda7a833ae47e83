package vpceguard.aws;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Asks again, with pauses, while an eventually consistent answer is not the expected one.
///
/// @param pauses between one question and the next; when they are used up the last answer counts
public record Patience(List<Duration> pauses) {
    /// Some six seconds in all, most of it at the end.
    public static final Patience USUAL = new Patience(Stream.of(50, 100, 200, 400, 800, 1600, 3000)
            .map(Duration::ofMillis)
            .toList());

    <T> T until(Predicate<T> expected, Supplier<T> question) {
        var answer = question.get();
        for (var pause : pauses) {
            if (expected.test(answer)) {
                break;
            }
            sleep(pause);
            answer = question.get();
        }
        return answer;
    }

    /// A pause of any length up to that.
    public static Runnable anyPauseUpTo(Duration longest) {
        return () -> sleep(Duration.ofMillis(ThreadLocalRandom.current().nextLong(longest.toMillis())));
    }

    private static void sleep(Duration pause) {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting", e);
        }
    }
}
