package vpceguard.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vpceguard.json.Json;
import vpceguard.json.JsonReader;
import vpceguard.json.Parsed;
import vpceguard.json.Stored;
import vpceguard.policy.Policies;

/// The controls of policies on real ones, as if each stood on an endpoint of either kind. The policies' index
/// was made by others, by looking at them.
class RealPoliciesControlsTest {
    @ParameterizedTest
    @ValueSource(strings = {"Gateway", "Interface"})
    void openQuestionsAreRare(String type) {
        var answers = Controls.OF_ENDPOINTS.stream()
                .filter(control -> control.id().startsWith("policy-"))
                .flatMap(control -> Policies.corpus().values().stream().map(text -> control.check(subject(text, type))))
                .toList();

        assertThat(answers.stream().filter(ControlResult.InsufficientData.class::isInstance))
                .hasSizeLessThanOrEqualTo(answers.size() / 100);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Gateway", "Interface"})
    void whatTheIndexCallsOpenOrShutIsFound(String type) throws IOException {
        assertThat(found(new PolicyFullAccess(), type)).isNotEmpty().isEqualTo(tagged("full-access"));
        assertThat(found(new PolicyLocksEveryoneOut(), type)).isNotEmpty().isEqualTo(tagged("deny-only(no-allow)"));
    }

    @Test
    void anAccountAsPrincipalIsAMistakeOnAGatewayOnly() {
        assertThat(found(new PolicyRootOnlyPrincipal(), "Gateway"))
                .extracting(name -> name.substring(0, 3))
                .containsExactly("035", "037", "044", "045", "049", "066");
        assertThat(found(new PolicyRootOnlyPrincipal(), "Interface")).isEmpty();
    }

    /// None of them has a negated Allow, a unique id, many characters or a condition on the endpoint itself.
    @ParameterizedTest
    @ValueSource(strings = {"Gateway", "Interface"})
    void noFalseAlarm(String type) {
        assertThat(Stream.of(
                        new PolicyUnreadable(),
                        new PolicyConditionWithoutEffect(),
                        new PolicyNegatedAllow(),
                        new PolicyOrphanedPrincipal(),
                        new PolicyNearSizeLimit()))
                .allSatisfy(control -> assertThat(found(control, type)).isEmpty());
    }

    private static Set<String> found(EndpointControl control, String type) {
        var found = new TreeSet<String>();
        Policies.corpus().forEach((name, text) -> {
            if (control.check(subject(text, type)) instanceof ControlResult.NonCompliant) {
                found.add(name);
            }
        });
        return found;
    }

    private static Set<String> tagged(String tag) throws IOException {
        var index = Files.readString(Policies.shared("policies-corpus").resolve("index.json"));
        var found = new TreeSet<String>();
        if (JsonReader.read(index) instanceof Parsed.Ok<Json>(Json.Arr(var entries))) {
            entries.stream()
                    .map(Stored::of)
                    .filter(entry -> entry.texts("tags").contains(tag))
                    .forEach(entry -> found.add(entry.text("file")));
        }
        return found;
    }

    private static Subject subject(String text, String type) {
        var json = Json.object()
                .put("text", text)
                .put("endpoint", Json.object().put("type", type).build())
                .build();
        return new Case(Path.of("real"), new Stored(json)).subject();
    }
}
