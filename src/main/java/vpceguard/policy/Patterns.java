package vpceguard.policy;

import java.util.Optional;

/// What the patterns of `Action` and `Resource` match, as far as AWS documents it.
public final class Patterns {
    private Patterns() {}

    /// How far a wildcard in the front of an ARN reaches, which AWS does not state for `Resource`.
    public enum Reading {
        /// To the end of its segment.
        SEGMENT,
        /// To the end of its segment, unless it is a star that ends it: "it can expand to match beyond the colon
        /// boundaries".
        STAR_AT_END,
        /// To the end of the ARN.
        WHOLE
    }

    /// The calls, in lower case; empty for a pattern without a colon other than `*`, with a wildcard for the
    /// service, or with a letter beyond ASCII, which has other cases: AWS does not say what these mean.
    public static Optional<Glob> action(String pattern) {
        int colon = pattern.indexOf(':');
        var service = pattern.substring(0, Math.max(colon, 0));
        if (!Glob.isAscii(pattern) || (!pattern.equals("*") && (colon < 1 || Glob.hasWildcard(service)))) {
            return Optional.empty();
        }
        return Optional.of(Glob.of(Glob.lower(pattern)));
    }

    /// The resources; empty for a pattern that is neither `*` nor an ARN.
    ///
    /// @param tokens the pattern with tokens in place of its wildcards
    public static Optional<Glob> resource(String tokens, Reading reading) {
        var glob = new Glob(tokens, false);
        if (tokens.length() == 1 && tokens.charAt(0) == Glob.ANY) {
            return Optional.of(glob);
        }
        return tokens.startsWith("arn:")
                ? Optional.of(
                        switch (reading) {
                            case SEGMENT -> glob.segmented();
                            case STAR_AT_END -> glob.segmentedButStarsAtEnds();
                            case WHOLE -> glob;
                        })
                : Optional.empty();
    }
}
