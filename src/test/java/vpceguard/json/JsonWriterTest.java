package vpceguard.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import vpceguard.json.Json.Arr;
import vpceguard.json.Json.Bool;
import vpceguard.json.Json.Null;
import vpceguard.json.Json.Num;
import vpceguard.json.Json.Str;
import vpceguard.json.Parsed.Ok;

class JsonWriterTest {
    private static final Json SAMPLE = Json.object()
            .put("Version", "2012-10-17")
            .put(
                    "Statement",
                    new Arr(List.of(Json.object().put("n", 1).put("b", true).build(), new Null())))
            .put("none", new Arr(List.of()))
            .put("empty", Json.object().build())
            .put("absent", Optional.empty())
            .build();

    @Test
    void compactIsOneLineWithoutBlanks() {
        assertThat(JsonWriter.compact(SAMPLE))
                .isEqualTo("{\"Version\":\"2012-10-17\",\"Statement\":[{\"n\":1,\"b\":true},null],"
                        + "\"none\":[],\"empty\":{}}");
    }

    @Test
    void indentedIsForPeople() {
        assertThat(JsonWriter.indented(SAMPLE)).isEqualTo("""
                {
                  "Version": "2012-10-17",
                  "Statement": [
                    {
                      "n": 1,
                      "b": true
                    },
                    null
                  ],
                  "none": [],
                  "empty": {}
                }""");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-0", "1.10", "1E400", "123456789012345678901234567890"})
    void numbersAreWrittenAsTheyWereRead(String literal) {
        assertThat(JsonReader.read(literal).then(value -> new Ok<>(JsonWriter.compact(value))))
                .isEqualTo(new Ok<>(literal));
    }

    @Test
    void controlCharactersAndLoneSurrogatesAreEscaped() {
        assertThat(JsonWriter.compact(new Str("\u0000\b\t\n\f\r\u001f\"\\/")))
                .isEqualTo("\"\\u0000\\u0008\\t\\n\\u000c\\r\\u001f\\\"\\\\/\"");
        assertThat(JsonWriter.compact(new Str("\ud800x\udc00"))).isEqualTo("\"\\ud800x\\udc00\"");
        assertThat(JsonWriter.compact(new Str("\udc00\ud800"))).isEqualTo("\"\\udc00\\ud800\"");
        assertThat(JsonWriter.compact(new Str("\ud83d\ude00"))).isEqualTo("\"\ud83d\ude00\"");
    }

    @Test
    void whatPeopleReadIsAscii() {
        assertThat(JsonWriter.indented(new Str("\u00e4\u202e\u007f\ud83d\ude00")))
                .isEqualTo("\"\\u00e4\\u202e\\u007f\\ud83d\\ude00\"");
    }

    static IntStream seeds() {
        return IntStream.range(0, 300);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatIsWrittenIsReadAgain(int seed) {
        var value = randomValue(new Random(seed), 0);
        var compact = JsonWriter.compact(value);
        assertThat(JsonReader.read(compact)).isEqualTo(new Ok<>(value));
        assertThat(JsonReader.read(JsonWriter.indented(value))).isEqualTo(new Ok<>(value));
        assertThat(new String(compact.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
                .isEqualTo(compact);
        assertThat(JsonReader.read(compact).then(again -> new Ok<>(JsonWriter.compact(again))))
                .isEqualTo(new Ok<>(compact));
    }

    private static Json randomValue(Random random, int depth) {
        return switch (random.nextInt(depth < 5 ? 6 : 4)) {
            case 0 -> new Null();
            case 1 -> new Bool(random.nextBoolean());
            case 2 -> new Num(random.nextBoolean() ? "" + random.nextLong() : random.nextInt(9) + ".0e-7");
            case 3 -> new Str(randomText(random));
            case 4 -> {
                var items = new ArrayList<Json>();
                for (int i = random.nextInt(5); i > 0; i--) {
                    items.add(randomValue(random, depth + 1));
                }
                yield new Arr(items);
            }
            default -> {
                var object = Json.object();
                for (int i = random.nextInt(5); i > 0; i--) {
                    object.put(randomText(random), randomValue(random, depth + 1));
                }
                yield object.build();
            }
        };
    }

    private static String randomText(Random random) {
        var text = new StringBuilder();
        for (int i = random.nextInt(12); i > 0; i--) {
            text.append((char) (random.nextBoolean() ? random.nextInt(0x80) : random.nextInt(0x10000)));
        }
        return text.toString();
    }

    @Test
    void theLargestPolicyIsWrittenWithoutStalling() {
        var value = Json.object().put("x", "\ud800\u0000\"".repeat(20_480 / 3)).build();
        assertTimeoutPreemptively(
                Duration.ofSeconds(10),
                () -> assertThat(JsonReader.read(JsonWriter.indented(value))).isEqualTo(new Ok<Json>(value)));
    }
}
