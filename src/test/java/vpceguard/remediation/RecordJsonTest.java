package vpceguard.remediation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import vpceguard.json.Json;
import vpceguard.json.JsonWriter;
import vpceguard.model.Attachments;
import vpceguard.model.NetworkSettings;
import vpceguard.remediation.Remediation.PolicyChange;
import vpceguard.remediation.Remediation.Quarantine;
import vpceguard.remediation.Remediation.Revert;

class RecordJsonTest {
    @Test
    void aRecordIsReadAsItWasWrittenHoweverMuchItSays() {
        assertReadAsWritten(Records.full());
        assertReadAsWritten(Records.bare());
    }

    static Stream<Plan> plans() {
        return Stream.of(
                plan(Optional.of(Records.APPEND), Optional.empty()),
                plan(Optional.of(Records.REPLACE), Optional.empty()),
                plan(Optional.of(new Quarantine(Records.HOSTILE)), Optional.empty()),
                plan(Optional.empty(), Optional.of(Records.REVERT)),
                plan(
                        Optional.empty(),
                        Optional.of(new Revert(Attachments.NONE, new NetworkSettings(Attachments.NONE)))),
                plan(Optional.of(Records.REPLACE), Optional.of(Records.REVERT)));
    }

    private static Plan plan(Optional<PolicyChange> policy, Optional<Revert> revert) {
        return new Plan(policy, revert, List.of());
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource("plans")
    void aPlanIsReadAsItWasWritten(Plan plan) {
        assertReadAsWritten(Records.bare().withPlan(plan));
    }

    static Stream<Outcome> outcomes() {
        return Stream.of(
                new Outcome.Planned(),
                new Outcome.Deferred(),
                new Outcome.Changed(),
                new Outcome.Unconfirmed(Records.HOSTILE),
                new Outcome.Unconfirmed(""),
                new Outcome.Refused(Records.HOSTILE),
                new Outcome.Superseded(),
                new Outcome.WouldChange(),
                new Outcome.NotChanged());
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource("outcomes")
    void anOutcomeIsReadAsItWasWritten(Outcome outcome) {
        assertReadAsWritten(Records.bare().closed(outcome, Records.NOW));
    }

    @Test
    void theTextIsOneLineAndNamesItsKeyAndForm() {
        assertThat(RecordJson.text(Records.full()))
                .startsWith("{\"schema\":\"vpceguard/record/1\",\"cause\":\"corrected.settled\",")
                .doesNotContain("\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ``                 | stored document: the text ends too early
            {"origin":         | stored document: the text ends too early
            {"a":1,"a":1}      | stored document: member stands twice
            []                 | stored document is no object
            """)
    void aTextThatIsNoRecordIsRefused(String text, String complaint) {
        assertThatIllegalStateException()
                .isThrownBy(() -> RecordJson.read(text))
                .withMessageStartingWith(complaint);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cause", "origin", "endpoint", "mode", "perimeter", "severity", "outcome", "openedAt"})
    void aRecordThatLacksSomethingIsRefused(String name) {
        assertLackIsRefused(without(RecordJson.write(Records.full()), name), name);
    }

    @ParameterizedTest
    @CsvSource({
        "tighten,  before",
        "tighten,  after",
        "tighten,  proof",
        "revert, removed",
        "revert, restored",
        "origin,   eventId",
        "origin,   actor",
        "origin,   time",
        "endpoint, id",
        "endpoint, state",
        "endpoint, service"
    })
    void aPartThatLacksSomethingIsRefused(String part, String name) {
        var record = RecordJson.write(Records.full());
        var whole = (Json.Obj) record.at(part).orElseThrow();

        assertLackIsRefused(record.with(part, without(whole, name)), name);
    }

    @Test
    void aRestraintThatNobodyKnowsIsRefused() {
        var restraint =
                Json.object().put("restraint", "moon").put("detail", "full").build();
        var text = with("restraints", new Json.Arr(List.of(restraint)));

        assertThatIllegalStateException()
                .isThrownBy(() -> RecordJson.read(text))
                .withMessage("stored record with an unknown restraint");
    }

    @Test
    void aWordThatNobodyKnowsIsRefused() {
        var changed = with("outcome", new Json.Str("changed"));
        var mode = with("mode", new Json.Str("enforce"));

        assertThatIllegalStateException()
                .isThrownBy(() -> RecordJson.read(changed))
                .withMessage("stored record with an unknown outcome");
        assertThatIllegalArgumentException().isThrownBy(() -> RecordJson.read(mode));
    }

    private static void assertReadAsWritten(RemediationRecord record) {
        var text = RecordJson.text(record);
        assertThat(RecordJson.read(text)).isEqualTo(record);
        assertThat(RecordJson.text(RecordJson.read(text))).isEqualTo(text);
    }

    private static void assertLackIsRefused(Json.Obj record, String name) {
        assertThatIllegalStateException()
                .isThrownBy(() -> RecordJson.read(JsonWriter.compact(record)))
                .withMessage("stored document without " + name);
    }

    private static String with(String name, Json value) {
        return JsonWriter.compact(RecordJson.write(Records.full()).with(name, value));
    }

    private static Json.Obj without(Json.Obj object, String name) {
        var members = new LinkedHashMap<>(object.members());
        members.remove(name);
        return new Json.Obj(members);
    }
}
