package vpceguard.policy.proof;

import java.util.ArrayList;
import java.util.List;
import vpceguard.policy.Glob;

/// The characters that patterns tell apart, and the positions in their tokens that take each.
final class Alphabet {
    /// The place of the fresh character.
    static final int FRESH = 0;

    /// The fresh one, `:`, and all that the patterns name; each with the positions that take it.
    private final StringBuilder characters = new StringBuilder();

    private final List<long[]> takers = new ArrayList<>();

    /// @param tokens of all patterns, one behind the other
    /// @param ignoreCase where letters match without case
    /// @param fresh a character that no pattern names, which stands for all others
    Alphabet(char[] tokens, long[] ignoreCase, char fresh) {
        var any = new long[ignoreCase.length];
        var anyInSegment = new long[ignoreCase.length];
        for (int p = 0; p < tokens.length; p++) {
            switch (tokens[p]) {
                case Glob.ANY, Glob.ONE -> set(any, p);
                case Glob.ANY_IN_SEGMENT, Glob.ONE_IN_SEGMENT -> set(anyInSegment, p);
                default -> {}
            }
        }
        var colon = any.clone();
        for (int w = 0; w < any.length; w++) {
            any[w] |= anyInSegment[w];
        }
        add(fresh, any);
        add(':', colon);
        for (int p = 0; p < tokens.length; p++) {
            if (isCharacter(tokens[p])) {
                set(named(tokens[p], any), p);
                if (isSet(ignoreCase, p)) {
                    named(Character.toUpperCase(tokens[p]), any);
                }
            }
        }
        for (int p = 0; p < tokens.length; p++) {
            if (isSet(ignoreCase, p)) {
                for (int i = 0; i < characters.length(); i++) {
                    if (Character.toLowerCase(characters.charAt(i)) == tokens[p]) {
                        set(takers.get(i), p);
                    }
                }
            }
        }
    }

    private long[] named(char c, long[] any) {
        int i = indexOf(c);
        return i < 0 ? add(c, any) : takers.get(i);
    }

    private long[] add(char c, long[] any) {
        characters.append(c);
        takers.add(any.clone());
        return takers.getLast();
    }

    private int indexOf(char c) {
        int i = characters.length() - 1;
        while (i >= 0 && characters.charAt(i) != c) {
            i--;
        }
        return i;
    }

    private static boolean isCharacter(char token) {
        return token < Glob.ANY || token > Walk.END;
    }

    static void set(long[] positions, int position) {
        positions[position >> 6] |= 1L << position;
    }

    private static boolean isSet(long[] positions, int position) {
        return (positions[position >> 6] >> position & 1) != 0;
    }

    int size() {
        return characters.length();
    }

    char character(int index) {
        return characters.charAt(index);
    }

    /// The positions that take that character.
    long[] takers(int index) {
        return takers.get(index);
    }

    /// Whether one of these positions tells that character from those that no pattern names.
    boolean isNamed(int index, long[] positions) {
        var own = takers.get(index);
        var others = takers.get(FRESH);
        for (int w = 0; w < positions.length; w++) {
            if ((positions[w] & (own[w] ^ others[w])) != 0) {
                return true;
            }
        }
        return false;
    }
}
