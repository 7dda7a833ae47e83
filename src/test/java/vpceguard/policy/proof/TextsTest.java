package vpceguard.policy.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import vpceguard.policy.Glob;

/// Representatives of all texts, beside all short texts there are.
class TextsTest {
    private static final int ROUNDS = 500;

    /// All texts of up to so many of these characters.
    private static Stream<String> words(String characters, int most) {
        var shorter = most == 0 ? Stream.<String>of() : words(characters, most - 1);
        return Stream.concat(
                Stream.of(""), shorter.flatMap(word -> characters.chars().mapToObj(c -> (char) c + word)));
    }

    private static List<String> all(Shape shape) {
        return switch (shape) {
            case ANY -> words("abcA:", 4).filter(text -> !text.isEmpty()).toList();
            case ACTION ->
                words("abc:", 5).filter(text -> text.matches("[^:]+:.+")).toList();
            case ARN ->
                words("ab:", 7)
                        .map(text -> "arn:" + text)
                        .filter(text -> text.matches("arn:([^:]*:){4}.+"))
                        .toList();
        };
    }

    private static Glob glob(Random random, Shape shape) {
        var pattern = new StringBuilder(shape == Shape.ARN ? "arn:" : "");
        for (int left = random.nextInt(shape == Shape.ARN ? 8 : 5); left > 0; left--) {
            pattern.append("aab::*?".charAt(random.nextInt(7)));
        }
        return switch (random.nextInt(4)) {
            case 0 -> Glob.literal(pattern.toString());
            case 1 -> Glob.of(pattern.toString()).segmented();
            case 2 -> Glob.ignoringCase(pattern.toString());
            default -> Glob.of(pattern.toString());
        };
    }

    private static BitSet matching(List<List<Glob>> lists, String text) {
        var matching = new BitSet();
        for (int i = 0; i < lists.size(); i++) {
            matching.set(i, lists.get(i).stream().anyMatch(glob -> glob.matches(text)));
        }
        return matching;
    }

    @ParameterizedTest
    @EnumSource(Shape.class)
    void eachCombinationOfListsHasAText(Shape shape) {
        var texts = all(shape);
        var random = new Random(20_260_301);
        for (int round = 0; round < ROUNDS; round++) {
            var lists = new ArrayList<List<Glob>>();
            for (int left = 1 + random.nextInt(4); left > 0; left--) {
                lists.add(Stream.generate(() -> glob(random, shape))
                        .limit(1 + random.nextInt(2))
                        .toList());
            }
            var found = Texts.representatives(lists, shape).orElseThrow();
            var represented = found.stream().map(text -> matching(lists, text)).collect(Collectors.toSet());
            var there = texts.stream()
                    .filter(text -> !represented.contains(matching(lists, text)))
                    .findFirst();
            assertThat(there).as("of %s", lists).isEmpty();
            if (shape != Shape.ANY) {
                assertThat(found).allMatch(text -> text.matches(shape == Shape.ARN ? "arn:([^:]*:){4}.+" : "[^:]+:.+"));
            }
        }
    }

    @Test
    void aCharacterThatNoPatternNamesStandsForTheOthers() {
        var named = "xqzjkwy0123456789\u00e0";
        var patterns = List.of(List.of(Glob.of("*" + named + "?")), List.of(Glob.of("?")));
        assertThat(Texts.representatives(patterns, Shape.ANY).orElseThrow())
                .anyMatch(text -> text.length() == 1 && !named.contains(text));
    }

    @Test
    void tooManyCasesAreNone() {
        var patterns = new ArrayList<List<Glob>>();
        for (char c = 'a'; c <= 'z'; c++) {
            patterns.add(List.of(Glob.of("*" + c + "*" + c + "*")));
        }
        assertThat(Texts.representatives(patterns, Shape.ANY)).isEmpty();
    }
}
