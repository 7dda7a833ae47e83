package vpceguard.json;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuotedTest {
    @Test
    void plainTextIsOnlyQuoted() {
        assertThat(Quoted.of("ec2.amazonaws.com")).isEqualTo("\"ec2.amazonaws.com\"");
        assertThat(Quoted.of("")).isEqualTo("\"\"");
    }

    @Test
    void theQuotesCannotBeLeft() {
        assertThat(Quoted.of("a\" b\\")).isEqualTo("\"a\\\" b\\\\\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\u001b[2J", "a\r\nb", "\u0000", "\u007f", "\u0085", "\u2028", "\u202eabc", "\u200b", "\u00e4"})
    void whatATerminalWouldActOnIsEscaped(String text) {
        assertThat(Quoted.of(text)).matches("[ -~]+").contains("\\");
    }

    @Test
    void everyCharacterComesOutAsAscii() {
        for (char c = 0; c < Character.MAX_VALUE; c++) {
            assertThat(Quoted.of(Character.toString(c))).matches("\"[ -~]+\"");
        }
    }

    @Test
    void longTextIsCutAndItsRestCounted() {
        assertThat(Quoted.of("x".repeat(200))).isEqualTo("\"" + "x".repeat(200) + "\"");
        assertThat(Quoted.of("x".repeat(20_480))).isEqualTo("\"" + "x".repeat(200) + "\" and 20280 more characters");
    }

    @Test
    void aPairOfSurrogatesCutInTwoIsStillAscii() {
        assertThat(Quoted.of("x".repeat(199) + "\ud83d\ude00")).endsWith("\\ud83d\" and 1 more characters");
    }
}
