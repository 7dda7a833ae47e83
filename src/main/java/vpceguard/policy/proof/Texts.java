package vpceguard.policy.proof;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import vpceguard.policy.Glob;

/// Representatives of all texts there are: for each combination of patterns that some text matches, one such text.
///
/// All patterns are walked at once, character by character, where a character that no pattern names stands for all the
/// others (subset construction, with an alphabet made on the way). Breadth first, so that representatives are short.
final class Texts {
    private static final int MOST_STATES = 20_000;
    private static final char END = '\uE004';
    private static final String FRESH = "xqzjkwy0123456789";

    /// What a text must look like: `?` stands for a character, and before each `:` there may be any others.
    enum Shape {
        ANY("?"),
        ACTION("?:?"),
        ARN("arn:::::?");

        private final String form;

        Shape(String form) {
            this.form = form;
        }

        /// How far into the form another character leads, or -1 if it may not stand here.
        private int step(int place, char c) {
            if (place == form.length()) {
                return place;
            }
            char wanted = form.charAt(place);
            if (wanted == '?') {
                return c == ':' && place + 1 < form.length() ? -1 : place + 1;
            }
            if (wanted == c) {
                return place + 1;
            }
            return wanted == ':' ? place : -1;
        }

        private boolean fits(String text) {
            int place = 0;
            for (int i = 0; i < text.length() && place >= 0; i++) {
                place = step(place, text.charAt(i));
            }
            return place == form.length();
        }
    }

    private record State(BitSet positions, int place) {}

    private record Found(State state, String text) {}

    private final Shape shape;
    private final List<Glob> globs;
    private final char fresh;
    private final char[] tokens;
    private final boolean[] ignoreCase;
    private final int[] starts;

    private Texts(Collection<Glob> globs, Shape shape) {
        this.shape = shape;
        this.globs = List.copyOf(globs);
        this.fresh = freshCharacter();
        this.tokens = new char
                [globs.stream().mapToInt(glob -> glob.tokens().length() + 1).sum()];
        this.ignoreCase = new boolean[tokens.length];
        this.starts = new int[globs.size()];
        int at = 0;
        for (int i = 0; i < starts.length; i++) {
            starts[i] = at;
            for (char token : this.globs.get(i).tokens().toCharArray()) {
                ignoreCase[at] = this.globs.get(i).ignoreCase();
                tokens[at++] = token;
            }
            tokens[at++] = END;
        }
    }

    /// The representatives, one that matches as little as possible first; empty if there are too many cases to be
    /// walked.
    static Optional<List<String>> representatives(Collection<Glob> globs, Shape shape) {
        var texts = new Texts(globs, shape);
        return globs.stream().allMatch(Texts::isPlain) ? Optional.of(texts.plain()) : texts.walk();
    }

    private char freshCharacter() {
        var used = new HashSet<Integer>();
        globs.forEach(glob -> glob.tokens().chars().forEach(used::add));
        return (char) java.util.stream.IntStream.concat(FRESH.chars(), java.util.stream.IntStream.range('À', 'ﬀ'))
                .filter(c -> !used.contains(c) && Character.toLowerCase(c) == c)
                .findFirst()
                .orElseThrow();
    }

    /// A text without wildcards, or one that ends in the only one.
    private static boolean isPlain(Glob glob) {
        var tokens = glob.tokens();
        for (int i = 0; i < tokens.length(); i++) {
            char c = tokens.charAt(i);
            if (c >= Glob.ANY && c <= Glob.ONE_IN_SEGMENT && !(c == Glob.ANY && i == tokens.length() - 1)) {
                return false;
            }
        }
        return !glob.ignoreCase();
    }

    /// Plain patterns nest or have nothing in common, so that each needs one text of its own: itself, or its beginning
    /// followed by what none names.
    private List<String> plain() {
        Set<String> beginnings = new TreeSet<>(List.of(""));
        Set<String> found = new TreeSet<>();
        for (var glob : globs) {
            var tokens = glob.tokens();
            if (tokens.indexOf(Glob.ANY) < 0) {
                found.add(tokens);
            } else {
                beginnings.add(tokens.substring(0, tokens.length() - 1));
            }
        }
        var representatives = new ArrayList<String>();
        beginnings.stream().map(this::completed).forEach(representatives::add);
        representatives.addAll(found);
        representatives.removeIf(text -> !shape.fits(text));
        return representatives;
    }

