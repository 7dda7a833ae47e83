package vpceguard.policy.proof;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import vpceguard.json.Json;
import vpceguard.json.JsonReader;
import vpceguard.json.Parsed;
import vpceguard.json.Sha256;
import vpceguard.policy.Statement;

/// Checks a certificate against the two texts, with code of its own: it shares nothing with what wrote the policy but
/// the reader of JSON.
final class CertificateCheck {
    private static final Json EVERYBODY = new Json.Str("*");

    private CertificateCheck() {}

    /// Empty if the certificate holds, else what is wrong with it. A wrong certificate means that nothing is written.
    static Optional<String> fault(Proof proof, String before, String after, Bound bound) {
        if (!(JsonReader.read(before) instanceof Parsed.Ok<Json>(Json.Obj old))
                || !(JsonReader.read(after) instanceof Parsed.Ok<Json>(Json.Obj changed))) {
            return Optional.of("one of the policies is no JSON object");
        }
        if (!Sha256.of(old).equals(proof.before()) || !Sha256.of(changed).equals(proof.after())) {
            return Optional.of("the certificate speaks of other texts");
        }
        if (!bound.digest().equals(proof.ceiling())) {
            return Optional.of("the certificate speaks of another ceiling");
        }
        if (Stream.concat(bound.denies().stream(), bound.statements().stream())
                .anyMatch(statement -> mentionsVariable(statement.source()))) {
            return Optional.of("a statement of the ceiling holds a variable");
        }
        var fault = fault(proof, old, changed, bound);
        return fault.isPresent() && fault(proof, nameless(old), changed, bound).isEmpty() ? Optional.empty() : fault;
    }

    private static Optional<String> fault(Proof proof, Json.Obj old, Json.Obj changed, Bound bound) {
        var was = statements(old);
        var is = statements(changed);
        return switch (proof.how()) {
            case APPEND -> appended(proof, old, changed, was, is, unnamed(bound.denies()));
            case NARROW -> Optional.of("no certificate has that form");
            case REPLACE -> replaced(proof, old, changed, was, is, unnamed(bound.statements()));
        };
    }

    /// Id and Sids mean nothing, so all of them may have been left out for want of room.
    private static Json.Obj nameless(Json.Obj policy) {
        var statements =
                statements(policy).stream().map(CertificateCheck::unnamed).toList();
        return without(policy, "Id").with("Statement", new Json.Arr(statements));
    }

    private static Optional<String> appended(
            Proof proof, Json.Obj old, Json.Obj changed, List<Json> was, List<Json> is, List<Json> denies) {
        if (!without(old, "Statement").equals(without(changed, "Statement"))) {
            return Optional.of("something beside the statements changed");
        }
        if (proof.statements() != was.size()) {
            return Optional.of("the certificate counts other statements");
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
            Proof proof, Json.Obj old, Json.Obj changed, List<Json> was, List<Json> is, List<Json> allows) {
        if (was.stream().noneMatch(CertificateCheck::grantsEverything)) {
            return Optional.of("the old policy did not allow everything");
        }
        if (!without(old, "Statement", "Version").equals(without(changed, "Statement", "Version"))) {
            return Optional.of("something beside the statements and the version changed");
        }
        var raised = changed.textAt("Version").equals(Optional.of("2012-10-17")) && !mentionsVariable(old);
        if (!raised && !old.get("Version").equals(changed.get("Version"))) {
            return Optional.of("the version changed, not to 2012-10-17 or although a text looks like a variable");
        }
        var kept = was.stream()
                .filter(statement -> !statement.textAt("Effect").equals(Optional.of("Allow")))
                .toList();
        if (proof.statements() != kept.size()) {
            return Optional.of("the certificate counts other statements");
        }
        return is.size() == allows.size() + kept.size()
                        && is.stream()
                                .limit(allows.size())
                                .map(CertificateCheck::unnamed)
                                .toList()
                                .equals(allows)
                        && is.subList(allows.size(), is.size()).equals(kept)
                ? Optional.empty()
                : Optional.of("the new policy is not the ceiling followed by the old Deny statements");
    }

    private static boolean grantsEverything(Json statement) {
        return statement.textAt("Effect").equals(Optional.of("Allow"))
                && statement.at("Principal").equals(Optional.of(EVERYBODY))
                && statement.at("Action").filter(CertificateCheck::star).isPresent()
                && statement.at("Resource").filter(CertificateCheck::star).isPresent()
                && !mentionsVariable(unnamed(statement))
                && statement.at("Condition").isEmpty();
    }

    private static boolean star(Json value) {
        return value.equals(EVERYBODY) || (value instanceof Json.Arr(var items) && items.contains(EVERYBODY));
    }

    private static boolean mentionsVariable(Json json) {
        return switch (json) {
            case Json.Str(var text) -> text.contains("${");
            case Json.Arr(var items) -> items.stream().anyMatch(CertificateCheck::mentionsVariable);
            case Json.Obj(var members) ->
                members.entrySet().stream()
                        .anyMatch(member -> member.getKey().contains("${") || mentionsVariable(member.getValue()));
            case Json.Num _, Json.Bool _, Json.Null _ -> false;
        };
    }

    private static List<Json> statements(Json.Obj policy) {
        return switch (policy.get("Statement").orElse(new Json.Null())) {
            case Json.Arr(var items) -> items;
            case Json single -> List.of(single);
        };
    }

    private static List<Json> unnamed(List<Statement> statements) {
        return statements.stream().map(statement -> unnamed(statement.source())).toList();
    }

    /// AWS takes text alone for a name, so anything else stays and differs.
    private static Json unnamed(Json statement) {
        return statement instanceof Json.Obj object && object.textAt("Sid").isPresent()
                ? without(object, "Sid")
                : statement;
    }

    private static Json.Obj without(Json.Obj object, String... names) {
        var content = Json.object();
        object.members().forEach((name, value) -> {
            if (!List.of(names).contains(name)) {
                content.put(name, value);
            }
        });
        return content.build();
    }
}
