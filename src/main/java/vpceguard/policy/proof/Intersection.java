package vpceguard.policy.proof;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import vpceguard.json.Json;
import vpceguard.json.JsonWriter;
import vpceguard.json.Sha256;
import vpceguard.policy.Policy;
import vpceguard.policy.PolicyReader;
import vpceguard.policy.Statement;

/// A policy that lets through what both a policy and a bound do, written in a way that needs no reasoning
/// about requests.
sealed interface Intersection {
    /// The policy lies inside the bound already.
    record Inside(String because) implements Intersection {}

    /// The policy to write, with its certificate.
    record Written(Policy policy, Proof proof) implements Intersection {}

    /// It would be longer than AWS accepts.
    record TooLong(int characters) implements Intersection {}

    /// The intersection in the first way that is exact and that AWS has room for: unchanged, the bound in place of full
    /// access, or the bound's complement appended.
    static Intersection of(Policy old, Bound bound) {
        var inside = KnownInside.of(old, bound);
        if (inside.isPresent()) {
            return new Inside(inside.get());
        }
        if (old.allows().anyMatch(Intersection::plainlyMatchesEverything)) {
            var replaced = replaced(old, bound);
            if (fits(replaced.policy())) {
                return replaced;
            }
        }
        var appended = appended(old, bound);
        return fits(appended.policy())
                ? appended
                : new TooLong(appended.policy().text().length());
    }

    private static boolean fits(Policy policy) {
        return policy.text().length() <= Policy.LONGEST;
    }

    private static Written replaced(Policy old, Bound bound) {
        var statements = new ArrayList<Json>(renamed(bound.statements(), old.denies()));
        old.denies().forEach(statement -> statements.add(statement.source()));
        var document = old.source().with("Statement", new Json.Arr(statements));
        return written(old, bound, old.mentionsVariables() ? document : versionFirst(document), Proof.How.REPLACE, (int)
                old.denies().count());
    }

    private static Written appended(Policy old, Bound bound) {
        var statements = new ArrayList<Json>();
        old.statements().forEach(statement -> statements.add(statement.source()));
        statements.addAll(missing(old, bound));
        return written(
                old,
                bound,
                old.source().with("Statement", new Json.Arr(statements)),
                Proof.How.APPEND,
                old.statements().size());
    }

    private static Written written(Policy old, Bound bound, Json.Obj document, Proof.How how, int kept) {
        var policy = PolicyReader.own(document);
        return new Written(
                policy,
                new Proof(
                        how,
                        Proof.Basis.THEOREM,
                        Sha256.of(old.source()),
                        bound.digest(),
                        Sha256.of(policy.source()),
                        kept,
                        List.of(),
                        List.of()));
    }

    /// An empty Condition block is left to append, which is exact whatever AWS makes of it, and so are `{"AWS": "*"}`,
    /// which leaves callers out that a bound may let through, and a variable, without whose value it may count for
    /// nothing.
    private static boolean plainlyMatchesEverything(Statement statement) {
        return statement.matchesEverything()
                && !statement.principals().nameAnyoneOfAws()
                && statement.source().get("Condition").isEmpty()
                && !JsonWriter.compact(unnamed(statement.source())).contains("${");
    }

    /// The bound's Deny statements that the policy does not hold already.
    private static List<Json.Obj> missing(Policy old, Bound bound) {
        var present = old.denies().map(deny -> unnamed(deny.source())).collect(Collectors.toSet());
        var missing = bound.denies().stream()
                .filter(deny -> !present.contains(unnamed(deny.source())))
                .toList();
        return renamed(missing, old.statements().stream());
    }

    /// The statements to be added, under Sids that none of those kept has: a planted Sid neither blocks nor counts.
    static List<Json.Obj> renamed(List<Statement> added, Stream<Statement> kept) {
        Set<String> sids = new HashSet<>();
        kept.forEach(statement -> statement.sid().ifPresent(sids::add));
        var renamed = new ArrayList<Json.Obj>();
        for (var statement : added) {
            var sid = statement.sid().orElse("VpceGuard");
            while (!sids.add(sid)) {
                sid += "x";
            }
            renamed.add(statement.source().with("Sid", new Json.Str(sid)));
        }
        return renamed;
    }

    static Json.Obj unnamed(Json.Obj statement) {
        var members = new LinkedHashMap<>(statement.members());
        members.remove("Sid");
        return new Json.Obj(members);
    }

    /// 2012-10-17 is what people expect to read; it changes nothing where no text looks like a variable.
    private static Json.Obj versionFirst(Json.Obj document) {
        var ordered = Json.object().put("Version", Policy.WITH_VARIABLES);
        document.members().forEach((name, value) -> {
            if (!name.equals("Version")) {
                ordered.put(name, value);
            }
        });
        return ordered.build();
    }
}
