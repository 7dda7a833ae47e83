package vpceguard.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import vpceguard.json.Json.Arr;
import vpceguard.json.Json.Bool;
import vpceguard.json.Json.Null;
import vpceguard.json.Json.Num;
import vpceguard.json.Json.Str;
import vpceguard.json.Parsed.Malformed;
import vpceguard.json.Parsed.Ok;

class JsonReaderTest {
    private static final int LARGEST_POLICY = 20_480;

    private static Malformed<Json> refused(String text) {
        return switch (JsonReader.read(text)) {
            case Malformed<Json> malformed -> malformed;
            case Ok<Json>(var value) -> throw new AssertionError("was read: " + value);
        };
    }

    private static Json read(String text) {
        return switch (JsonReader.read(text)) {
            case Ok<Json>(var value) -> value;
            case Malformed<Json> malformed -> throw new AssertionError(malformed.toString());
        };
    }

    @Test
    void everyKindOfValueIsRead() {
        assertThat(read(" {\"s\" : \"x\", \"n\":-1.50e+3,\"l\":[true,false,null],\"o\":{}}\r\n\t "))
                .isEqualTo(Json.object()
                        .put("s", "x")
                        .put("n", new Num("-1.50e+3"))
                        .put("l", new Arr(List.of(new Bool(true), new Bool(false), new Null())))
                        .put("o", Json.object().build())
                        .build());
    }

    @Test
    void membersKeepTheirOrder() {
        var read = (Json.Obj) read("{\"b\":1,\"a\":2,\"\":3}");
        assertThat(read.members().keySet()).containsExactly("b", "a", "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-0", "123456789012", "123456789012345678901234567890", "1.10", "1E400"})
    void numbersKeepTheirText(String literal) {
        assertThat(read(literal)).isEqualTo(new Num(literal));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "}",
                "[",
                "]",
                "[1",
                "[1,",
                "[1,]",
                "[,1]",
                "[1 2]",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "{,}",
                "{\"a\":1 \"b\":2}",
                "{a:1}",
                "{'a':1}",
                "{1:2}",
                "{} {}",
                "{}x",
                "nul",
                "True",
                "tru",
                "NaN",
                "Infinity",
                "-",
                "+1",
                "01",
                "-01",
                ".5",
                "1.",
                "1e",
                "1e+",
                "0x1",
                "\"",
                "\"\\",
                "\"\\x\"",
                "\"\\u12\"",
                "\"\\u12g4\"",
                "\"\\u+123\"",
                "\"\\uFF1\uFF11\"",
                "\"a\nb\"",
                "\"\u0000\"",
                "\uFEFF{}",
                "\u00a01",
                "// no\n1",
                "/**/1",
                "[1]//"
            })
    void whatIsNoJsonIsRefused(String text) {
        assertThat(refused(text).reason()).matches("[ -~]+, character [0-9]+").doesNotEndWith(".");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":1,\"a\":1}                          | /a",
                "{\"a\":1,\"\\u0061\":2}                    | /a",
                "{\"Statement\":[{},{\"Sid\":1,\"Sid\":2}]} | /Statement/1/Sid",
                "{\"x/y\":{\"~\":0,\"~\":0}}                | /x~1y/~0",
                "[[],[0,{\"\":1,\"\":2}]]                   | /1/1/",
            })
    void aMemberThatStandsTwiceIsRefusedWhereItStands(String text, String pointer) {
        var refused = refused(text);
        assertThat(refused.pointer().text()).isEqualTo(pointer);
        assertThat(refused.reason()).startsWith("member stands twice");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":{\"b\":[1,x]}} | /a/b/1",
                "{\"a\":{\"b\":[1]x}}  | /a",
                "{\"a\":[1],\"b\":}    | /b",
                "[1,2,3] 4             | ``",
            })
    void aRefusalNamesThePlace(String text, String pointer) {
        assertThat(refused(text).pointer().text()).isEqualTo(pointer);
    }

    @Test
    void namesThatDifferInCaseAreDifferentMembers() {
        assertThat(((Json.Obj) read("{\"Sid\":1,\"sid\":2}")).members()).hasSize(2);
    }

    @Test
    void nestingIsReadToAHundredLevelsAndRefusedBeyond() {
        assertThat(read("[".repeat(100) + "1" + "]".repeat(100))).isInstanceOf(Arr.class);
        assertThat(refused("[".repeat(101) + "1" + "]".repeat(101)).reason()).startsWith("nested deeper than 100");
        assertThat(refused("{\"a\":".repeat(101) + "1" + "}".repeat(101)).reason())
                .startsWith("nested deeper");
    }

    @Test
    void escapesAreUndone() {
        assertThat(read("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e4\\uD83D\\uDE00\""))
                .isEqualTo(new Str("\"\\/\b\f\n\r\t\u00e4\ud83d\ude00"));
    }

    @Test
    void loneSurrogatesAreKept() {
        assertThat(read("\"\\ud800x\\udc00\"")).isEqualTo(new Str("\ud800x\udc00"));
    }

    static List<String> hostileTexts() {
        return List.of(
                "[".repeat(LARGEST_POLICY),
                "{\"a\":".repeat(LARGEST_POLICY / 5),
                "[".repeat(LARGEST_POLICY / 2) + "]".repeat(LARGEST_POLICY / 2),
                "\"" + "\\".repeat(LARGEST_POLICY - 1),
                "\"" + "\\u0000".repeat(LARGEST_POLICY / 6),
                "\"" + "x".repeat(LARGEST_POLICY - 2) + "\"",
                "9".repeat(LARGEST_POLICY),
                "1e" + "9".repeat(LARGEST_POLICY - 2),
                "-".repeat(LARGEST_POLICY),
                " ".repeat(LARGEST_POLICY),
                ",".repeat(LARGEST_POLICY),
                "\u0000".repeat(LARGEST_POLICY),
                "\ud800".repeat(LARGEST_POLICY),
                "[" + "1,".repeat(LARGEST_POLICY / 2 - 1) + "1]",
                "{\"" + "n".repeat(LARGEST_POLICY / 2) + "\":[" + "1,".repeat(LARGEST_POLICY / 4 - 4) + "1]}");
    }

    @ParameterizedTest
    @MethodSource("hostileTexts")
    void hostileTextsNeitherCrashNorStall(String text) {
        assertTimeoutPreemptively(
                Duration.ofSeconds(10), () -> assertThat(JsonReader.read(text)).isNotNull());
    }

    @Test
    void aLongNameDoesNotMakeItsItemsSlow() {
        var text = "{\"" + "n".repeat(500_000) + "\":[" + "1,".repeat(250_000) + "1]}";
        assertTimeoutPreemptively(
                Duration.ofSeconds(10), () -> assertThat(read(text)).isNotNull());
    }
}
