package vpceguard.policy.proof;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import vpceguard.policy.Glob;

/// Representatives of all texts there are: for each combination of patterns that some text matches, one such text.
///
/// What patterns begin with literally makes a tree, which is descended; where one has a wildcard, all that got so far
/// are walked together (`Walk`). A character that no pattern names stands for all the others.
final class Texts {
    private static final String FRESH = "xqzjkwy0123456789";

    /// What a text must look like: `?` stands for a character, and before each `:` there may be any others.
    enum Shape {
        ANY("?", 0),
        ACTION("?:?", 0),
        ARN("arn:::::?", 4);

        private final String form;

        /// How much of the form is meant literally.
        private final int fixed;

        Shape(String form, int fixed) {
            this.form = form;
            this.fixed = fixed;
        }

        /// How far into the form another character leads, or -1 if it may not stand here.
        int step(int place, char c) {
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
            return place >= fixed ? place : -1;
        }

        /// The place where all of the form is met.
        int end() {
            return form.length();
        }

        /// The character that it asks for next; `?` for any.
        char wanted(int place) {
            return place == end() ? '?' : form.charAt(place);
        }

        /// The text with what the form still asks for, and something of its own.
        ///
        /// @param beginning fits as far as it goes
        /// @param reached how far that is
        /// @param fresh a character that no pattern names
        String completed(String beginning, int reached, char fresh) {
            var text = new StringBuilder(beginning);
            int place = reached;
            while (place < end()) {
                char wanted = wanted(place);
                var own = place >= fixed && !endsWith(text, fresh);
                text.append(own || wanted == '?' ? fresh : wanted);
                place = step(place, text.charAt(text.length() - 1));
            }
            if (!endsWith(text, fresh)) {
                text.append(fresh);
            }
            return text.toString();
        }

        private static boolean endsWith(StringBuilder text, char c) {
            return !text.isEmpty() && text.charAt(text.length() - 1) == c;
        }
    }

    private final Shape shape;

    /// By their tokens, so that those which begin alike stand together.
    private final List<Glob> globs;

    private final char fresh;
    private final Set<BitSet> combinations = new HashSet<>();
    private final List<String> found = new ArrayList<>();

    private Texts(Collection<Glob> globs, Shape shape) {
        this.shape = shape;
        this.globs = new ArrayList<>(globs);
        this.globs.sort(Glob.BY_TOKENS);
        this.fresh = freshCharacter();
    }

    /// The representatives, one that matches as little as possible first; empty if there are too many cases.
    static Optional<List<String>> representatives(Collection<Glob> globs, Shape shape) {
        var texts = new Texts(globs, shape);
        return texts.descend(0, globs.size(), 0, 0, new BitSet()) ? Optional.of(texts.found) : Optional.empty();
    }

    private char freshCharacter() {
        var used = new BitSet();
        for (var glob : globs) {
            for (int i = 0; i < glob.tokens().length(); i++) {
                used.set(glob.tokens().charAt(i));
            }
        }
        int at = 0;
        while (at < FRESH.length() && used.get(FRESH.charAt(at))) {
            at++;
        }
        int c = at < FRESH.length() ? FRESH.charAt(at) : 'à';
        while (used.get(c) || Character.toLowerCase(c) != c) {
            c++;
        }
        return (char) c;
    }

    /// Finds the texts that begin as some patterns do; false if there are too many cases.
    ///
    /// @param from the first of these patterns, which have their first `at` characters in common
    /// @param to behind the last one
    /// @param place how far these characters lead into the shape
    /// @param settled patterns that match whatever follows
    private boolean descend(int from, int to, int at, int place, BitSet settled) {
        var matching = (BitSet) settled.clone();
        var isWild = false;
        var isOver = true;
        for (int i = from; i < to; i++) {
            var glob = globs.get(i);
            if (glob.endsWithStarAt(at)) {
                settled.set(i);
                matching.set(i);
            } else if (glob.tokens().length() == at) {
                matching.set(i);
            } else {
                isOver = false;
                isWild |= glob.isWildAt(at);
            }
        }
        if (isWild) {
            return walk(from, to, at, place, settled);
        }
        var beginning = from == to ? "" : globs.get(from).tokens().substring(0, at);
        if (isOver || shape.step(place, fresh) >= 0) {
            addBeyond(beginning, place, settled);
        }
        if (place == shape.end()) {
            add(matching, beginning);
        }
        for (int i = from; i < to; i++) {
            if (!matching.get(i)) {
                int next = i + 1;
                while (next < to
                        && globs.get(next).tokens().charAt(at)
                                == globs.get(i).tokens().charAt(at)) {
                    next++;
                }
                if (!branch(i, next, at, place, settled)) {
                    return false;
                }
                i = next - 1;
            }
        }
        return true;
    }

    /// Goes on to where some patterns, which have their next character in common, differ or have a wildcard.
    private boolean branch(int from, int to, int at, int place, BitSet settled) {
        var first = globs.get(from).tokens();
        int common = first.length();
        for (int i = from; i < to; i++) {
            common = Math.min(common, globs.get(i).literal());
        }
        var last = globs.get(to - 1).tokens();
        int differs = at;
        while (differs < common && first.charAt(differs) == last.charAt(differs)) {
            differs++;
        }
        int reached = place;
        for (int i = at; i < differs; i++) {
            if (i > at && shape.step(reached, fresh) >= 0) {
                addBeyond(first.substring(0, i), reached, settled);
            }
            reached = shape.step(reached, first.charAt(i));
            if (reached < 0) {
                return true;
            }
        }
        return descend(from, to, differs, reached, (BitSet) settled.clone());
    }

    private boolean walk(int from, int to, int at, int place, BitSet settled) {
        var members = new ArrayList<Glob>();
        var places = new int[to - from];
        for (int i = from; i < to; i++) {
            if (!settled.get(i)) {
                places[members.size()] = i;
                members.add(globs.get(i));
            }
        }
        var matches = new Walk(members, at, shape, fresh).matches(place);
        if (matches.isEmpty()) {
            return false;
        }
        for (var match : matches.get()) {
            var matching = (BitSet) settled.clone();
            match.globs().stream().forEach(i -> matching.set(places[i]));
            add(matching, match.text());
        }
        return true;
    }

    /// A text that begins so and goes on as no pattern does, unless there is one like it.
    private void addBeyond(String beginning, int place, BitSet settled) {
        if (!combinations.contains(settled)) {
            add(settled, shape.completed(beginning, place, fresh));
        }
    }

    private void add(BitSet matching, String text) {
        if (combinations.add(matching)) {
            found.add(text);
        }
    }
}
