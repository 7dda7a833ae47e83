package vpceguard.policy.proof;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import vpceguard.policy.Glob;

/// Walks all patterns at once, character by character, with an alphabet made on the way (subset construction). Breadth
/// first, so that the texts found are short.
final class Walk {
    private static final int MOST_STATES = 20_000;

    /// Positions entered in all; a state may have as many as its patterns have characters.
    private static final int MOST_WORK = 20_000_000;

    private static final char END = '\uE004';

    private final Texts.Shape shape;
    private final char fresh;
    private final int count;

    /// What all patterns begin with.
    private final String common;

    private final char[] tokens;
    private final boolean[] ignoreCase;
    private final int[] owner;

    /// Positions entered in this step, each once, and patterns that match whatever follows.
    private final int[] entered;

    private final int[] enteredAt;
    private final int[] doneAt;
    private int enteredCount;
    private int step;
    private int work;

    Walk(List<Glob> globs, Texts.Shape shape, char fresh) {
        this.shape = shape;
        this.fresh = fresh;
        this.count = globs.size();
        this.common = common(globs, shape);
        int length = globs.stream().mapToInt(glob -> glob.tokens().length() + 1).sum();
        this.tokens = new char[length];
        this.ignoreCase = new boolean[length];
        this.owner = new int[length];
        this.entered = new int[length];
        this.enteredAt = new int[length];
        this.doneAt = new int[count];
        int at = 0;
        for (int i = 0; i < count; i++) {
            var glob = globs.get(i);
            for (int j = 0; j <= glob.tokens().length(); j++) {
                tokens[at] = j < glob.tokens().length() ? glob.tokens().charAt(j) : END;
                ignoreCase[at] = glob.ignoreCase();
                owner[at++] = i;
            }
        }
    }

    private static String common(List<Glob> globs, Texts.Shape shape) {
        var first = globs.getFirst();
        int length = first.literal();
        for (var glob : globs) {
            int i = 0;
            while (i < Math.min(length, glob.literal())
                    && glob.tokens().charAt(i) == first.tokens().charAt(i)) {
                i++;
            }
            length = glob.ignoreCase() ? 0 : i;
        }
        var common = first.tokens().substring(0, length);
        return shape.place(common) < 0 ? "" : common;
    }

    /// Where all patterns are, and how far the text has come to its shape.
    private static final class State {
        private final int[] positions;
        private final int place;
        private final int hash;

        private State(int[] positions, int place) {
            this.positions = positions;
            this.place = place;
            this.hash = 31 * Arrays.hashCode(positions) + place;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof State state && place == state.place && Arrays.equals(positions, state.positions);
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }

    /// A state and the way to it, backwards.
    private record Reached(State state, @Nullable Reached before, char last) {
        private String text(String beginning) {
            var text = new StringBuilder();
            for (var here = this; here.before != null; here = here.before) {
                text.append(here.last);
            }
            return beginning + text.reverse();
        }
    }

    /// One text for each combination of patterns; empty if there are too many states.
    Optional<List<String>> representatives() {
        var found = new ArrayList<String>();
        Set<BitSet> combinations = new HashSet<>();
        int place = shape.place(common);
        var other = shape.completed("", fresh);
        // All texts that do not begin as all patterns do match none.
        if (!other.startsWith(common)) {
            combinations.add(new BitSet());
            found.add(other);
        }
        begin();
        for (int p = 0; p < tokens.length; p++) {
            if (p == 0 || tokens[p - 1] == END) {
                enter(p + common.length());
            }
        }
        var start = new State(positions(), place);
        Set<State> seen = new HashSet<>(List.of(start));
        var queue = new ArrayDeque<>(List.of(new Reached(start, null, fresh)));
        while (!queue.isEmpty()) {
            var reached = queue.remove();
            var state = reached.state();
            var settled = isSettled(state);
            if ((settled || state.place == shape.end()) && combinations.add(matching(state))) {
                var text = reached.text(common);
                found.add(settled ? shape.completed(text, fresh) : text);
            }
            if (settled) {
                continue;
            }
            var alphabet = alphabet(state);
            for (int i = 0; i < alphabet.length(); i++) {
                char c = alphabet.charAt(i);
                int after = shape.step(state.place, c);
                if (after < 0) {
                    continue;
                }
                var next = new State(next(state, c), after);
                if (seen.add(next)) {
                    queue.add(new Reached(next, reached, c));
                }
            }
            if (seen.size() > MOST_STATES || work > MOST_WORK) {
                return Optional.empty();
            }
        }
        return Optional.of(found);
    }

    /// Whether all patterns that may still match do so whatever follows.
    private boolean isSettled(State state) {
        for (int p : state.positions) {
            if (!isLastStar(p)) {
                return false;
            }
        }
        return true;
    }

    /// The characters that lead to different states: those that a pattern waits for, and one for all others.
    private CharSequence alphabet(State state) {
        var alphabet = new StringBuilder().append(fresh);
        if (state.place < shape.end() && shape.wanted(state.place) != '?') {
            addTo(alphabet, shape.wanted(state.place));
        }
        for (int p : state.positions) {
            char token = tokens[p];
            if (token == Glob.ANY_IN_SEGMENT || token == Glob.ONE_IN_SEGMENT) {
                addTo(alphabet, ':');
            } else if (token < Glob.ANY || token > END) {
                addTo(alphabet, token);
                if (ignoreCase[p]) {
                    addTo(alphabet, Character.toUpperCase(token));
                }
            }
        }
        return alphabet;
    }

    private static void addTo(StringBuilder alphabet, char c) {
        for (int i = 0; i < alphabet.length(); i++) {
            if (alphabet.charAt(i) == c) {
                return;
            }
        }
        alphabet.append(c);
    }

    private int[] next(State state, char c) {
        begin();
        for (int p : state.positions) {
            char token = tokens[p];
            if (token != END && Glob.takes(token, ignoreCase[p] ? Character.toLowerCase(c) : c)) {
                enter(Glob.repeats(token) ? p : p + 1);
            }
        }
        return positions();
    }

    private void begin() {
        step++;
        work += enteredCount;
        enteredCount = 0;
    }

    /// Adds a position and those that are reached from it without a character.
    private void enter(int position) {
        int p = position;
        while (true) {
            if (enteredAt[p] != step) {
                enteredAt[p] = step;
                entered[enteredCount++] = p;
            }
            if (isLastStar(p)) {
                doneAt[owner[p]] = step;
                return;
            }
            if (!Glob.repeats(tokens[p])) {
                return;
            }
            p++;
        }
    }

    /// A pattern that has come there matches whatever follows, so that its other positions no longer matter.
    private boolean isLastStar(int position) {
        return tokens[position] == Glob.ANY && tokens[position + 1] == END;
    }

    private int[] positions() {
        int kept = 0;
        for (int i = 0; i < enteredCount; i++) {
            int p = entered[i];
            if (doneAt[owner[p]] != step || isLastStar(p)) {
                entered[kept++] = p;
            }
        }
        var positions = Arrays.copyOf(entered, kept);
        for (int i = 1; i < kept; i++) {
            if (positions[i - 1] > positions[i]) {
                Arrays.sort(positions);
                break;
            }
        }
        return positions;
    }

    private BitSet matching(State state) {
        var matching = new BitSet(count);
        for (int p : state.positions) {
            if (tokens[p] == END || isLastStar(p)) {
                matching.set(owner[p]);
            }
        }
        return matching;
    }
}
