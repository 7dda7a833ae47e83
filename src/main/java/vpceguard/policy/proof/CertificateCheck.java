package vpceguard.policy.proof;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import vpceguard.json.Json;
import vpceguard.json.JsonReader;
import vpceguard.json.JsonWriter;
import vpceguard.json.Parsed;

/// Checks a certificate against the two texts, with code of its own: it shares nothing with what wrote the policy but
/// the reader of JSON.
public final class CertificateCheck {
    private static final Json EVERYBODY = new Json.Str("*");

    private CertificateCheck() {}

    /// Empty if the certificate holds, else what is wrong with it. A wrong certificate means that nothing is written.
    public static Optional<String> fault(Proof proof, String before, String after, Bound bound) {
        if (!(JsonReader.read(before) instanceof Parsed.Ok<Json>(Json.Obj old))
                || !(JsonReader.read(after) instanceof Parsed.Ok<Json>(Json.Obj changed))) {
            return Optional.of("one of the policies is no JSON object");
        }
        if (!Digest.of(old).equals(proof.before()) || !Digest.of(changed).equals(proof.after())) {
            return Optional.of("the certificate speaks of other texts");
        }
        var was = statements(old);
        var is = statements(changed);
        var denies = bound.denies().stream().map(deny -> unnamed(deny.source())).toList();
        if (JsonWriter.compact(new Json.Arr(List.copyOf(denies))).contains("${")) {
            return Optional.of("an added statement holds a variable");
        }
        return switch (proof.how()) {
            case APPEND -> appended(old, changed, was, is, denies);
            case REPLACE -> replaced(old, changed, was, is, bound);
        };
    }

    private static Optional<String> appended(
            Json.Obj old, Json.Obj changed, List<Json> was, List<Json> is, List<Json> denies) {
        if (!old.with("Statement", EVERYBODY).equals(changed.with("Statement", EVERYBODY))) {
            return Optional.of("something beside the statements changed");
        }
        if (is.size() < was.size() || !is.subList(0, was.size()).equals(was)) {
            return Optional.of("an old statement changed");
        }
        var added = is.subList(was.size(), is.size()).stream()
                .map(CertificateCheck::unnamed)
                .toList();
        if (!denies.containsAll(added)) {
            return Optional.of("an added statement is none of the ceiling's Deny statements");
        }
        Set<Json> all = new HashSet<>(added);
        was.forEach(statement -> all.add(unnamed(statement)));
        return all.containsAll(denies) ? Optional.empty() : Optional.of("a Deny statement of the ceiling is missing");
    }

    private static Optional<String> replaced(
            Json.Obj old, Json.Obj changed, List<Json> was, List<Json> is, Bound bound) {
        if (was.stream().noneMatch(CertificateCheck::grantsEverything)) {
            return Optional.of("the old policy did not allow everything");
        }
        var variables = JsonWriter.compact(old).contains("${");
        if (variables && !old.get("Version").equals(changed.get("Version"))) {
            return Optional.of("the version changed although a text looks like a variable");
        }
        var allows = bound.allows().stream().map(allow -> (Json) allow.source()).toList();
        var kept = was.stream()
                .filter(statement -> !statement.textAt("Effect").equals(Optional.of("Allow")))
                .toList();
        return is.size() == allows.size() + kept.size()
                        && is.subList(0, allows.size()).equals(allows)
                        && is.subList(allows.size(), is.size()).equals(kept)
                ? Optional.empty()
                : Optional.of("the new policy is not the ceiling followed by the old Deny statements");
    }

    private static boolean grantsEverything(Json statement) {
        var everybody = statement.at("Principal").equals(Optional.of(EVERYBODY))
                || statement
                        .at("Principal", "AWS")
                        .filter(CertificateCheck::star)
                        .isPresent();
        return statement.textAt("Effect").equals(Optional.of("Allow"))
                && everybody
                && statement.at("Action").filter(CertificateCheck::star).isPresent()
                && statement.at("Resource").filter(CertificateCheck::star).isPresent()
                && statement.at("Condition").isEmpty();
    }

    private static boolean star(Json value) {
        return value.equals(EVERYBODY) || (value instanceof Json.Arr(var items) && items.contains(EVERYBODY));
    }

    private static List<Json> statements(Json.Obj policy) {
        return switch (policy.get("Statement").orElse(new Json.Null())) {
            case Json.Arr(var items) -> items;
            case Json single -> List.of(single);
        };
    }

    private static Json unnamed(Json statement) {
        var content = Json.object();
        if (statement instanceof Json.Obj(var members)) {
            members.forEach((name, value) -> {
                if (!name.equals("Sid")) {
                    content.put(name, value);
                }
            });
        }
        return content.build();
    }
}
