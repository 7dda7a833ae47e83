package vpceguard.policy.proof;

import java.util.List;
import vpceguard.policy.Glob;

/// How the texts that one pattern matches relate to those that another one matches.
enum PatternOrder {
    /// The first matches no more than the second.
    WITHIN,
    /// The second matches no more than the first.
    AROUND,
    /// No text matches both.
    APART,
    /// Some of each.
    OPEN;

    /// Two patterns that people write have some dozens. Many pairs are asked for one policy.
    private static final int MOST_STATES = 1_000;

    static PatternOrder of(String pattern, String other, boolean ignoreCase) {
        var one = Glob.of(ignoreCase ? Glob.lower(pattern) : pattern);
        var two = Glob.of(ignoreCase ? Glob.lower(other) : other);
        if (!one.tokens().regionMatches(0, two.tokens(), 0, Math.min(one.literal(), two.literal()))) {
            return APART;
        }
        if (two.tokens().equals(one.tokens()) || two.matches(one.tokens())) {
            return WITHIN;
        }
        if (one.matches(two.tokens())) {
            return AROUND;
        }
        return Texts.representatives(List.of(List.of(one), List.of(two)), Shape.ANY, MOST_STATES)
                .filter(texts -> texts.stream().noneMatch(text -> one.matches(text) && two.matches(text)))
                .map(_ -> APART)
                .orElse(OPEN);
    }
}
