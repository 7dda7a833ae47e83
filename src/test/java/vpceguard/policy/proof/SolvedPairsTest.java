package vpceguard.policy.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vpceguard.json.Json;
import vpceguard.json.JsonReader;
import vpceguard.json.Parsed;
import vpceguard.model.EndpointType;
import vpceguard.policy.Policy;
import vpceguard.policy.PolicyReader;

/// Pairs of policies that a solver decided, with its verdicts.
class SolvedPairsTest {
    private static final Path PAIRS = Path.of("../shared/data/containment");

    @ParameterizedTest
    @ValueSource(strings = {"random.jsonl", "near-miss.jsonl"})
    void theSolverAgrees(String name) throws IOException {
        Assumptions.assumeTrue(Files.exists(PAIRS.resolve(name)), "no ../shared/data/containment beside this checkout");
        var counts = new TreeMap<String, Integer>();
        var shown = new StringBuilder();
        for (var line : Files.readAllLines(PAIRS.resolve(name))) {
            var pair = ((Parsed.Ok<Json>) JsonReader.read(line)).value();
            var verdict = pair.textAt("z3").orElseThrow();
            if (verdict.equals("unknown")) continue;
            var answer = Containment.of(policy(pair, "a"), policy(pair, "b"), EndpointType.INTERFACE);
            var key = verdict + " " + answer.getClass().getSimpleName();
            if (counts.merge(key, 1, Integer::sum) <= 2
                    && !key.equals("contained Contained")
                    && !key.equals("counterexample NotContained")) {
                shown.append(key)
                        .append(": ")
                        .append(answer)
                        .append("\n")
                        .append(line)
                        .append("\n");
            }
        }
        System.out.println(counts + "\n" + shown);
        assertThat(counts).doesNotContainKeys("contained NotContained", "counterexample Contained");
    }

    private static Policy policy(Json pair, String name) {
        return ((Parsed.Ok<Policy>) PolicyReader.read(pair.at(name).orElseThrow())).value();
    }
}
