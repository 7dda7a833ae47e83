package vpceguard.policy;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/// A pattern over texts, as the tokens that it is made of: characters, and four that stand for others.
///
/// @param tokens characters, `ANY`, `ONE`, `ANY_IN_SEGMENT` and `ONE_IN_SEGMENT`
/// @param ignoreCase whether letters match without case; then the tokens are in lower case
/// @param literal how many tokens stand before the first that is no character
public record Glob(String tokens, boolean ignoreCase, int literal) {
    /// Those that begin alike stand together.
    public static final Comparator<Glob> BY_TOKENS = (one, other) -> one.tokens.compareTo(other.tokens);

    /// Any characters, or none.
    public static final char ANY = '\uE000';

    /// One character.
    public static final char ONE = '\uE001';

    /// Like `ANY`, but not across `:`.
    public static final char ANY_IN_SEGMENT = '\uE002';

    /// Like `ONE`, but no `:`.
    public static final char ONE_IN_SEGMENT = '\uE003';

    /// No text with a character from `ANY` to this one is made a pattern.
    private static final char LAST_TOKEN = '\uE00F';

    /// All letters beyond ASCII that are one of it in another case.
    public static final String BEYOND_ASCII = "\u0130\u0131\u017F\u212A";

    private static final int LAST_ASCII = 0x7F;

    private static final int SEGMENTS = 6;

    public Glob(String tokens, boolean ignoreCase) {
        this(tokens, ignoreCase, leading(tokens));
    }

