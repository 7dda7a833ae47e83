package vpceguard.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vpceguard.flow.Journal;
import vpceguard.json.Json;
import vpceguard.json.JsonReader;
import vpceguard.json.Parsed;

class MeteredJournalTest {
    private final List<Json.Obj> journalled = new ArrayList<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Journal journal = new MeteredJournal(
            new Journal() {
                @Override
                public void append(List<Json.Obj> entries) {
                    journalled.addAll(entries);
                }

                @Override
                public void mention(Json.Obj entry) {
                    journalled.add(entry);
                }
            },
            "guard",
            new PrintStream(out, true, StandardCharsets.UTF_8),
            Clock.fixed(Instant.parse("2026-11-24T06:00:00Z"), ZoneOffset.UTC));

    @Test
    void aRepairIsCountedWithItsTimeAndItsControls() {
        var told = read("""
                {"step": "told", "detail": {"result": "CHANGED",
                 "call": {"eventName": "ModifyVpcEndpoint", "time": "2026-11-24T06:00:00Z"},
                 "closedAt": "2026-11-24T06:00:07Z", "findings": [{"control": "a"}, {"control": "a"}, {"control": "b"}]}}""");

        journal.append(List.of(told));

        assertThat(journalled).containsExactly(told);
        assertThat(lines()).hasSize(4).allSatisfy(line -> {
            assertThat(line.textAt("Stack")).hasValue("guard");
            assertThat(line.at("_aws", "Timestamp")).hasValue(new Json.Num("1795500000000"));
        });
        assertThat(lines().stream().map(line -> line.at("RepairSeconds")).flatMap(Optional::stream))
                .containsExactly(new Json.Num("7"));
        assertThat(lines().stream().map(line -> line.textAt("Control")).flatMap(Optional::stream))
                .containsExactly("a", "b");
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains(
                        "\"Dimensions\":[[\"Stack\",\"Control\"]],\"Metrics\":[{\"Name\":\"Findings\",\"Unit\":\"Count\"}]");
    }

    @Test
    void aRepairThatNoCallLedToTakesNoTime() {
        journal.append(List.of(read("""
                {"step": "told", "detail": {"result": "CHANGED",
                 "call": {"eventName": "(existing)", "time": "2026-11-24T06:00:00Z"},
                 "closedAt": "2026-11-24T06:00:07Z"}}""")));

        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("\"Repairs\":1")
                .doesNotContain("RepairSeconds");
    }

    @ParameterizedTest
    @CsvSource({
        "CHANGED, false, 'Repairs,Findings'",
        "WOULD_CHANGE, false, 'WouldRepair,Findings'",
        "NOT_CHANGED, false, 'LeftToPeople,Findings'",
        "DEFERRED, false, 'LeftToPeople,Findings'",
        "REFUSED, false, 'RepairsFailed,Findings'",
        "CHANGED, true, ''",
        "NOT_CHANGED, true, ''",
        "DEFERRED, true, ''",
        "REFUSED, true, RepairsFailed",
        "NOT_CONFIRMED, true, RepairsFailed",
        "SUPERSEDED, true, ''"
    })
    void whatAPersonAskedForCountsOnlyIfItFailed(String result, boolean isAsked, String metrics) {
        journal.append(List.of(read("""
                {"step": "told", "detail": {"result": "%s", "call": {"eventName": "(person)"}, %s
                 "findings": [{"control": "a"}]}}""".formatted(result, isAsked ? "\"instruction\": {}," : ""))));

        assertThat(lines().stream()
                        .flatMap(line -> line.itemsAt("_aws", "CloudWatchMetrics"))
                        .flatMap(directive -> directive.itemsAt("Metrics"))
                        .map(metric -> metric.textAt("Name").orElseThrow()))
                .containsExactly(metrics.isEmpty() ? new String[0] : metrics.split(","));
    }

    /// Its notice has no findings, and says that there is nothing to do.
    @Test
    void whereSomebodyWasFasterNothingIsLeftToPeople() {
        journal.append(List.of(read("""
                {"step": "told", "detail": {"result": "SUPERSEDED", "call": {"eventName": "CreateVpcEndpoint"},
                 "findings": []}}""")));

        assertThat(lines()).isEmpty();
    }

    @Test
    void whatIsNothingToCountIsOnlyJournalled() {
        journal.mention(read("{\"step\": \"told\", \"detail\": {\"result\": \"SWEPT\"}}"));
        journal.mention(read("{\"step\": \"assessed\"}"));

        assertThat(journalled).hasSize(2);
        assertThat(lines()).isEmpty();
    }

    private List<Json> lines() {
        return out.toString(StandardCharsets.UTF_8)
                .lines()
                .<Json>map(MeteredJournalTest::read)
                .toList();
    }

    private static Json.Obj read(String text) {
        return JsonReader.read(text) instanceof Parsed.Ok<Json>(Json.Obj object)
                ? object
                : org.assertj.core.api.Assertions.fail(text);
    }
}
