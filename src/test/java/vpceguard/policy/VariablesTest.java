package vpceguard.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vpceguard.policy.Variables.Filled;

class VariablesTest {
    private static final Request REQUEST = new Request(
            Request.ANONYMOUS,
            "s3:GetObject",
            "*",
            Map.of("aws:team", List.of("red*"), "aws:several", List.of("a", "b"), "aws:kept", List.of("\uE000")),
            true);

    private static Filled fill(String text) {
        return Variables.fill(text, true, REQUEST);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            ${aws:team}              | red*
            a/${aws:team}/b          | a/red*/b
            ${ AWS:Team }            | red*
            ${aws:team}${aws:team}   | red*red*
            ${aws:team, 'blue'}      | red*
            ${aws:none, 'blue'}      | blue
            ${aws:none,'b l'}        | b l
            ${ aws:none , 'x' }      | x
            ${aws:none, ''}          | ""
            ${aws:none, 'it's'}      | it's
            ${*}${?}${$}             | *?$
            plain}                   | plain}
            $ {x                     | $ {x
            """)
    void variablesAreFilledIn(String text, String filled) {
        assertThat(Variables.fill(text, false, REQUEST)).isEqualTo(new Filled.Text(filled));
    }

    @Test
    void wildcardsOfTheTextAreMarkedAndOfThoseOfAValueItIsOpenWhetherTheyAreSome() {
        assertThat(fill("?-${aws:none, 'red'}-*")).isEqualTo(new Filled.Text(Glob.ONE + "-red-" + Glob.ANY));
        assertThat(fill("?-${aws:team}-*")).isEqualTo(new Filled.Open());
        assertThat(Variables.fill("?-${aws:team}-*", false, REQUEST)).isEqualTo(new Filled.Text("?-red*-*"));
        assertThat(fill("${*}*")).isEqualTo(new Filled.Text("*" + Glob.ANY));
    }

    @Test
    void anAbsentKeyWithoutDefaultIsUnresolved() {
        assertThat(fill("a${aws:none}")).isEqualTo(new Filled.Unresolved());
        assertThat(Variables.fill("${aws:none}${aws:team}", false, REQUEST)).isEqualTo(new Filled.Unresolved());
        assertThat(Variables.fill("${aws:team}${aws:none}", false, REQUEST)).isEqualTo(new Filled.Unresolved());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "${aws:several}",
                "${aws:kept}",
                "${}",
                "${ }",
                "${,'x'}",
                "${aws:team",
                "${aws:team}${",
                "${aws:team 'x'}",
                "${aws:team, x}",
                "${aws:team, 'x}",
                "${aws:team, '}'}",
                "${aws:none}${aws:several}"
            })
    void severalValuesAndBadSpellingAreOpen(String text) {
        assertThat(fill(text)).isEqualTo(new Filled.Open());
    }

    @Test
    void aKeyThatIsNotKnownIsOpen() {
        var partial = new Request(Request.ANONYMOUS, "s3:GetObject", "*", Map.of("aws:team", List.of("red")), false);
        assertThat(Variables.fill("${aws:none}", true, partial)).isEqualTo(new Filled.Open());
        assertThat(Variables.fill("${aws:none, 'x'}", true, partial)).isEqualTo(new Filled.Open());
        assertThat(Variables.fill("${aws:team}", true, partial)).isEqualTo(new Filled.Text("red"));
    }

    @Test
    void withoutARequestOnlyEscapesAreKnown() {
        assertThat(Variables.tokens("a${*}?", true)).isEqualTo(Optional.of("a*" + Glob.ONE));
        assertThat(Variables.tokens("a*", false)).isEqualTo(Optional.of("a*"));
        assertThat(Variables.tokens("a*", true)).isEqualTo(Optional.of("a" + Glob.ANY));
        assertThat(Variables.tokens("${aws:team}", true)).isEmpty();
        assertThat(Variables.tokens("${$}{x", true)).isEqualTo(Optional.of("${x"));
    }

    @Test
    void aStarTakesThePlaceOfEachVariable() {
        assertThat(Variables.widened("a/${x}/?/${*}")).isEqualTo(Optional.of("a/" + Glob.ANY + "/" + Glob.ONE + "/*"));
        assertThat(Variables.widened("a/${x, 'y'}")).isEqualTo(Optional.of("a/" + Glob.ANY));
        assertThat(Variables.widened("${x")).isEmpty();
        assertThat(Variables.widened("a/${x, 'y}z'}"))
                .as("where it ends is open")
                .isEmpty();
        assertThat(Variables.widened("a/${x, '}'}")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"${", "${x", "${ ", "${x, '", "${'", "}"})
    void longTextsDoNotStall(String part) {
        var text = part.repeat(20_000 / part.length());
        var blanks = "${" + " ".repeat(20_000) + "'}";
        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> {
            assertThat(fill(text + "}")).isNotNull();
            assertThat(fill(text)).isNotNull();
            assertThat(fill(blanks)).isEqualTo(new Filled.Open());
        });
    }
}
