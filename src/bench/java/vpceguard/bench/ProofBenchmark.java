package vpceguard.bench;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.Blackhole;
import vpceguard.json.Json;
import vpceguard.json.JsonWriter;

/// Each iteration asks every question of a corpus once and times each by itself, with a fixed piece of other work
/// between them as a yardstick of the machine. What is printed is the distribution over questions of each question's
/// own median, since the neighbours of a shared machine are no property of a question.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class ProofBenchmark {
    private static final int QUESTIONS_PER_CALIBRATION = 20;
    private static final int WORDS = 500;

    @Param({"real", "s3", "random", "near-miss", "assess", "tighten"})
    public String name = "real";

    private Corpus corpus = new Corpus("", "", List.of());
    private String[] words = {};
    private long[][] nanos = {};
    private long[] calibrations = {};
    private int pass;
    private int passes;

    @Setup
    public void read(BenchmarkParams parameters) {
        corpus = Corpus.of(name);
        words = IntStream.range(0, WORDS)
                .mapToObj(i -> "arn:aws:s3:::bucket-" + i)
                .toArray(String[]::new);
        pass = -parameters.getWarmup().getCount();
        passes = parameters.getMeasurement().getCount();
        nanos = new long[corpus.questions().size()][passes];
        calibrations = new long[0];
    }

    @Benchmark
    public void everyQuestion(Blackhole hole) {
        var questions = corpus.questions();
        var calibrated = new long[questions.size() / QUESTIONS_PER_CALIBRATION + 1];
        for (int i = 0; i < questions.size(); i++) {
            if (i % QUESTIONS_PER_CALIBRATION == 0) {
                long begun = System.nanoTime();
                hole.consume(calibration());
                calibrated[i / QUESTIONS_PER_CALIBRATION] = System.nanoTime() - begun;
            }
            long begun = System.nanoTime();
            hole.consume(questions.get(i).answer().get());
            long took = System.nanoTime() - begun;
            if (pass >= 0) {
                nanos[i][pass] = took;
            }
        }
        if (pass++ >= 0) {
            calibrations = LongStream.concat(Arrays.stream(calibrations), Arrays.stream(calibrated))
                    .toArray();
        }
    }

    /// Allocates, hashes and branches, as the procedure does, and shares no code with it.
    private int calibration() {
        var lengths = new HashMap<String, Integer>();
        for (var word : words) {
            lengths.merge(word.substring(word.length() / 2), word.length(), Integer::sum);
        }
        return lengths.size();
    }

    @TearDown
    public void print() {
        var raw = sorted(Arrays.stream(nanos).flatMapToLong(Arrays::stream));
        var typical = sorted(Arrays.stream(nanos).mapToLong(ProofBenchmark::median));
        long calibration = median(calibrations);
        int slowest = IntStream.range(0, nanos.length)
                .reduce((one, other) -> median(nanos[one]) >= median(nanos[other]) ? one : other)
                .orElseThrow();
        var figures = Json.object()
                .put("corpus", name)
                .put("of", corpus.source())
                .put("questions", nanos.length)
                .put("passes", passes)
                .put("medianMicros", micros(at(typical, 0.5)))
                .put("p90Micros", micros(at(typical, 0.9)))
                .put("p99Micros", micros(at(typical, 0.99)))
                .put("maxMicros", micros(at(typical, 1)))
                .put("rawP99Micros", micros(at(raw, 0.99)))
                .put("rawMaxMicros", micros(at(raw, 1)))
                .put("calibrationMicros", micros(calibration))
                .put("medianInCalibrations", number("%.2f", (double) at(typical, 0.5) / calibration))
                .put("slowest", corpus.questions().get(slowest).about())
                .build();
        System.out.println("\nfigures " + JsonWriter.compact(figures));
    }

    private static long[] sorted(LongStream times) {
        return times.sorted().toArray();
    }

    private static long median(long[] times) {
        return at(sorted(Arrays.stream(times)), 0.5);
    }

    private static long at(long[] sorted, double share) {
        return sorted[(int) Math.min(sorted.length - 1, sorted.length * share)];
    }

    private static Json micros(long nanos) {
        return number("%.1f", nanos / 1e3);
    }

    private static Json number(String format, double value) {
        return new Json.Num(String.format(Locale.ROOT, format, value));
    }
}
