package vpceguard.policy;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import vpceguard.json.Json;
import vpceguard.json.JsonWriter;

/// A policy's meaning without its spelling: two policies with equal canonical forms mean the same.
///
/// Left out are what AWS gives no meaning (Sid, Id, order, white space) and what it may change by itself
/// when it stores a policy: a scalar or a list of one, an absent Version or 2008-10-17.
///
/// @param version 2008-10-17 if the document names none
public record Canonical(String version, Set<CanonicalStatement> statements) {

    public static Canonical of(Policy policy) {
        return new Canonical(
                policy.version().orElse(Policy.WITHOUT_VARIABLES),
                policy.statements().stream().map(CanonicalStatement::of).collect(Collectors.toSet()));
    }

    /// Some lines that are equal for equal forms, and for these alone, to be stored and compared; for a text that
    /// cannot be read, the text.
    public static String fingerprint(String policyText) {
        return fingerprint(policyText, CanonicalStatement.ANYONE_OF_AWS);
    }

    /// The lines of the versions that took `{"AWS": "*"}` for `"*"`, which are equal for both.
    public static String earlierFingerprint(String policyText) {
        return fingerprint(policyText, CanonicalStatement.EVERYBODY);
    }

    private static String fingerprint(String policyText, String anyoneOfAws) {
        return PolicyReader.read(policyText)
                .map(policy -> of(policy).lines(anyoneOfAws))
                .orEmpty()
                .orElse(policyText);
    }

    private String lines(String anyoneOfAws) {
        return statements.stream()
                .map(statement -> JsonWriter.compact(statement.json(anyoneOfAws)))
                .distinct()
                .sorted()
                .collect(Collectors.joining("\n", version + "\n", ""));
    }

    /// A statement's content without its spelling. Conditions are sets by operator and key, keys without case.
    public record CanonicalStatement(
            Effect effect,
            Principals principals,
            Actions actions,
            Resources resources,
            Map<String, Set<String>> conditions) {
        // Fingerprints are stored: with other words each stored policy would look like another.
        private static final String ONLY = "Only";
        private static final String ALL_EXCEPT = "AllExcept";
        private static final String ABSENT = "Absent";
        private static final String EVERYBODY = "AWS *";
        private static final String ANYONE_OF_AWS = "AWS only *";

        public static CanonicalStatement of(Statement statement) {
            return new CanonicalStatement(
                    statement.effect(),
                    switch (statement.principals()) {
                        case Principals.Only(var ids) -> new Principals.Only(sortedPrincipals(ids));
                        case Principals.AllExcept(var ids) -> new Principals.AllExcept(sortedPrincipals(ids));
                        case Principals.Absent absent -> absent;
                    },
                    switch (statement.actions()) {
                        case Actions.Only(var patterns) -> new Actions.Only(sorted(patterns, true));
                        case Actions.AllExcept(var patterns) -> new Actions.AllExcept(sorted(patterns, true));
                    },
                    switch (statement.resources()) {
                        case Resources.Only(var patterns) -> new Resources.Only(sorted(patterns, false));
                        case Resources.AllExcept(var patterns) -> new Resources.AllExcept(sorted(patterns, false));
                        case Resources.Absent absent -> absent;
                    },
                    conditions(statement.conditions()));
        }

        private Json json(String anyoneOfAws) {
            var lines = Json.object();
            conditions.forEach((line, patterns) -> lines.put(line, patterns));
            return Json.object()
                    .put("effect", effect.name())
                    .put(
                            "principals",
                            switch (principals) {
                                case Principals.Only(var ids) -> element(ONLY, texts(ids, anyoneOfAws));
                                case Principals.AllExcept(var ids) -> element(ALL_EXCEPT, texts(ids, anyoneOfAws));
                                case Principals.Absent() -> List.of(ABSENT);
                            })
                    .put(
                            "actions",
                            switch (actions) {
                                case Actions.Only(var patterns) -> element(ONLY, patterns.stream());
                                case Actions.AllExcept(var patterns) -> element(ALL_EXCEPT, patterns.stream());
                            })
                    .put(
                            "resources",
                            switch (resources) {
                                case Resources.Only(var patterns) -> element(ONLY, patterns.stream());
                                case Resources.AllExcept(var patterns) -> element(ALL_EXCEPT, patterns.stream());
                                case Resources.Absent() -> List.of(ABSENT);
                            })
                    .put("conditions", lines.build())
                    .build();
        }

        private static List<String> element(String how, Stream<String> texts) {
            return Stream.concat(Stream.of(how), texts).toList();
        }

        private static Stream<String> texts(List<Principals.Principal> principals, String anyoneOfAws) {
            return principals.stream().map(principal -> text(principal, anyoneOfAws));
        }

        private static String text(Principals.Principal principal, String anyoneOfAws) {
            if (principal.isAnyone()) {
                return principal.isAnyoneOfAws() ? anyoneOfAws : EVERYBODY;
            }
            return principal.kind() + " " + principal.id();
        }

        /// A key that stands twice under one operator, differing in case, keeps both lines: whether AWS joins them is
        /// not documented.
        private static Map<String, Set<String>> conditions(List<Condition> conditions) {
            var lines = new TreeMap<String, Set<String>>();
            var times = new HashMap<String, Integer>();
            for (var condition : conditions) {
                var line = condition.operator().name() + " " + condition.name();
                int time = times.merge(line, 1, Integer::sum);
                lines.put(time == 1 ? line : time + " " + line, new TreeSet<>(condition.patterns()));
            }
            return lines;
        }

        private static List<String> sorted(List<String> patterns, boolean lowerCase) {
            return patterns.stream()
                    .map(pattern -> lowerCase ? Glob.lowerName(pattern) : pattern)
                    .sorted()
                    .distinct()
                    .toList();
        }

        private static List<Principals.Principal> sortedPrincipals(List<Principals.Principal> principals) {
            return List.copyOf(new LinkedHashSet<>(principals.stream()
                    .sorted(Comparator.comparing(Principals.Principal::toString))
                    .toList()));
        }
    }
}