    // By hand, since the JVM makes a record's own only when they are first asked for, and then slowly.

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Glob glob && ignoreCase == glob.ignoreCase && tokens.equals(glob.tokens);
    }

    @Override
    public int hashCode() {
        return tokens.hashCode();
    }

    private static int leading(String tokens) {
        int i = 0;
        while (i < tokens.length() && !isWildcard(tokens.charAt(i))) {
            i++;
        }
        return i;
    }

    /// Matches that text alone.
    public static Glob literal(String text) {
        return new Glob(text, false);
    }

    /// Matches that text, which is ASCII, in any case: `folded`, that is.
    public static Glob ignoringCase(String text) {
        return new Glob(lower(text), true);
    }

    /// `*` and `?` are wildcards.
    public static Glob of(String pattern) {
        return new Glob(marked(pattern), false);
    }

    /// The text with tokens in place of its wildcards.
    static String marked(String pattern) {
        return pattern.replace('*', ANY).replace('?', ONE);
    }

    /// For names that AWS compares without case: what it makes of letters beyond ASCII is not said, and some of these
    /// have a small letter within.
    public static String lowerName(String name) {
        int i = 0;
        while (i < name.length() && !isCapital(name.charAt(i))) {
            i++;
        }
        if (i == name.length()) {
            return name;
        }
        var lower = name.toCharArray();
        for (; i < lower.length; i++) {
            if (isCapital(lower[i])) {
                lower[i] = Character.toLowerCase(lower[i]);
            }
        }
        return new String(lower);
    }

    private static boolean isCapital(char c) {
        return c >= 'A' && c <= 'Z';
    }

    /// Character by character, so that the length stays.
    public static String lower(String text) {
        int i = 0;
        while (i < text.length() && Character.toLowerCase(text.charAt(i)) == text.charAt(i)) {
            i++;
        }
        if (i == text.length()) {
            return text;
        }
        var lower = text.toCharArray();
        for (; i < lower.length; i++) {
            lower[i] = Character.toLowerCase(lower[i]);
        }
        return new String(lower);
    }

    /// One letter for those that differ in case, as far as any rules say that they do.
    public static char folded(char c) {
        return Character.toLowerCase(Character.toUpperCase(c));
    }

    private static String folded(String text) {
        var folded = text.toCharArray();
        for (int i = 0; i < folded.length; i++) {
            folded[i] = folded(folded[i]);
        }
        return new String(folded);
    }

    /// Whether no character is beyond ASCII.
    public static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c <= LAST_ASCII);
    }

    /// The same pattern of an ARN, where wildcards of the first five segments stay within theirs if another follows.
    public Glob segmented() {
        return segmented(false);
    }

    /// The same but for stars with which a segment ends.
    public Glob segmentedButStarsAtEnds() {
        return segmented(true);
    }

    private Glob segmented(boolean openEnds) {
        var segmented = new StringBuilder(tokens);
        int segment = 1;
        int last = tokens.lastIndexOf(':');
        for (int i = 0; i < last && segment < SEGMENTS; i++) {
            switch (tokens.charAt(i)) {
                case ANY -> segmented.setCharAt(i, openEnds && tokens.charAt(i + 1) == ':' ? ANY : ANY_IN_SEGMENT);
                case ONE -> segmented.setCharAt(i, ONE_IN_SEGMENT);
                case ':' -> segment++;
                default -> {}
            }
        }
        return new Glob(segmented.toString(), ignoreCase);
    }

    /// Whether a pattern may match other texts than itself.
    public static boolean hasWildcard(String pattern) {
        return pattern.contains("*") || pattern.contains("?");
    }

    /// Whether a pattern of an ARN has a wildcard that might or might not cross a colon.
    public static boolean hasFrontWildcard(String pattern) {
        int segment = 1;
        int last = pattern.lastIndexOf(':');
        for (int i = 0; i < last && segment < SEGMENTS; i++) {
            char c = pattern.charAt(i);
            if (c == '*' || c == '?') {
                return true;
            }
            segment += c == ':' ? 1 : 0;
        }
        return false;
    }

    /// Whether a text holds a character that is kept for tokens here, so that it cannot be told from one, or one of
    /// which it is open whether it is one character or two.
    public static boolean clashes(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c >= ANY && c <= LAST_TOKEN) || Character.isSurrogate(c)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isWildcard(char token) {
        return token >= ANY && token <= ONE_IN_SEGMENT;
    }

    /// Whether what follows its first tokens is a star for anything.
    public boolean endsWithStarAt(int token) {
        return token == tokens.length() - 1 && tokens.charAt(token) == ANY;
    }

    /// Whether another text than its next token may follow its first ones.
    public boolean isWildAt(int token) {
        return ignoreCase || token == literal;
    }

    /// Whether the token takes that character.
    public static boolean takes(char token, char c) {
        return switch (token) {
            case ANY, ONE -> true;
            case ANY_IN_SEGMENT, ONE_IN_SEGMENT -> c != ':';
            default -> token == c;
        };
    }

    /// Whether the token takes any number of characters.
    public static boolean repeats(char token) {
        return token == ANY || token == ANY_IN_SEGMENT;
    }

    /// Goes back to the last star, an earlier one could do no better; but from one that stops at `:` to the last that
    /// takes anything.
    public boolean matches(String value) {
        var text = ignoreCase ? folded(value) : value;
        if (!text.regionMatches(0, tokens, 0, literal)) {
            return false;
        }
        if (endsWithStarAt(literal)) {
            return true;
        }
        int p = literal;
        int t = literal;
        int star = -1;
        int resume = 0;
        int any = -1;
        int anyResume = 0;
        while (t < text.length()) {
            if (p < tokens.length() && repeats(tokens.charAt(p))) {
                if (tokens.charAt(p) == ANY) {
                    any = p;
                    anyResume = t;
                }
                star = p++;
                resume = t;
            } else if (p < tokens.length() && takes(tokens.charAt(p), text.charAt(t))) {
                p++;
                t++;
            } else if (star > any && takes(tokens.charAt(star), text.charAt(resume))) {
                p = star + 1;
                t = ++resume;
            } else if (any >= 0) {
                star = any;
                p = star + 1;
                t = ++anyResume;
            } else {
                return false;
            }
        }
        while (p < tokens.length() && repeats(tokens.charAt(p))) {
            p++;
        }
        return p == tokens.length();
    }
}
