package vpceguard.policy.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.z3.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import vpceguard.json.Json;
import vpceguard.json.JsonReader;
import vpceguard.json.Parsed;
import vpceguard.model.EndpointType;
import vpceguard.policy.Decision;
import vpceguard.policy.Evaluator;
import vpceguard.policy.Policies;
import vpceguard.policy.Policy;
import vpceguard.policy.ReferenceEvaluator;
import vpceguard.policy.ReferenceEvaluator.Caller;
import vpceguard.policy.Request;
import vpceguard.policy.smt.Smt;
import vpceguard.policy.smt.Solver;

/// Pairs of policies whose answer follows from AWS's text; `why` says how.
class KnownAnswersTest {
    private static final Path FOLDER = Path.of("src", "test", "resources", "known-answers");

    record Pair(String name, Policy a, Policy b, EndpointType type, String answer) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Pair> pairs() throws IOException {
        var pairs = new ArrayList<Pair>();
        try (var files = Files.list(FOLDER)) {
            for (var file : files.sorted().toList()) {
                for (var pair : items(file)) {
                    assertThat(pair.textAt("why").orElseThrow()).endsWith(".");
                    pairs.add(pair(
                            pair,
                            file.getFileName() + ": ",
                            new EndpointType(pair.textAt("type").orElseThrow()),
                            pair.textAt("answer").orElseThrow()));
                }
            }
        }
        assertThat(pairs).hasSizeGreaterThanOrEqualTo(300);
        return pairs;
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void theAnswerIsKnown(Pair pair) {
        assertAnswer(pair);
    }

    @Test
    void aSolverKnowsThemToo() throws IOException {
        var wrong = new ArrayList<String>();
        int decided = 0;
        for (var pair : pairs()) {
            if (!pair.answer().equals("UNKNOWN")
                    && Smt.of(pair.a(), pair.b(), pair.type()) instanceof Smt.Written(var text)) {
                var status = Solver.check(text);
                decided += status == Status.UNKNOWN ? 0 : 1;
                if (status == (pair.answer().equals("CONTAINED") ? Status.SATISFIABLE : Status.UNSATISFIABLE)) {
                    wrong.add(pair.name());
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(decided).isGreaterThan(200);
    }

    @Test
    void thePairsThatOthersCollectedAreDecidedAsTheySay() throws IOException {
        var collected = items(Policies.shared("containment").resolve("containment-unit.json"));
        for (var json : collected) {
            var want = json.textAt("want").orElseThrow().equals("contained") ? "CONTAINED" : "NOT_CONTAINED";
            // Whoever collected them knew no empty values, and took those whom NotPrincipal names for left out.
            var isOpen = List.of("ForAll+Null=false <= ForAny", "NotPrincipal")
                    .contains(json.textAt("name").orElseThrow());
            assertAnswer(pair(json, "", EndpointType.INTERFACE, isOpen ? "UNKNOWN" : want));
        }
        assertThat(collected).hasSize(43);
    }

    private static void assertAnswer(Pair pair) {
        var found = Containment.of(pair.a(), pair.b(), pair.type());
        var answer = switch (found) {
            case Containment.Contained() -> "CONTAINED";
            case Containment.NotContained _ -> "NOT_CONTAINED";
            case Containment.Unknown _ -> "UNKNOWN";
        };
        assertThat(answer).as("%s: %s", pair.name(), found).isEqualTo(pair.answer());
        if (found instanceof Containment.NotContained(var witness)) {
            assertThat(Evaluator.decide(pair.a(), witness, pair.type())).isEqualTo(Decision.ALLOWED);
            assertThat(Evaluator.decide(pair.b(), witness, pair.type())).isEqualTo(Decision.DENIED);
            if (pair.type().equals(EndpointType.INTERFACE)) {
                var request = reference(witness);
                assertThat(ReferenceEvaluator.allowsBySegment(pair.a(), request))
                        .as("%s: %s by a", pair.name(), witness)
                        .isTrue();
                assertThat(ReferenceEvaluator.allowsBySegment(pair.b(), request))
                        .as("%s: %s by b", pair.name(), witness)
                        .isFalse();
            }
        }
    }

    private static ReferenceEvaluator.Request reference(Request witness) {
        var id = witness.principal();
        var caller = id.equals(Request.ANONYMOUS)
                ? Caller.ANONYMOUS
                : new Caller(id.startsWith("arn:") ? "AWS" : "Service", id);
        return new ReferenceEvaluator.Request(caller, witness.action(), witness.resource(), witness.context());
    }

    private static Pair pair(Json json, String prefix, EndpointType type, String answer) {
        return new Pair(
                prefix + json.textAt("name").orElseThrow(),
                Policies.read(json.at("a").orElseThrow()),
                Policies.read(json.at("b").orElseThrow()),
                type,
                answer);
    }

    private static List<Json> items(Path file) throws IOException {
        return ((Json.Arr) ((Parsed.Ok<Json>) JsonReader.read(Files.readString(file))).value()).items();
    }
}
