package vpceguard.control;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import vpceguard.json.Stored;
import vpceguard.policy.Decision;
import vpceguard.policy.Evaluator;
import vpceguard.policy.Policies;
import vpceguard.policy.Request;

/// Each control on the cases of its folder.
class ControlCasesTest {
    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void theControlAnswersAsTheCaseSays(Case given) {
        var control = control(given.controlId());

        switch (given.result(control)) {
            case ControlResult.Compliant _ ->
                assertThat(given.answer()).as("%s", given).isEqualTo("compliant");
            case ControlResult.NotApplicable(var reason) -> {
                assertThat(given.answer()).as("%s: %s", given, reason).isEqualTo("not-applicable");
                assertThat(reason).contains(given.json().text("reason"));
            }
            case ControlResult.InsufficientData(var reason) -> {
                assertThat(given.answer()).as("%s: %s", given, reason).isEqualTo("insufficient-data");
                assertThat(reason).contains(given.json().text("reason"));
            }
            case ControlResult.NonCompliant(var findings, var _) -> {
                assertThat(given.answer()).as("%s: %s", given, findings).isEqualTo("non-compliant");
                assertFindings(given, findings);
            }
        }
    }

    private static void assertFindings(Case given, List<Finding> findings) {
        assertThat(findings).allSatisfy(finding -> {
            assertThat(finding.controlId()).isEqualTo(given.controlId());
            assertThat(finding.message()).matches("(?s)[^A-Z].*[^.]");
        });
        var expected = given.json().list("findings", Stored::of);
        assertThat(findings)
                .extracting(
                        finding -> finding.severity() + " " + finding.evidence().pointer())
                .containsExactlyElementsOf(expected.stream()
                        .map(one -> one.text("severity") + " " + one.text("pointer"))
                        .toList());
        for (int i = 0; i < findings.size(); i++) {
            var message = findings.get(i).message();
            expected.get(i)
                    .optionalText("message")
                    .ifPresent(part -> assertThat(message).as("%s", given).contains(part));
            assertWitness(given, expected.get(i), findings.get(i));
        }
    }

    /// A witness has what the case says of it, and is let through as the evaluator sees it.
    private static void assertWitness(Case given, Stored expected, Finding found) {
        var named = expected.optionalChild("witness");
        assertThat(found.witness().isPresent())
                .as("%s: witness of %s", given, found)
                .isEqualTo(named.isPresent());
        named.ifPresent(some -> {
            var witness = found.witness().orElseThrow();
            assertThat(witness.json().members())
                    .containsAllEntriesOf(some.object().members());
            assertThat(allowed(given, witness)).isEqualTo(Decision.ALLOWED);
        });
    }

    private static Decision allowed(Case given, Request witness) {
        var endpoint = given.subject().endpoint();
        return Evaluator.decide(Policies.read(endpoint.policy().orElseThrow()), witness, endpoint.type());
    }

    @Test
    void everyControlHasCasesOfEachKind() {
        var kinds = cases().stream().collect(groupingBy(Case::controlId, mapping(Case::answer, toSet())));

        assertThat(kinds)
                .containsOnlyKeys(Controls.ALL.stream().map(Control::id).toList());
        assertThat(kinds)
                .allSatisfy((control, answers) -> assertThat(answers)
                        .as(control)
                        .contains("compliant", "non-compliant")
                        .containsAnyOf("not-applicable", "insufficient-data"));
    }

    private static Control control(String id) {
        return Controls.ALL.stream()
                .filter(control -> control.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new AssertionError("cases of a control that is not listed: " + id));
    }

    static List<Case> cases() {
        return Case.all();
    }
}
