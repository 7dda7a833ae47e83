package vpceguard.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.provider.MethodSource;
import vpceguard.control.Controls;
import vpceguard.event.EventReader;
import vpceguard.event.EventReading;
import vpceguard.event.Own;
import vpceguard.json.Json;
import vpceguard.json.JsonReader;
import vpceguard.json.JsonWriter;
import vpceguard.json.Parsed;
import vpceguard.perimeter.Perimeter;
import vpceguard.perimeter.document.Documents;
import vpceguard.perimeter.document.PerimeterReader;
import vpceguard.perimeter.document.Place;
import vpceguard.policy.Canonical;
import vpceguard.policy.Policies;
import vpceguard.policy.Policy;
import vpceguard.policy.PolicyReader;

/// Each reader takes a text or says why not, whatever the text; what it took is the same after writing.
class ReadersFuzz {
    private static final Own OWN =
            new Own("111122223333", "us-east-1", Set.of("arn:aws:iam::111122223333:role/vpce-guard-remediator"));

    static List<byte[]> seeds() throws IOException {
        var texts = new ArrayList<>(Policies.texts());
        texts.addAll(Policies.examples().values());
        for (var folder : List.of("events", "docs/examples")) {
            try (var files = Files.newDirectoryStream(Path.of(folder), "*.json")) {
                for (var file : files) {
                    texts.add(Files.readString(file));
                }
            }
        }
        return texts.stream().map(text -> text.getBytes(UTF_8)).toList();
    }

    @MethodSource("seeds")
    @FuzzTest
    void aTextIsReadOrRefused(byte[] bytes) {
        var text = new String(bytes, UTF_8);
        switch (JsonReader.read(text)) {
            case Parsed.Malformed<Json> refused -> isTold(refused.reason());
            case Parsed.Ok<Json>(var json) -> {
                assertThat(JsonReader.read(JsonWriter.compact(json))).isEqualTo(new Parsed.Ok<>(json));
                assertThat(JsonReader.read(JsonWriter.indented(json))).isEqualTo(new Parsed.Ok<>(json));
                policy(json);
                perimeter(json);
                event(json);
            }
        }
    }

    private static void policy(Json json) {
        switch (PolicyReader.read(json)) {
            case Parsed.Malformed<Policy> refused -> isTold(refused.reason());
            case Parsed.Ok<Policy> read -> {
                var text = read.value().text();
                assertThat(PolicyReader.read(text)).isEqualTo(read);
                assertThat(Canonical.fingerprint(text))
                        .isNotEqualTo(text)
                        .isEqualTo(Canonical.fingerprint(JsonWriter.indented(json)));
            }
        }
    }

    private static void perimeter(Json json) {
        var perimeter = PerimeterReader.read(json, "test", Controls.known())
                .then(document -> document.at(Place.anywhere("aws"), Documents.TODAY));
        if (perimeter instanceof Parsed.Malformed<Perimeter>(var _, var reason)) {
            isTold(reason);
        }
    }

    private static void event(Json json) {
        switch (EventReader.read(json, OWN)) {
            case EventReading.Change(var change) ->
                assertThat(change.toString()).isNotBlank();
            case EventReading.OwnChange(var change) ->
                assertThat(change.toString()).isNotBlank();
            case EventReading.Ignored(var reason) -> isTold(reason);
            case EventReading.Unreadable(var _, var reason) -> isTold(reason);
        }
    }

    /// For a terminal: short, and nothing in it but ASCII.
    private static void isTold(String reason) {
        assertThat(reason).matches("[ -~]{1,2000}");
    }
}
