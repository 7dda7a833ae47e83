package vpceguard.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Plays histories by seeds; run by `./bench histories`.
public final class Histories {
    private Histories() {}

    /// Plays them and prints the figures as JSON on the last line.
    ///
    /// @param args how many, and the first seed
    public static void main(String... args) {
        int count = Integer.parseInt(args[0]);
        long first = Long.parseLong(args[1]);
        long began = System.nanoTime();
        int broken = 0;
        long calls = 0;
        for (long seed = first; seed < first + count; seed++) {
            var steps = HistoryScript.of(seed);
            var run = new HistoryRun();
            if (!run.play(steps).isEmpty()) {
                broken++;
                System.err.println(report(seed));
            }
            calls += run.fakes.calls.names().size();
        }
        System.out.printf(
                "{\"histories\":%d,\"firstSeed\":%d,\"calls\":%d,\"broken\":%d,\"seconds\":%.1f}%n",
                count, first, calls, broken, (System.nanoTime() - began) / 1e9);
    }

    /// The shortest history that still breaks something, with all that happened in it; empty if none does.
    static Optional<String> failure(long seed) {
        return new HistoryRun().play(HistoryScript.of(seed)).isEmpty() ? Optional.empty() : Optional.of(report(seed));
    }

    private static String report(long seed) {
        var steps = shortest(HistoryScript.of(seed));
        var run = new HistoryRun();
        var broken = run.play(steps);
        var lines = new ArrayList<String>();
        lines.add("seed " + seed + " breaks: " + String.join("; ", broken));
        steps.forEach(step -> lines.add("  step " + step));
        run.log.forEach(line -> lines.add("  " + line));
        return String.join("\n", lines);
    }

    /// Leaves out steps, many at once at first, for as long as something is broken.
    private static List<HistoryStep> shortest(List<HistoryStep> steps) {
        var best = steps;
        for (int size = Math.max(1, steps.size() / 2); size > 0; size /= 2) {
            best = without(best, size);
        }
        return without(best, 1);
    }

    private static List<HistoryStep> without(List<HistoryStep> steps, int size) {
        var best = steps;
        for (int from = 0; from < best.size(); ) {
            var fewer = new ArrayList<>(best);
            fewer.subList(from, Math.min(from + size, fewer.size())).clear();
            if (new HistoryRun().play(fewer).isEmpty()) {
                from += size;
            } else {
                best = fewer;
            }
        }
        return best;
    }
}