    private String completed(String beginning) {
        var text = new StringBuilder(beginning);
        int place = 0;
        for (int i = 0; i < beginning.length() && place >= 0; i++) {
            place = shape.step(place, beginning.charAt(i));
        }
        if (place == shape.form.length()) {
            text.append(fresh);
        }
        while (place >= 0 && place < shape.form.length()) {
            char wanted = shape.form.charAt(place);
            var own = wanted == '?' || (wanted == ':' && place > 3 && text.charAt(text.length() - 1) != fresh);
            text.append(own ? fresh : wanted);
            place = shape.step(place, own ? fresh : wanted);
        }
        return text.toString();
    }

    private Optional<List<String>> walk() {
        var representatives = new HashMap<BitSet, String>();
        var ordered = new ArrayList<String>();
        var start = new State(new BitSet(tokens.length), 0);
        for (int first : starts) {
            enter(start.positions(), first);
        }
        Set<State> seen = new HashSet<>(Set.of(start));
        var queue = new ArrayDeque<>(List.of(new Found(start, "")));
        while (!queue.isEmpty()) {
            var found = queue.remove();
            if (found.state().place() == shape.form.length()
                    && representatives.putIfAbsent(accepted(found.state()), found.text()) == null) {
                ordered.add(found.text());
            }
            for (char c : alphabet(found.state())) {
                int place = shape.step(found.state().place(), c);
                if (place < 0) {
                    continue;
                }
                var next = new State(step(found.state().positions(), c), place);
                if (seen.add(next)) {
                    queue.add(new Found(next, found.text() + c));
                }
            }
            if (seen.size() > MOST_STATES) {
                return Optional.empty();
            }
        }
        return Optional.of(ordered);
    }

    private Set<Character> alphabet(State state) {
        var alphabet = new TreeSet<>(Set.of(fresh, ':'));
        if (state.place() < shape.form.length() && shape.form.charAt(state.place()) != '?') {
            alphabet.add(shape.form.charAt(state.place()));
        }
        var positions = state.positions();
        for (int p = positions.nextSetBit(0); p >= 0; p = positions.nextSetBit(p + 1)) {
            if (tokens[p] < Glob.ANY || tokens[p] > END) {
                alphabet.add(tokens[p]);
                if (ignoreCase[p]) {
                    alphabet.add(Character.toUpperCase(tokens[p]));
                }
            }
        }
        return alphabet;
    }

    private BitSet step(BitSet positions, char c) {
        var next = new BitSet(tokens.length);
        for (int p = positions.nextSetBit(0); p >= 0; p = positions.nextSetBit(p + 1)) {
            if (tokens[p] != END && Glob.takes(tokens[p], ignoreCase[p] ? Character.toLowerCase(c) : c)) {
                enter(next, Glob.repeats(tokens[p]) ? p : p + 1);
            }
        }
        return next;
    }

    /// Adds a position and those that are reached from it without a character. A pattern that has come to its last
    /// star matches whatever follows, so its other positions no longer matter.
    private void enter(BitSet positions, int position) {
        int p = position;
        positions.set(p);
        while (Glob.repeats(tokens[p])) {
            positions.set(++p);
        }
        if (tokens[p] == END && p > position && tokens[p - 1] == Glob.ANY) {
            int start = java.util.Arrays.binarySearch(starts, p);
            positions.clear(starts[start < 0 ? -start - 2 : start], p - 1);
        }
    }

    private BitSet accepted(State state) {
        var accepted = new BitSet(starts.length);
        for (int i = 0; i < starts.length; i++) {
            accepted.set(
                    i, state.positions().get(starts[i] + globs.get(i).tokens().length()));
        }
        return accepted;
    }
}
