package vpceguard.policy.proof;

import java.util.List;
import vpceguard.policy.Glob;

/// How two patterns of a list lie to each other.
enum PatternOrder {
    /// The first matches no more than the second.
    WITHIN,
    /// The second matches no more than the first.
    AROUND,
    /// No text matches both.
    APART,
    /// Some of each.
    OPEN;

    static PatternOrder of(String pattern, String other, boolean ignoreCase) {
        var one = Glob.of(ignoreCase ? Glob.lower(pattern) : pattern);
        var two = Glob.of(ignoreCase ? Glob.lower(other) : other);
        if (two.tokens().equals(one.tokens()) || two.matches(one.tokens())) {
            return WITHIN;
        }
        if (one.matches(two.tokens())) {
            return AROUND;
        }
        return Texts.representatives(List.of(List.of(one), List.of(two)), Shape.ANY)
                .filter(texts -> texts.stream().noneMatch(text -> one.matches(text) && two.matches(text)))
                .map(_ -> APART)
                .orElse(OPEN);
    }
}
