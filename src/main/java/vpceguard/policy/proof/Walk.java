package vpceguard.policy.proof;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import vpceguard.policy.Glob;
import vpceguard.policy.proof.Texts.Member;

/// Walks all patterns at once, character by character, with an alphabet found on the way (subset
/// construction); breadth first, so that the texts found are short.
///
/// The state is a set of positions in the patterns' tokens, a bit for each, so that a step is a few shifts.
final class Walk {
    static final int MOST_STATES = 20_000;

    /// Words written in all.
    private static final int MOST_WORK = 5_000_000;

    static final char END = '\uE004';

    private final Shape shape;
    private final char fresh;
    private final String beginning;
    private final Alphabet alphabet;
    private final int words;

    /// The kind of pattern that each position belongs to. Those of a kind stand together.
    private final int[] kinds;

    private final long[] begun;

    /// Positions that take any number of characters, and those of them with which a pattern ends.
    private final long[] stars;

    private final long[] lastStars;

    /// Positions that a pattern has come to where the text matches: its last star, or its end.
    private final long[] matched;

    /// For each kind its first position, the one behind its last, and a last star that stands for all of these.
    private final int[] starts;

    private final int[] ends;

    private final int[] standing;

    private int work;

    /// @param members have their first `at` characters in common
    /// @param fresh a character that none of them names
    Walk(List<Member> members, int at, Shape shape, char fresh) {
        this.shape = shape;
        this.fresh = fresh;
        this.beginning = members.getFirst().glob().tokens().substring(0, at);
        var together = new ArrayList<>(members);
        together.sort(Comparator.comparingInt(Member::kind));
        int length = 0;
        for (var member : together) {
            length += member.glob().tokens().length() - at + 1;
        }
        this.words = (length + Long.SIZE - 1) / Long.SIZE;
        this.kinds = new int[length];
        this.begun = new long[words];
        this.stars = new long[words];
        this.lastStars = new long[words];
        this.matched = new long[words];
        this.starts = new int[together.getLast().kind() + 1];
        this.ends = new int[starts.length];
        this.standing = new int[ends.length];
        var tokens = new char[length];
        var ignoreCase = new long[words];
        int p = 0;
        for (var member : together) {
            var glob = member.glob();
            int end = p + glob.tokens().length() - at;
            glob.tokens().getChars(at, glob.tokens().length(), tokens, p);
            tokens[end] = END;
            Arrays.fill(kinds, p, end + 1, member.kind());
            if (ends[member.kind()] == 0) {
                starts[member.kind()] = p;
            }
            ends[member.kind()] = end + 1;
            Alphabet.set(begun, p);
            if (end > p && tokens[end - 1] == Glob.ANY) {
                Alphabet.set(lastStars, end - 1);
                Alphabet.set(matched, end - 1);
                standing[member.kind()] = end - 1;
            } else {
                Alphabet.set(matched, end);
            }
            for (; p < end; p++) {
                if (Glob.repeats(tokens[p])) {
                    Alphabet.set(stars, p);
                }
                if (glob.ignoreCase()) {
                    Alphabet.set(ignoreCase, p);
                }
            }
            p++;
        }
        this.alphabet = new Alphabet(tokens, ignoreCase, fresh);
    }

    /// Where all patterns are, how far the text has come to its shape, and the way to here, backwards.
    private static final class State {
        private final long[] positions;
        private final int place;
        private final @Nullable State before;
        private final char last;

        private State(long[] positions, int place, @Nullable State before, char last) {
            this.positions = positions;
            this.place = place;
            this.before = before;
            this.last = last;
        }

        private String text(String beginning) {
            var text = new StringBuilder();
            for (var here = this; here.before != null; here = here.before) {
                text.append(here.last);
            }
            return beginning + text.reverse();
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof State state && place == state.place && Arrays.equals(positions, state.positions);
        }

        @Override
        public int hashCode() {
            long hash = place;
            for (var word : positions) {
                hash = (hash ^ word) * 0x9E3779B97F4A7C15L;
            }
            return (int) (hash >>> Integer.SIZE);
        }
    }

    /// A text, and the kinds of patterns that match it.
    record Match(BitSet kinds, String text) {}

