package vpceguard.policy.smt;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import vpceguard.json.Quoted;
import vpceguard.policy.Glob;
import vpceguard.policy.Policy;
import vpceguard.policy.Variables;
import vpceguard.policy.smt.Smt.Unwritable;

/// Texts and patterns as terms of the theory of Unicode strings and regular expressions.
final class SmtText {
    private static final String EVERY_TEXT = "re.all";
    private static final int ARN_COMPONENTS = 6;

    private SmtText() {}

    /// A string literal; whatever is not plain ASCII is written by its number.
    static String literal(String text) {
        IntFunction<String> written = c -> switch (c) {
            case '"' -> "\"\"";
            case '\\' -> "\\u{5c}";
            default -> c >= ' ' && c <= '~' ? Character.toString(c) : "\\u{" + Integer.toHexString(c) + "}";
        };
        return text.chars().mapToObj(written).collect(Collectors.joining("", "\"", "\""));
    }

    /// True if one of the terms is.
    static String any(List<String> terms) {
        return terms.contains("true") ? "true" : joined("or", "false", terms);
    }

    /// True if each of the terms is.
    static String all(List<String> terms) {
        return joined(
                "and",
                "true",
                terms.stream().filter(term -> !term.equals("true")).toList());
    }

    private static String joined(String function, String none, List<String> terms) {
        return switch (terms.size()) {
            case 0 -> none;
            case 1 -> terms.getFirst();
            default -> "(" + function + " " + String.join(" ", terms) + ")";
        };
    }

    /// That the value is in one of the languages.
    static String in(String value, List<String> languages) {
        if (languages.isEmpty() || languages.contains(EVERY_TEXT)) {
            return languages.isEmpty() ? "false" : "true";
        }
        return "(str.in_re %s %s)".formatted(value, joined("re.union", "re.none", languages));
    }

    /// The pattern's text with tokens for its wildcards, if it has any.
    static String tokens(Policy policy, String text, boolean wildcards) {
        if (Glob.clashes(text)) {
            throw new Unwritable("private or paired characters in " + Quoted.of(text));
        }
        if (!policy.hasVariables()) {
            return wildcards ? Glob.of(text).tokens() : text;
        }
        return Variables.tokens(text, wildcards)
                .orElseThrow(() -> new Unwritable("a policy variable in " + Quoted.of(text)));
    }

    static boolean isWildcard(int token) {
        return token == Glob.ANY || token == Glob.ONE;
    }

    /// The language of a pattern whose wildcards reach everywhere.
    static String language(String tokens) {
        return joined("re.++", literally(""), pieces(tokens, EVERY_TEXT, "re.allchar"));
    }

    /// The same for an ARN, of which each of the six components is matched by itself; the last may hold colons.
    static String languageByComponent(String tokens) {
        var pieces = new ArrayList<String>();
        var last = tokens;
        for (int i = 1; i < ARN_COMPONENTS && last.contains(":"); i++) {
            int colon = last.indexOf(':');
            pieces.addAll(pieces(last.substring(0, colon + 1), "component", "no-colon"));
            last = last.substring(colon + 1);
        }
        pieces.addAll(pieces(last, EVERY_TEXT, "re.allchar"));
        return joined("re.++", literally(""), pieces);
    }

    /// All that is equal to that text but for the case of its letters.
    static String languageIgnoringCase(String text) {
        if (text.chars().anyMatch(c -> c > '~' || "iks".indexOf(Character.toLowerCase(c)) >= 0)) {
            throw new Unwritable("a comparison without case with " + Quoted.of(text)
                    + ", which letters beyond ASCII may or may not pass");
        }
        var letters = text.chars()
                .mapToObj(c -> Character.isLetter(c)
                        ? "(re.union %s %s)"
                                .formatted(
                                        literally(Character.toString(Character.toLowerCase(c))),
                                        literally(Character.toString(Character.toUpperCase(c))))
                        : literally(Character.toString(c)))
                .toList();
        return joined("re.++", literally(""), letters);
    }

    /// That text alone.
    static String literally(String text) {
        return "(str.to_re " + literal(text) + ")";
    }

    private static List<String> pieces(String tokens, String any, String one) {
        var pieces = new ArrayList<String>();
        int done = 0;
        for (int i = 0; i <= tokens.length(); i++) {
            if (i == tokens.length() || isWildcard(tokens.charAt(i))) {
                if (done < i) {
                    pieces.add(literally(tokens.substring(done, i)));
                }
                if (i < tokens.length()) {
                    pieces.add(tokens.charAt(i) == Glob.ANY ? any : one);
                }
                done = i + 1;
            }
        }
        return pieces;
    }
}
