package vpceguard.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GlobTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            a     | a      | true
            a     | b      | false
            a     | ab     | false
            ab    | a      | false
            ""    | ""     | true
            ""    | a      | false
            *     | ""     | true
            *     | a:b/c  | true
            a*    | a      | true
            a*    | abc    | true
            a*    | ba     | false
            *c    | abc    | true
            *c    | abcd   | false
            *c    | ccc    | true
            a*c   | ac     | true
            a*c   | abcbc  | true
            a*c   | abcb   | false
            a*b*c | axbxc  | true
            a*b*c | axcxb  | false
            a**b  | ab     | true
            ?     | a      | true
            ?     | ""     | false
            ?     | ab     | false
            a?    | a      | false
            a?c   | abc    | true
            a?c   | abbc   | false
            *?    | ""     | false
            ?*    | a      | true
            a*?b  | ab     | false
            a*?b  | axb    | true
            *ab   | aab    | true
            A     | a      | false
            """)
    void wildcardsStandForAnyCharacters(String pattern, String text, boolean matches) {
        assertThat(Glob.of(pattern).matches(text)).isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            arn:aws:iam::*:role/x         | arn:aws:iam::1:role/x           | true
            arn:aws:iam::*:role/x         | arn:aws:iam::1:y:role/x         | false
            arn:aws:iam:*:role/x          | arn:aws:iam::1:role/x           | false
            arn:aws:*                     | arn:aws:s3:::bucket/key:colon   | true
            arn:aws:s3:?::b               | arn:aws:s3:x::b                 | true
            arn:aws:s3:?::b               | arn:aws:s3::::b                 | false
            arn:aws:s3:::b*:k             | arn:aws:s3:::b:x:k              | true
            arn:aws:s3:::b?k              | arn:aws:s3:::b:k                | true
            arn:*:s3:*:*:*                | arn:aws:s3:::bucket             | true
            arn:*:s3:*:*:*                | arn:aws:s3::bucket              | false
            *:b                           | a:b                             | true
            *:b                           | a:a:b                           | false
            """)
    void wildcardsInFrontOfAnArnStayInTheirSegment(String pattern, String text, boolean matches) {
        assertThat(Glob.of(pattern).segmented().matches(text)).isEqualTo(matches);
    }

    @Test
    void onlyTheFirstFiveSegmentsAreBounded() {
        var any = String.valueOf(Glob.ANY);
        var one = String.valueOf(Glob.ONE);
        var bounded = String.valueOf(Glob.ANY_IN_SEGMENT) + Glob.ONE_IN_SEGMENT;
        assertThat(Glob.of("*?:*?:*?:*?:*?:*?:*?").segmented().tokens())
                .isEqualTo((bounded + ":").repeat(5) + any + one + ":" + any + one);
        assertThat(Glob.of("*?").segmented().tokens()).isEqualTo(any + one);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            arn:aws:s3:::b*   | false
            arn:aws:s3:::b*:k | false
            arn:aws:s3:*::b   | true
            arn:aws:s3:?::b   | true
            arn:aws:s3*       | false
            arn:*:s3          | true
            a:b:c:d:e*:f      | true
            a:b:c:d:e:f*:g    | false
            *                 | false
            """)
    void aFrontWildcardIsOneThatAColonFollows(String pattern, boolean front) {
        assertThat(Glob.hasFrontWildcard(pattern)).isEqualTo(front);
    }

    @Test
    void fourLettersBeyondAsciiHaveOneOfItInAnotherCase() {
        var beyond = IntStream.rangeClosed(0x80, Character.MAX_VALUE)
                .filter(c -> Glob.folded((char) c) < 0x80)
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
        assertThat(beyond).isEqualTo(Glob.BEYOND_ASCII);
    }

    @Test
    void caseCountsOnlyIfAskedFor() {
        assertThat(Glob.ignoringCase("AbC*").matches("aBc*")).isTrue();
        assertThat(Glob.ignoringCase("AbC*").matches("abcd")).isFalse();
        assertThat(Glob.literal("AbC*").matches("AbC*")).isTrue();
        assertThat(Glob.literal("AbC*").matches("AbCx")).isFalse();
        assertThat(Glob.literal("AbC").matches("abc")).isFalse();
        // The dotted capital I has a lower case of two characters; the length must stay.
        assertThat(Glob.lower("\u0130A")).hasSize(2).endsWith("a");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            abc   | true  | 3
            abc*  | true  | 3
            *     | true  | 0
            ab*c  | false | 2
            ab**  | false | 2
            ab?   | false | 2
            ?     | false | 0
            """)
    void aPatternIsLiteralUpToItsFirstWildcard(String pattern, boolean plain, int literal) {
        var glob = Glob.of(pattern);
        assertThat(glob.literal()).isEqualTo(literal);
        assertThat(glob.endsWithStarAt(literal) || literal == glob.tokens().length())
                .isEqualTo(plain);
        assertThat(glob.isWildAt(literal)).isTrue();
        assertThat(glob.isWildAt(literal + 1)).isFalse();
    }

    @Test
    void whatIgnoresCaseIsNeverLiteral() {
        assertThat(Glob.ignoringCase("abc").isWildAt(0)).isTrue();
        assertThat(Glob.literal("abc").isWildAt(0)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(chars = {'\uE000', '\uE001', '\uE002', '\uE003', '\uE00F'})
    void charactersKeptForTokensClash(char kept) {
        assertThat(Glob.clashes("a" + kept)).isTrue();
        assertThat(Glob.clashes("a" + (char) 0xD7FF + (char) 0xE010 + "*")).isFalse();
    }

    /// AWS does not say whether `?` takes all of it.
    @Test
    void aCharacterOfTwoUnitsClashes() {
        assertThat(Glob.clashes("a" + Character.toString(0x10400))).isTrue();
    }

    @Test
    void starsOfEitherKindRepeat() {
        assertThat(Glob.repeats(Glob.ANY)).isTrue();
        assertThat(Glob.repeats(Glob.ANY_IN_SEGMENT)).isTrue();
        assertThat(Glob.repeats(Glob.ONE)).isFalse();
        assertThat(Glob.repeats(Glob.ONE_IN_SEGMENT)).isFalse();
        assertThat(Glob.takes(Glob.ONE_IN_SEGMENT, ':')).isFalse();
        assertThat(Glob.takes(Glob.ONE, ':')).isTrue();
        assertThat(Glob.takes('x', 'x')).isTrue();
        assertThat(Glob.takes('x', 'y')).isFalse();
    }

    @Test
    void aPatternMatchesAsItsRegularExpressionDoes() {
        var random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            var pattern = draw(random, "ab:*?");
            var text = draw(random, "ab:");
            var arn = pattern.lastIndexOf(':');
            assertThat(Glob.of(pattern).matches(text))
                    .as("%s on %s", pattern, text)
                    .isEqualTo(regex(pattern, -1).matcher(text).matches());
            assertThat(Glob.of(pattern).segmented().matches(text))
                    .as("segments of %s on %s", pattern, text)
                    .isEqualTo(regex(pattern, arn).matcher(text).matches());
            assertThat(Glob.of(pattern).segmentedButStarsAtEnds().matches(text))
                    .as("segments with open ends of %s on %s", pattern, text)
                    .isEqualTo(Pattern.compile(regex(pattern, arn).pattern().replace("[^:]*:", ".*:"))
                            .matcher(text)
                            .matches());
        }
    }

    private static String draw(Random random, String from) {
        var text = new StringBuilder();
        for (int left = random.nextInt(8); left > 0; left--) {
            text.append(from.charAt(random.nextInt(from.length())));
        }
        return text.toString();
    }

    /// @param last the last colon before which wildcards are bounded
    private static Pattern regex(String pattern, int last) {
        var regex = new StringBuilder();
        int segment = 1;
        for (int i = 0; i < pattern.length(); i++) {
            var bounded = i < last && segment < 6;
            switch (pattern.charAt(i)) {
                case '*' -> regex.append(bounded ? "[^:]*" : ".*");
                case '?' -> regex.append(bounded ? "[^:]" : ".");
                case ':' -> {
                    regex.append(':');
                    segment++;
                }
                default -> regex.append(pattern.charAt(i));
            }
        }
        return Pattern.compile(regex.toString());
    }

    /// A star that is stuck at a colon gives way to an earlier one that is not.
    @Test
    void anUnboundedStarMayTakeMoreBeforeABoundedOne() {
        assertThat(Glob.of("arn:aws*:s*q:x:1:t").segmentedButStarsAtEnds().matches("arn:aws:sAA:sBq:x:1:t"))
                .isTrue();
    }

    @Test
    void manyStarsDoNotStall() {
        var glob = Glob.of("*a".repeat(10_000) + "b");
        assertTimeoutPreemptively(
                Duration.ofSeconds(20),
                () -> assertThat(glob.matches("a".repeat(20_000))).isFalse());
    }
}
