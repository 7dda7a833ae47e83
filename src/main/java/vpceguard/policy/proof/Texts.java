package vpceguard.policy.proof;

import java.util.BitSet;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import vpceguard.policy.Glob;

/// Representatives of all texts there are: for each combination of patterns that some text matches, one such text.
///
/// Plain patterns need no search; others are walked (`Walk`). A character that no pattern names stands for all the
/// others.
final class Texts {
    private static final int ARN_PREFIX = 3;
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
            return wanted == ':' ? place : -1;
        }

        /// The place where all of the form is met.
        int end() {
            return form.length();
        }

        char wanted(int place) {
            return form.charAt(place);
        }

        /// The text with what the form still asks for, and one character more.
        ///
        /// @param beginning fits as far as it goes
        /// @param fresh a character that no pattern names
        String completed(String beginning, char fresh) {
            var text = new StringBuilder(beginning);
            int place = place(beginning);
            if (place == end()) {
                text.append(fresh);
            }
            while (place >= 0 && place < end()) {
                char wanted = wanted(place);
                var own = wanted == '?'
                        || (wanted == ':' && place > ARN_PREFIX && text.charAt(text.length() - 1) != fresh);
                text.append(own ? fresh : wanted);
                place = step(place, own ? fresh : wanted);
            }
            return text.toString();
        }

        /// How far a text leads into the form, or -1 if it does not fit.
        int place(String text) {
            int place = 0;
            for (int i = 0; i < text.length() && place >= 0; i++) {
                place = step(place, text.charAt(i));
            }
            return place;
        }

        private boolean fits(String text) {
            return place(text) == form.length();
        }
    }

    private final Shape shape;
    private final List<Glob> globs;
    private final char fresh;

    private Texts(Collection<Glob> globs, Shape shape) {
        this.shape = shape;
        this.globs = List.copyOf(globs);
        this.fresh = freshCharacter();
    }

    /// The representatives, one that matches as little as possible first; empty if there are too many cases to be
    /// walked.
    static Optional<List<String>> representatives(Collection<Glob> globs, Shape shape) {
        var texts =
                new Texts(globs.stream().filter(glob -> !glob.isEverything()).toList(), shape);
        return texts.globs.stream().allMatch(Glob::isPlain)
                ? Optional.of(texts.plain())
                : new Walk(texts.globs, shape, texts.fresh).representatives();
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

    /// Plain patterns nest or have nothing in common, so that each needs one text of its own: itself, or its beginning
    /// followed by what none names.
    private List<String> plain() {
        Set<String> representatives = new LinkedHashSet<>(List.of(shape.completed("", fresh)));
        for (var glob : globs) {
            var tokens = glob.tokens();
            representatives.add(
                    glob.literal() == tokens.length()
                            ? tokens
                            : shape.completed(tokens.substring(0, glob.literal()), fresh));
        }
        return representatives.stream().filter(shape::fits).toList();
    }
}
