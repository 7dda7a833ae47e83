package vpceguard.policy.proof;

import com.microsoft.z3.Context;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import vpceguard.json.Json;
import vpceguard.json.JsonReader;
import vpceguard.json.Parsed;
import vpceguard.model.EndpointType;
import vpceguard.policy.Policy;
import vpceguard.policy.PolicyReader;
import vpceguard.policy.smt.Smt;

/// How long Z3 takes for the questions that the procedure answers too. Z3 has one context for all, which it is warm in;
/// what is timed is reading the text and deciding it.
final class SolverRatio {
    private static final int EVERY = 50;
    private static final int REPEATS = 31;
    private static final int TIMEOUT = 2_000;

    private SolverRatio() {}

    private record Pair(Policy a, Policy b, String text) {}

    /// Prints the two medians in microseconds, and their ratio.
    ///
    /// @param files pairs, a JSON object a line with `a` and `b`
    public static void main(String[] files) throws IOException {
        var pairs = new ArrayList<Pair>();
        for (var file : files) {
            var lines = Files.readAllLines(Path.of(file));
            for (int i = 0; i < lines.size(); i += EVERY) {
                var a = policy(lines.get(i), "a");
                var b = policy(lines.get(i), "b");
                if (Smt.of(a, b, EndpointType.INTERFACE) instanceof Smt.Written(var text)) {
                    pairs.add(new Pair(a, b, text));
                }
            }
        }
        long own = 0;
        for (int i = 0; i < 2; i++) {
            own = median(pairs.stream().mapToLong(SolverRatio::ours).toArray());
        }
        try (var context = new Context()) {
            long solver = median(
                    pairs.stream().mapToLong(pair -> solvers(context, pair)).toArray());
            System.out.println(String.format(
                    Locale.ROOT,
                    "{\"pairs\":%d,\"medianMicros\":%.1f,\"z3MedianMicros\":%.1f,\"ratio\":%.0f}",
                    pairs.size(),
                    own / 1e3,
                    solver / 1e3,
                    (double) solver / own));
        }
    }

    private static long ours(Pair pair) {
        var times = new long[REPEATS];
        for (int i = 0; i < REPEATS; i++) {
            long begun = System.nanoTime();
            var answer = Containment.of(List.of(pair.a()), pair.b(), EndpointType.INTERFACE);
            times[i] = System.nanoTime() - begun;
            if (answer.toString().isEmpty()) {
                throw new AssertionError(answer);
            }
        }
        return median(times);
    }

    private static long solvers(Context context, Pair pair) {
        long begun = System.nanoTime();
        var solver = context.mkSolver();
        var parameters = context.mkParams();
        parameters.add("timeout", TIMEOUT);
        solver.setParameters(parameters);
        solver.add(context.parseSMTLIB2String(pair.text(), null, null, null, null));
        solver.check();
        return System.nanoTime() - begun;
    }

    private static long median(long[] times) {
        var sorted = times.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static Policy policy(String line, String name) {
        if (JsonReader.read(line) instanceof Parsed.Ok<Json>(var pair)
                && PolicyReader.read(pair.at(name).orElseThrow()) instanceof Parsed.Ok<Policy>(var policy)) {
            return policy;
        }
        throw new IllegalArgumentException("no policy " + name + " in " + line);
    }
}
