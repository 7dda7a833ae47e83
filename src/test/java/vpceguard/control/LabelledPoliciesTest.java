package vpceguard.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import vpceguard.json.Json;
import vpceguard.json.Stored;

/// Policies that were judged by hand before, fine or bad, against all controls of policies: no false alarm, no miss, no
/// crash. The folder's README has the form.
class LabelledPoliciesTest {
    private static final Path FOLDER = Path.of("src", "test", "resources", "labelled");

    private static final List<Labelled> POLICIES = policies();

    @Test
    void thereAreManyOfBothKinds() {
        assertThat(POLICIES).hasSizeGreaterThan(200);
        assertThat(POLICIES.stream().filter(Labelled::isFine)).hasSizeGreaterThan(60);
        assertThat(POLICIES.stream().flatMap(one -> one.finds().stream()))
                .as("controls that find something")
                .containsAll(Controls.ALL.stream()
                        .filter(control -> control.isAbout(Matter.POLICY) && !control.isAbout(Matter.CALL))
                        .map(Control::id)
                        .toList());
        assertThat(POLICIES.stream().map(Labelled::name)).doesNotHaveDuplicates();
    }

    @Test
    void noFalseAlarmAndNoMiss() {
        assertThat(POLICIES.stream().flatMap(Labelled::falseAlarms))
                .as("false alarms")
                .isEmpty();
        assertThat(POLICIES.stream().flatMap(Labelled::misses)).as("misses").isEmpty();
    }

    /// A question that is asked of a person needlessly is a false alarm too.
    @Test
    void noQuestionIsAskedOfAPolicyThatIsFine() {
        assertThat(POLICIES.stream()
                        .filter(Labelled::isFine)
                        .flatMap(one -> one.assessment().open().stream().map(open -> one.name() + ": " + open)))
                .isEmpty();
    }

    /// The label of a policy, and what is said of it.
    ///
    /// @param finds the controls that must find something, and no others may
    /// @param asks controls that cannot answer and must say so
    private record Labelled(String name, Set<String> finds, Set<String> asks, Assessment assessment) {
        boolean isFine() {
            return finds.isEmpty() && asks.isEmpty();
        }

        Stream<String> falseAlarms() {
            return assessment.findings().stream()
                    .filter(finding -> finding.controlId().startsWith("policy-"))
                    .filter(finding -> !finds.contains(finding.controlId()))
                    .map(finding -> name + ": " + finding.controlId() + ", " + finding.message());
        }

        Stream<String> misses() {
            return Stream.concat(
                            finds.stream().filter(id -> !answers(id, ControlResult.NonCompliant.class)),
                            asks.stream().filter(id -> !answers(id, ControlResult.InsufficientData.class)))
                    .map(id -> name + ": " + id);
        }

        private boolean answers(String id, Class<? extends ControlResult> kind) {
            return assessment.results().entrySet().stream()
                    .anyMatch(answer -> answer.getKey().id().equals(id) && kind.isInstance(answer.getValue()));
        }
    }

    private static List<Labelled> policies() {
        try (var files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .flatMap(LabelledPoliciesTest::policies)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Labelled> policies(Path file) {
        try {
            return Stored.of(Files.readString(file)).list("policies", Stored::of).stream()
                    .map(LabelledPoliciesTest::labelled);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Labelled labelled(Stored given) {
        var on = given.text("on").split(" ", 2);
        var json = Json.object()
                .put(
                        "endpoint",
                        Json.object()
                                .put("type", on[0])
                                .put("service", "com.amazonaws." + (on[1].equals("iam") ? "" : "us-east-1.") + on[1])
                                .put("privateDns", true)
                                .put("ipAddressType", "ipv4")
                                .build())
                .put("perimeter", perimeter(given));
        List.of("policy", "text", "length")
                .forEach(name -> given.object().get(name).ifPresent(value -> json.put(name, value)));
        return new Labelled(
                given.text("name"),
                given.textSet("finds"),
                given.object().get("asks").isPresent() ? given.textSet("asks") : Set.of(),
                Assessment.of(new Case(FOLDER, new Stored(json.build())).subject()));
    }

    private static Json.Obj perimeter(Stored given) {
        var perimeter = Json.object().put("accounts", List.of(Case.ACCOUNT, "444455556666"));
        given.optionalChild("perimeter")
                .ifPresent(more -> more.object().members().forEach(perimeter::put));
        return perimeter.build();
    }
}
