package vpceguard.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vpceguard.event.Instruction;
import vpceguard.event.Instruction.Action;
import vpceguard.json.Json;
import vpceguard.json.JsonReader;
import vpceguard.json.Parsed;

class InterventionTest {
    private static final Intervention UNDO =
            new Intervention(Action.UNDO, World.ID, Optional.of("8d3a1c1e.settled"), "reports \u202e fail", 24, "ann");
    private static final Intervention FOLLOW =
            new Intervention(Action.FOLLOW, World.ID, Optional.empty(), "wider", 72, "ann");

    @Test
    void whatIsWrittenIsReadAgain() {
        assertThat(Intervention.read(UNDO.json())).isEqualTo(new Parsed.Ok<>(UNDO));
        assertThat(Intervention.read(FOLLOW.json())).isEqualTo(new Parsed.Ok<>(FOLLOW));
    }

    @Test
    void aProofIsForOneInterventionAlone() {
        assertThat(UNDO.purpose()).matches("[0-9a-f]{64}").isNotEqualTo(FOLLOW.purpose());
    }

    @Test
    void itHoldsForItsHours() {
        assertThat(UNDO.instruction(Optional.of("arn:aws:iam::111122223333:user/ann"), World.NOW))
                .isEqualTo(new Instruction(
                        Action.UNDO,
                        "arn:aws:iam::111122223333:user/ann",
                        true,
                        "reports \u202e fail",
                        Optional.of("8d3a1c1e.settled"),
                        Optional.of(World.NOW.plusSeconds(86_400))));
        assertThat(FOLLOW.instruction(Optional.empty(), World.NOW))
                .isEqualTo(new Instruction(Action.FOLLOW, "ann", false, "wider", Optional.empty(), Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {"schema": "vpceguard/intervention/2"}                | /schema
                    {"action": "delete"}                                  | /action
                    {"endpoint": "vpc-1"}                                 | /endpoint
                    {"record": null}                                      | /record
                    {"record": "with a space"}                            | /record
                    {"action": "follow"}                                  | /record
                    {"reason": "  x "}                                    | /reason
                    {"reason": 7}                                         | /reason
                    {"hours": 73}                                         | /hours
                    {"hours": 0}                                          | /hours
                    {"hours": "24"}                                       | /hours
                    {"hours": 1.5}                                        | /hours
                    """)
    void whatIsWrongIsNamed(String members, String pointer) {
        var wrong = UNDO.json();
        for (var member : object(members).members().entrySet()) {
            wrong = wrong.with(member.getKey(), member.getValue());
        }

        assertThat(Intervention.read(wrong))
                .isInstanceOfSatisfying(
                        Parsed.Malformed.class,
                        found -> assertThat(found.pointer().text()).isEqualTo(pointer));
    }

    @Test
    void namesHaveAnEnd() {
        var wrong = UNDO.json().with("by", new Json.Str("a".repeat(201)));

        assertThat(Intervention.read(wrong))
                .isInstanceOfSatisfying(
                        Parsed.Malformed.class,
                        found -> assertThat(found.pointer().text()).isEqualTo("/by"));
    }

    @Test
    void whatIsNoObjectIsRefused() {
        assertThat(Intervention.read(new Json.Arr(java.util.List.of()))).isInstanceOf(Parsed.Malformed.class);
    }

    private static Json.Obj object(String text) {
        return JsonReader.read(text) instanceof Parsed.Ok<Json>(Json.Obj object)
                ? object
                : org.assertj.core.api.Assertions.fail(text);
    }
}