    /// One text for each combination of patterns; empty if there are too many states.
    ///
    /// @param place how far the patterns' beginning leads into the shape
    /// @param most states
    Optional<List<Match>> matches(int place, int most) {
        var found = new LinkedHashMap<BitSet, Match>();
        var begun = new State(beginning(), place, null, fresh);
        var seen = new HashSet<State>();
        var queue = new ArrayDeque<State>();
        seen.add(begun);
        queue.add(begun);
        while (!queue.isEmpty()) {
            var state = queue.remove();
            var settled = isSettled(state.positions);
            if (settled || state.place == shape.end()) {
                var matching = matching(state.positions);
                if (!found.containsKey(matching)) {
                    var text = state.text(beginning);
                    found.put(
                            matching, new Match(matching, settled ? shape.completed(text, state.place, fresh) : text));
                }
            }
            char wanted = shape.wanted(state.place);
            var occupied = occupied(state.positions);
            // A character is looked at in a few words, mostly in none.
            work += alphabet.size() * occupied.length / 16;
            for (int i = 0; !settled && i < alphabet.size(); i++) {
                char c = alphabet.character(i);
                // Others lead where the fresh one does.
                var isAsked = i == Alphabet.FRESH || c == wanted || alphabet.isNamed(i, state.positions, occupied);
                int after = isAsked ? shape.step(state.place, c) : -1;
                if (after >= 0) {
                    var next = new State(next(state.positions, occupied, alphabet.takers(i)), after, state, c);
                    if (seen.add(next)) {
                        queue.add(next);
                    }
                }
            }
            if (seen.size() > most || work > MOST_WORK) {
                return Optional.empty();
            }
        }
        return Optional.of(List.copyOf(found.values()));
    }

    /// A few of many, for most states.
    private static int[] occupied(long[] positions) {
        var found = new int[positions.length];
        int count = 0;
        for (int w = 0; w < positions.length; w++) {
            if (positions[w] != 0) {
                found[count++] = w;
            }
        }
        return Arrays.copyOf(found, count);
    }

    private BitSet matching(long[] positions) {
        var matching = new BitSet();
        for (int w = 0; w < words; w++) {
            for (long rest = positions[w] & matched[w]; rest != 0; rest &= rest - 1) {
                matching.set(kinds[w * Long.SIZE + Long.numberOfTrailingZeros(rest)]);
            }
        }
        return matching;
    }

    /// Whether all patterns that may still match do so whatever follows.
    private boolean isSettled(long[] positions) {
        for (int w = 0; w < words; w++) {
            if ((positions[w] & ~lastStars[w]) != 0) {
                return false;
            }
        }
        return true;
    }

    private long[] beginning() {
        var positions = begun.clone();
        for (int w = 0; w < words; w++) {
            passStars(positions, w);
        }
        settle(positions, new long[words]);
        return positions;
    }

    /// @param occupied the words that have positions
    /// @param takers the positions that take the character
    private long[] next(long[] positions, int[] occupied, long[] takers) {
        var next = new long[words];
        for (int w : occupied) {
            long taken = positions[w] & takers[w];
            long gone = taken & ~stars[w];
            next[w] |= (taken & stars[w]) | gone << 1;
            if (gone < 0) {
                next[w + 1] |= 1;
            }
        }
        work += words;
        var comes = false;
        for (int w : occupied) {
            int behind = passStars(next, w);
            for (int reached = w; reached < behind; reached++) {
                comes |= (next[reached] & lastStars[reached] & ~positions[reached]) != 0;
            }
        }
        if (comes) {
            settle(next, positions);
        }
        return next;
    }

    /// Adds what is reached without a character, which is what is behind a star, from a word and the one behind it.
    ///
    /// @return the word behind those that were looked at
    private int passStars(long[] positions, int from) {
        long carry = 0;
        int w = from;
        do {
            positions[w] |= carry;
            long passable = stars[w] & ~lastStars[w];
            long passed = positions[w] & passable;
            // A star behind a star needs another round.
            while ((passed << 1 & ~positions[w]) != 0) {
                positions[w] |= passed << 1;
                passed = positions[w] & passable;
            }
            carry = passed >>> 63;
            w++;
        } while (w < words && (carry != 0 || w == from + 1));
        return w;
    }

    /// A pattern that has come to its last star matches whatever follows, so that the other positions of its kind no
    /// longer matter.
    private void settle(long[] positions, long[] before) {
        for (int w = 0; w < words; w++) {
            for (long come = positions[w] & lastStars[w] & ~before[w]; come != 0; come &= come - 1) {
                int kind = kinds[w * Long.SIZE + Long.numberOfTrailingZeros(come)];
                clear(positions, starts[kind], ends[kind]);
                Alphabet.set(positions, standing[kind]);
            }
        }
    }

    private static void clear(long[] positions, int from, int to) {
        long before = ~(-1L << from);
        long behind = -2L << (to - 1);
        int last = (to - 1) >> 6;
        for (int w = from >> 6; w <= last; w++) {
            positions[w] &= (w == from >> 6 ? before : 0) | (w == last ? behind : 0);
        }
    }
}
