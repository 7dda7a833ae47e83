package vpceguard.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;

/// Policy variables, `${key}` and `${key, 'default'}`, which only documents of version 2012-10-17 have (IAM user guide,
/// "IAM policy elements: Variables and tags").
public final class Variables {
    private static final Pattern NAME = Pattern.compile("([^,']++)(?:,\\s*+'(.*)')?");

    /// `${*}`, `${?}` and `${$}` are the characters themselves.
    private static final Pattern ESCAPED = Pattern.compile("[*?$]");

    /// In the place of a key, for a variable that is not well written: no request has a value of it.
    public static final String UNREADABLE = "${";

    private static final Pattern ALONE = Pattern.compile("\\$\\{([^,'{}*?$]+)}");

    private Variables() {}

    /// The text with tokens in place of its wildcards, if it has any; empty if it holds a variable that only a request
    /// can fill, or one that is not well written.
    public static Optional<String> tokens(String text, boolean wildcards) {
        return text.contains("${")
                ? replaced(text, wildcards, _ -> Optional.empty())
                : Optional.of(own(text, wildcards));
    }

    /// The same for a text of a policy, which has variables or not.
    public static Optional<String> tokens(Policy policy, String text, boolean wildcards) {
        return policy.hasVariables() ? tokens(text, wildcards) : Optional.of(own(text, wildcards));
    }

    /// The key, if the text is a variable without default and nothing else.
    public static Optional<String> key(String text) {
        var alone = ALONE.matcher(text);
        return alone.matches() ? Optional.of(Glob.lowerName(alone.group(1).strip())) : Optional.empty();
    }

    /// The keys without a value of which a statement may count for nothing, whatever else it lists: "if AWS cannot
    /// resolve a variable this might cause the entire statement to be invalid" (IAM user guide, the same page).
    public static Set<String> needed(Statement statement) {
        var texts = new ArrayList<>(statement.resources().patterns());
        statement.conditions().forEach(condition -> texts.addAll(condition.patterns()));
        return needed(texts);
    }

    /// Those of some texts of it; `UNREADABLE` among them, if a variable cannot be read.
    public static Set<String> needed(List<String> texts) {
        var needed = new TreeSet<String>();
        for (var text : texts) {
            if (text.contains("${")
                    && replaced(text, false, content -> Optional.of(noted(content, needed)))
                            .isEmpty()) {
                needed.add(UNREADABLE);
            }
        }
        return needed;
    }

    private static String noted(String content, Set<String> needed) {
        var named = NAME.matcher(content.strip());
        if (!named.matches()) {
            needed.add(UNREADABLE);
        } else if (named.group(2) == null) {
            needed.add(Glob.lowerName(named.group(1).strip()));
        }
        return "";
    }

    /// The same as `tokens` for a pattern, with a star in place of each variable: it matches at least what the pattern
    /// does.
    public static Optional<String> widened(String pattern) {
        return replaced(pattern, true, _ -> Optional.of(String.valueOf(Glob.ANY)));
    }

    private static Optional<String> replaced(
            String text, boolean wildcards, Function<String, Optional<String>> variables) {
        var replaced = new StringBuilder();
        int done = 0;
        int start = text.indexOf("${");
        int end = text.indexOf('}', start + 2);
        while (start >= 0 && end >= 0) {
            var content = text.substring(start + 2, end);
            if (hasOpenDefault(content)) {
                return Optional.empty();
            }
            var value = ESCAPED.matcher(content).matches() ? Optional.of(content) : variables.apply(content);
            if (value.isEmpty()) {
                return Optional.empty();
            }
            replaced.append(own(text.substring(done, start), wildcards)).append(value.get());
            done = end + 1;
            start = text.indexOf("${", done);
            end = text.indexOf('}', start + 2);
        }
        var rest = text.substring(done);
        return rest.contains("${")
                ? Optional.empty()
                : Optional.of(replaced.append(own(rest, wildcards)).toString());
    }

    /// Whether the brace may stand in a default instead of behind the variable.
    private static boolean hasOpenDefault(String content) {
        var bare = content.strip();
        int quote = bare.indexOf('\'');
        return quote >= 0 && (quote == bare.length() - 1 || !bare.endsWith("'"));
    }

    /// What became of a text's variables.
    sealed interface Filled {
        /// The text with all filled in; its own wildcards are marked if it has any, and no variable's value holds one.
        record Text(String tokens) implements Filled {}

        /// A key is absent: "there is no equal or like value".
        record Unresolved() implements Filled {}

        /// A key is unknown or has several values, or the variable is not well written.
        record Open() implements Filled {}
    }

    static Filled fill(String text, boolean wildcards, Request request) {
        var unresolved = new boolean[1];
        return replaced(text, wildcards, content -> {
                    var value = value(content, wildcards, request);
                    unresolved[0] |= value.isPresent() && value.get().isEmpty();
                    return value.map(resolved -> resolved.orElse(""));
                })
                .<Filled>map(tokens -> unresolved[0] ? new Filled.Unresolved() : new Filled.Text(tokens))
                .orElseGet(Filled.Open::new);
    }

    /// Empty if that is open; an empty value if the key is absent.
    ///
    /// @param wildcards whether the text may have some
    private static Optional<Optional<String>> value(String content, boolean wildcards, Request request) {
        var named = NAME.matcher(content.strip());
        if (!named.matches()) {
            return Optional.empty();
        }
        var name = Glob.lowerName(named.group(1).strip());
        if (!request.knows(name)) {
            return Optional.empty();
        }
        var values = request.values(name);
        // AWS does not say whether a wildcard in a value is one in the pattern.
        if (values.size() > 1
                || values.stream().anyMatch(value -> Glob.clashes(value) || (wildcards && Glob.hasWildcard(value)))) {
            return Optional.empty();
        }
        return Optional.of(values.stream().findFirst().or(() -> Optional.ofNullable(named.group(2))));
    }

    private static String own(String text, boolean wildcards) {
        return wildcards ? Glob.marked(text) : text;
    }
}
