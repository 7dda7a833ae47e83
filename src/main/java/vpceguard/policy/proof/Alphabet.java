package vpceguard.policy.proof;

import java.util.Arrays;
import vpceguard.policy.Glob;

/// The characters that patterns tell apart, and for each the positions in the patterns' tokens that accept
/// it.
final class Alphabet {
    /// The place of the fresh character.
    static final int FRESH = 0;

    /// The fresh one, `:`, and all that the patterns name.
    private char[] characters = new char[32];

    /// For each the positions that take it, and those that tell it from characters that no pattern names.
    private long[][] takers = new long[32][];

    private long[][] tellers = new long[32][];
    private int size;

    /// @param tokens of all patterns, one behind the other
    /// @param ignoreCase where letters match without case
    /// @param fresh a character that no pattern names, which stands for all others
    Alphabet(char[] tokens, long[] ignoreCase, char fresh) {
        var any = new long[ignoreCase.length];
        var inSegment = new long[ignoreCase.length];
        for (int p = 0; p < tokens.length; p++) {
            switch (tokens[p]) {
                case Glob.ANY, Glob.ONE -> {
                    set(any, p);
                    set(inSegment, p);
                }
                case Glob.ANY_IN_SEGMENT, Glob.ONE_IN_SEGMENT -> set(inSegment, p);
                default -> {}
            }
        }
        add(fresh, inSegment);
        add(':', any);
        for (int p = 0; p < tokens.length; p++) {
            if (isCharacter(tokens[p])) {
                int i = named(tokens[p], inSegment);
                set(takers[i], p);
                if (isSet(ignoreCase, p)) {
                    named(Character.toUpperCase(tokens[p]), inSegment);
                    for (char c : Glob.BEYOND_ASCII.toCharArray()) {
                        if (Glob.folded(c) == tokens[p]) {
                            named(c, inSegment);
                        }
                    }
                }
            }
        }
        for (int p = 0; p < tokens.length; p++) {
            for (int i = 0; i < size && isSet(ignoreCase, p); i++) {
                if (Glob.folded(characters[i]) == tokens[p]) {
                    set(takers[i], p);
                }
            }
        }
        for (int i = 0; i < size; i++) {
            tellers[i] = takers[i].clone();
            for (int w = 0; w < any.length; w++) {
                tellers[i][w] ^= inSegment[w];
            }
        }
    }

    private int named(char c, long[] any) {
        int i = 0;
        while (i < size && characters[i] != c) {
            i++;
        }
        return i < size ? i : add(c, any);
    }

    private int add(char c, long[] any) {
        if (size == characters.length) {
            characters = Arrays.copyOf(characters, 2 * size);
            takers = Arrays.copyOf(takers, 2 * size);
            tellers = Arrays.copyOf(tellers, 2 * size);
        }
        characters[size] = c;
        takers[size] = any.clone();
        return size++;
    }

    static boolean isCharacter(char token) {
        return token < Glob.ANY || token > Walk.END;
    }

    static void set(long[] positions, int position) {
        positions[position >> 6] |= 1L << position;
    }

    private static boolean isSet(long[] positions, int position) {
        return (positions[position >> 6] >> position & 1) != 0;
    }

    int size() {
        return size;
    }

    char character(int index) {
        return characters[index];
    }

    /// The positions that take that character.
    long[] takers(int index) {
        return takers[index];
    }

    /// Whether one of these positions tells that character from those that no pattern names.
    ///
    /// @param words those that have positions
    boolean isNamed(int index, long[] positions, int[] words) {
        var tellers = this.tellers[index];
        for (int w : words) {
            if ((positions[w] & tellers[w]) != 0) {
                return true;
            }
        }
        return false;
    }
}
