package vpceguard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vpceguard.json.Json;
import vpceguard.json.JsonReader;
import vpceguard.json.JsonWriter;
import vpceguard.json.Parsed;
import vpceguard.notice.RecordNotice;
import vpceguard.notice.Sender;
import vpceguard.remediation.RecordJson;
import vpceguard.remediation.Records;

class ExplainTest {
    @TempDir
    private Path folder;

    @Test
    void saysARecordInTheWordsOfItsNotice() throws IOException {
        var run = Run.of("explain", file(RecordJson.text(Records.full())));

        assertThat(run.code()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .startsWith("NOT CHANGED. Act now: EC2 refused the repair")
                .contains("vpce-0123456789abcdef0");
        assertThat(run.out().chars()).allMatch(c -> c == '\n' || (c >= ' ' && c <= '~'));
    }

    @Test
    void takesWhatTheTableShows() throws IOException {
        var item = Json.object()
                .put(
                        "Item",
                        Json.object()
                                .put(
                                        "record",
                                        Json.object()
                                                .put("S", RecordJson.text(Records.full()))
                                                .build())
                                .build())
                .build();

        assertThat(Run.of("explain", file(JsonWriter.indented(item))))
                .isEqualTo(Run.of("explain", file(RecordJson.text(Records.full()))));
    }

    @Test
    void anEmptyLineIsBetweenRecords() {
        var sender = new Sender("111122223333", "us-east-1", "stack", "table");
        var full = RecordNotice.of(Records.full(), sender);
        var bare = RecordNotice.of(Records.bare(), sender);

        assertThat(Explain.text(Stream.of(full, bare)))
                .isEqualTo(full.text().strip() + "\n\n" + bare.text().strip());
    }

    @Test
    void answersInJson() throws IOException {
        var run = Run.of("explain", "--json", file(RecordJson.text(Records.full())));

        assertThat(((Parsed.Ok<Json>) JsonReader.read(run.out())).value())
                .isInstanceOfSatisfying(
                        Json.Arr.class,
                        notices -> assertThat(notices.items())
                                .singleElement()
                                .satisfies(notice -> assertThat(notice.textAt("unmapped", "schema"))
                                        .contains("vpceguard/notice/2")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}              | no record of this version, \"stored document without schema\"",
                "[]              | no record of this version, \"stored document is no object\"",
                "nonsense        | no record of this version, \"stored document: expected a value, character 1 at the whole document\"",
                "{\"schema\":\"vpceguard/record/0\"} | no record of this version, \"stored record of another schema than ",
            })
    void refusesWhatIsNoRecord(String text, String reason) throws IOException {
        var file = file(text);

        assertThat(Run.of("explain", file)).satisfies(run -> {
            assertThat(run.code()).isEqualTo(2);
            assertThat(run.err()).startsWith("vpce-guard: \"" + file + "\": " + reason);
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "explain | explain needs a file, RECORD.json, or --table and --endpoint",
                "explain --table=t | explain needs a file, RECORD.json, or --table and --endpoint",
                "explain --table=t --endpoint=x | --endpoint is \"x\", expected an id such as vpce-0123456789abcdef0",
                "explain --table=t --endpoint=vpce-01234567 --region=x | --region is \"x\", expected one such as eu-west-1",
                "audit --table=t --from=yesterday | invalid value for option '--from': expected a day such as 2027-01-31,"
                        + " found \"yesterday\", see vpce-guard audit --help",
            })
    void saysWhatIsWrong(String words, String reason) {
        assertThat(Run.of(words.split(" "))).isEqualTo(new Run(2, "", "vpce-guard: " + reason + "\n"));
    }

    private String file(String text) throws IOException {
        return Files.writeString(folder.resolve("record.json"), text).toString();
    }
}
