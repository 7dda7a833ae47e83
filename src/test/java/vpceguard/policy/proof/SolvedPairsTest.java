package vpceguard.policy.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vpceguard.json.Json;
import vpceguard.json.JsonReader;
import vpceguard.json.JsonWriter;
import vpceguard.json.Parsed;
import vpceguard.model.EndpointType;
import vpceguard.policy.Policies;
import vpceguard.policy.Policy;

/// Pairs of policies that a solver decided, with its verdicts.
class SolvedPairsTest {
    /// @param decided how many pairs the solver decided
    /// @param open how many of these may be left open here, because AWS's text leaves them open:
    ///     variables in several places, callers with IPv6 addresses, statements without `Resource`,
    ///     ARN operators with what is no ARN, users and roles that NotPrincipal names
    @ParameterizedTest
    @CsvSource({"random.jsonl, 2783, 24", "near-miss.jsonl, 4000, 87"})
    void theSolverAgrees(String name, int decided, int open) throws IOException {
        var lines = Files.readAllLines(Policies.shared("containment").resolve(name));
        var disagreements = new ArrayList<String>();
        int unknown = 0;
        int asked = 0;
        for (var line : lines) {
            var pair = ((Parsed.Ok<Json>) JsonReader.read(line)).value();
            var verdict = pair.textAt("z3").orElseThrow();
            if (verdict.equals("unknown")) continue;
            asked++;
            switch (Containment.of(policy(pair, "a"), policy(pair, "b"), EndpointType.INTERFACE)) {
                case Containment.Contained() when verdict.equals("contained") -> {}
                case Containment.NotContained _ when verdict.equals("counterexample") -> {}
                case Containment.Unknown _ -> unknown++;
                case Containment answer -> disagreements.add(answer + ", against " + line);
            }
        }
        assertThat(disagreements).isEmpty();
        assertThat(asked).as("decided by the solver").isEqualTo(decided);
        assertThat(unknown).as("left open").isLessThanOrEqualTo(open);
    }

    /// Whoever put them to the solver took `{"AWS": "*"}` for `"*"`.
    private static Policy policy(Json pair, String name) {
        return Policies.read(JsonWriter.compact(pair.at(name).orElseThrow())
                .replaceAll("\\{\"AWS\":(\"\\*\"|\\[\"\\*\"])}", "\"*\""));
    }
}
