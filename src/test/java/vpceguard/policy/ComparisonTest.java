package vpceguard.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComparisonTest {
    private static Truth holds(Operator.Test test, String pattern, String value) {
        return holds(test, "aws:principalarn", pattern, value);
    }

    private static Truth holds(Operator.Test test, String key, String pattern, String value) {
        return Comparison.of(test, key, List.of(Comparison.hasWildcards(test) ? Glob.marked(pattern) : pattern))
                .holds(value);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            STRING_EQUALS               | a*       | a*       | TRUE
            STRING_EQUALS               | a*       | ab       | FALSE
            STRING_EQUALS               | a        | A        | FALSE
            STRING_EQUALS_IGNORE_CASE   | aB       | Ab       | TRUE
            STRING_EQUALS_IGNORE_CASE   | a?       | AB       | FALSE
            STRING_EQUALS_IGNORE_CASE   | k        | \u212A  | UNKNOWN
            STRING_EQUALS_IGNORE_CASE   | S        | \u017F  | UNKNOWN
            STRING_EQUALS_IGNORE_CASE   | i        | \u0130  | UNKNOWN
            STRING_EQUALS_IGNORE_CASE   | i        | \u0131  | UNKNOWN
            STRING_EQUALS_IGNORE_CASE   | k        | \u00E9  | FALSE
            STRING_EQUALS_IGNORE_CASE   | \u00E9  | \u00E9  | UNKNOWN
            STRING_LIKE                 | a?c*     | abcd     | TRUE
            STRING_LIKE                 | a?c*     | Abcd     | FALSE
            STRING_LIKE                 | a*       | a:b:c    | TRUE
            ARN_LIKE                    | arn:b:c:d:e:f* | arn:b:c:d:e:fg:h | TRUE
            ARN_LIKE                    | arn:b:c:*:f | arn:b:c:d:e:f | UNKNOWN
            ARN_LIKE                    | arn:b:c:*:e:f | arn:b:c:d:x:e:f | FALSE
            ARN_LIKE                    | *:b:c:d:e:f | arn:b:c:d:e:f | UNKNOWN
            ARN_LIKE                    | a:b:c:d:e:f | a:b:c:d:e:f | UNKNOWN
            ARN_LIKE                    | *        | arn:b:c:d:e:f | UNKNOWN
            ARN_LIKE                    | arn:b:c:d:* | arn:b:c:d:e | UNKNOWN
            ARN_LIKE                    | arn:b:c    | arn:b:c:d:e:f | UNKNOWN
            ARN_EQUALS                  | arn:b:c:d:e:? | arn:b:c:d:e:f | TRUE
            ARN_EQUALS                  | arn:b:c:d:e:f | arn:b:c:d:e:F | FALSE
            BOOL                        | true     | TRUE     | TRUE
            BOOL                        | False    | false    | TRUE
            BOOL                        | true     | false    | FALSE
            BOOL                        | true     | yes      | UNKNOWN
            BOOL                        | 1        | true     | UNKNOWN
            BOOL                        | x        | x        | UNKNOWN
            BINARY_EQUALS               | QQ==     | QQ==     | TRUE
            BINARY_EQUALS               | QQ       | QQ==     | TRUE
            BINARY_EQUALS               | QQ==     | Qg==     | FALSE
            BINARY_EQUALS               | *        | *        | UNKNOWN
            BINARY_EQUALS               | QQ==     | ?        | UNKNOWN
            IP_ADDRESS                  | 10.1.2.0/24 | 10.1.2.0 | TRUE
            IP_ADDRESS                  | 10.1.2.0/24 | 10.1.2.255 | TRUE
            IP_ADDRESS                  | 10.1.2.0/24 | 10.1.3.0 | FALSE
            IP_ADDRESS                  | 10.1.2.0/24 | 10.1.1.255 | FALSE
            IP_ADDRESS                  | 10.1.2.3 | 10.1.2.3 | TRUE
            IP_ADDRESS                  | 10.1.2.3 | 10.1.2.4 | FALSE
            IP_ADDRESS                  | 0.0.0.0/0 | ::1     | FALSE
            IP_ADDRESS                  | x        | 10.1.2.3 | UNKNOWN
            IP_ADDRESS                  | 10.1.2.3 | x        | UNKNOWN
            NUMERIC_EQUALS              | 10       | 10.0     | TRUE
            NUMERIC_EQUALS              | 10       | 11       | FALSE
            NUMERIC_EQUALS              | ten      | 10       | UNKNOWN
            NUMERIC_LESS_THAN           | 10       | 9.9      | TRUE
            NUMERIC_LESS_THAN           | 10       | 10       | FALSE
            NUMERIC_LESS_THAN_EQUALS    | 10       | 10       | TRUE
            NUMERIC_LESS_THAN_EQUALS    | 10       | 10.1     | FALSE
            NUMERIC_GREATER_THAN        | 10       | 10       | FALSE
            NUMERIC_GREATER_THAN        | -10      | -9       | TRUE
            NUMERIC_GREATER_THAN_EQUALS | 10       | 10       | TRUE
            NUMERIC_GREATER_THAN_EQUALS | 10       | 9        | FALSE
            DATE_EQUALS                 | 2026-01-01 | 2026-01-01T01:00:00+01:00 | TRUE
            DATE_EQUALS                 | 1767225600 | 2026-01-01T00:00:00Z | TRUE
            DATE_EQUALS                 | 2026-01-01 | 2026-01-01T00:00:00.5Z | FALSE
            DATE_LESS_THAN              | 2026-01-02 | 2026-01-02T00:00:00Z | FALSE
            DATE_LESS_THAN              | 2026-01-02 | 2026-01-01T23:59:59Z | TRUE
            DATE_LESS_THAN_EQUALS       | 2026-01-02 | 2026-01-02 | TRUE
            DATE_LESS_THAN_EQUALS       | 2026-01-02 | 2026-01-03 | FALSE
            DATE_GREATER_THAN           | 2026-01-02 | 2026-01-02 | FALSE
            DATE_GREATER_THAN           | 2026-01-02 | 2026-01-02T00:00:01Z | TRUE
            DATE_GREATER_THAN_EQUALS    | 2026-01-02 | 2026-01-02 | TRUE
            DATE_GREATER_THAN_EQUALS    | 2026-01-02 | 2026-01-01 | FALSE
            DATE_EQUALS                 | yesterday | 2026-01-01 | UNKNOWN
            DATE_EQUALS                 | 2026-01-01 | 2026-13-01 | UNKNOWN
            DATE_EQUALS                 | 2026-01-01 | 2026   | UNKNOWN
            """)
    void aValueIsComparedByItsType(Operator.Test test, String pattern, String value, Truth truth) {
        assertThat(holds(test, pattern, value)).isEqualTo(truth);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            NUMERIC_EQUALS | 1   | 1   | 2    | TRUE
            NUMERIC_EQUALS | 2   | 1   | 2    | TRUE
            NUMERIC_EQUALS | 3   | 1   | 2    | FALSE
            NUMERIC_EQUALS | 1   | 1   | one  | TRUE
            NUMERIC_EQUALS | 3   | 1   | one  | UNKNOWN
            NUMERIC_EQUALS | one | 1   | 2    | UNKNOWN
            STRING_LIKE    | b   | a   | b    | TRUE
            STRING_LIKE    | c   | a   | b    | FALSE
            ARN_LIKE       | arn:b:c:d:e:f | a | arn:b:c:d:e:f | TRUE
            ARN_LIKE       | arn:b:c:d:e:f | a | arn:b:c:d:e:g | UNKNOWN
            BOOL           | yes | true | false | UNKNOWN
            """)
    void oneOfSeveralPatternsIsEnough(Operator.Test test, String value, String one, String other, Truth truth) {
        assertThat(Comparison.of(test, "aws:principalarn", List.of(one, other)).holds(value))
                .isEqualTo(truth);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            aws:principalarn     | arn:b:c:d:e:f | 444455556666  | FALSE
            aws:principalarn     | 444455556666  | 444455556666  | UNKNOWN
            aws:principalaccount | arn:b:c:d:e:f | arn:b:c:d:e:f | TRUE
            aws:principalaccount | arn:b:c:d:e:f | arn:b:c:d:e:g | FALSE
            aws:principalaccount | arn:b:c:d:e:f | 444455556666  | UNKNOWN
            aws:principalaccount | 444455556666  | 444455556666  | UNKNOWN
            aws:principalaccount | 444455556666  | arn:b:c:d:e:f | UNKNOWN
            """)
    void whatIsNoArnIsComparedWithNone(String key, String pattern, String value, Truth truth) {
        assertThat(holds(Operator.Test.ARN_LIKE, key, pattern, value)).isEqualTo(truth);
        assertThat(holds(Operator.Test.ARN_EQUALS, key, pattern, value)).isEqualTo(truth);
    }

    @ParameterizedTest
    @CsvSource({
        "1, true",
        "+1, true",
        "-1.50, true",
        "1., false",
        ".5, false",
        "1e3, false",
        "'', false",
        "1 , true",
        "0x1, false",
        "--1, false"
    })
    void aNumberHasDigitsAndAPoint(String text, boolean number) {
        assertThat(Comparison.number(text).isPresent()).isEqualTo(number);
        assertThat(Comparison.number("9".repeat(40) + "." + "9".repeat(40))).isPresent();
        assertThat(Comparison.number("9".repeat(41))).isEmpty();
        assertThat(Comparison.number("0." + "9".repeat(41))).isEmpty();
    }

    @Test
    void secondsAreReadFromEveryForm() {
        assertThat(Comparison.seconds("12345").orElseThrow()).isEqualByComparingTo("12345");
        assertThat(Comparison.seconds("-12345").orElseThrow()).isEqualByComparingTo("-12345");
        assertThat(Comparison.seconds("1234")).isEmpty();
        assertThat(Comparison.seconds("1234567890123")).isEmpty();
        assertThat(Comparison.seconds("1970-01-02").orElseThrow()).isEqualByComparingTo("86400");
        assertThat(Comparison.seconds("1970-01-01t00:00:01.5z").orElseThrow()).isEqualByComparingTo("1.5");
    }

    @Test
    void onlyLikeAndArnOperatorsHaveWildcards() {
        assertThat(Operator.Test.values())
                .filteredOn(Comparison::hasWildcards)
                .containsExactly(Operator.Test.STRING_LIKE, Operator.Test.ARN_EQUALS, Operator.Test.ARN_LIKE);
    }

    @Test
    void aPatternOverTextsIsAGlobAndNoOther() {
        assertThat(Operator.Test.values())
                .filteredOn(test -> Comparison.glob(test, "arn:b:c:d:e:f").isPresent())
                .allMatch(test -> test.type().isText())
                .hasSize(5);
    }

    @Test
    void nullComparesNothing() {
        assertThatThrownBy(() -> Comparison.of(Operator.Test.NULL, "aws:principalarn", List.of("true")))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
