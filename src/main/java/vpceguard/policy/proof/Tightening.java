package vpceguard.policy.proof;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import vpceguard.json.Json;
import vpceguard.json.Sha256;
import vpceguard.model.EndpointType;
import vpceguard.policy.Effect;
import vpceguard.policy.Policy;
import vpceguard.policy.PolicyReader;
import vpceguard.policy.Request;
import vpceguard.policy.Statement;
import vpceguard.policy.WritingRules;

/// The policy that both an old policy and a bound let through, made by the smallest change that a person can
/// read and that is proved exact.
public sealed interface Tightening {
    /// The policy lies inside the bound already.
    record Unchanged(String because) implements Tightening {}

    /// The policy to write, with its proof.
    record Written(Policy policy, Proof proof) implements Tightening {}

    /// Nothing can be written, or nothing that is proved.
    record Refused(String reason) implements Tightening {}

    /// The first of three ways that is proved and that AWS accepts: the bound in place of the Allow statements,
    /// where these grant all of it (replace); each Allow statement met with the bound's, unless that gets longer
    /// than the next (narrow); the bound's complement appended (append).
    ///
    /// @param example lets through a call that a reader knows, to tell what is cut off by it where that can be
    static Tightening of(Policy old, Bound bound, Optional<Policy> example, EndpointType type) {
        return bound.isExact(type)
                ? explained(old, met(old, bound, type), example, type)
                : new Refused("the ceiling's Allow form and Deny form are not shown to mean the same");
    }

    private static Tightening met(Policy old, Bound bound, EndpointType type) {
        var inside = KnownInside.of(old, bound);
        if (inside.isPresent()) {
            return new Unchanged(inside.get());
        }
        var ceiling = bound.policy();
        if (Containment.of(old, ceiling, type) instanceof Containment.Contained) {
            return new Unchanged("every request that it lets through lies inside");
        }
        var appended = Intersection.of(old, bound);
        if (appended instanceof Intersection.Written(var policy, var proof)
                && proof.how() == Proof.How.REPLACE
                && WritingRules.fault(policy, old, type).isEmpty()) {
            return new Written(policy, proof);
        }
        var shown = replaced(old, bound, ceiling, type).or(() -> narrowed(old, bound, ceiling, type, length(appended)));
        if (shown.isPresent()) {
            return shown.get();
        }
        return switch (appended) {
            case Intersection.Inside(var because) -> new Unchanged(because);
            case Intersection.Written(var policy, var proof) ->
                WritingRules.fault(policy, old, type)
                        .<Tightening>map(fault -> new Refused("AWS would refuse the tightened policy: " + fault))
                        .orElse(new Written(policy, proof));
            case Intersection.TooLong(var characters) ->
                unnamed(old)
                        .flatMap(bare -> renewed(old, met(bare, bound, type), ceiling, type))
                        .orElse(new Refused("the tightened policy would have " + characters
                                + " characters, AWS accepts " + Policy.LONGEST));
        };
    }

    /// The policy without Id and Sids, which mean nothing and take room; empty if it has none.
    private static Optional<Policy> unnamed(Policy old) {
        var members = new LinkedHashMap<>(old.source().members());
        members.remove("Id");
        members.put(
                "Statement",
                new Json.Arr(old.statements().stream()
                        .map(statement -> Intersection.unnamed(statement.source()))
                        .toList()));
        var document = new Json.Obj(members);
        return document.equals(old.source()) ? Optional.empty() : Optional.of(PolicyReader.own(document));
    }

    /// What was found for the policy without Id and Sids, proved for this one; empty if that is not shown.
    private static Optional<Tightening> renewed(Policy old, Tightening met, Policy ceiling, EndpointType type) {
        if (!(met instanceof Written(var changed, var proof))) {
            return Optional.empty();
        }
        if (proof.basis() == Proof.Basis.THEOREM) {
            return Optional.of(new Written(changed, proof.from(old)));
        }
        return Inclusions.fault(old, ceiling, changed, type).isEmpty()
                ? Optional.of(new Written(changed, proof(proof.how(), old, ceiling, changed, 0)))
                : Optional.empty();
    }

    /// The policy as it is, with the proof that it lies inside the bound; empty if that is not shown.
    static Optional<Written> asItIs(Policy policy, Bound bound, EndpointType type) {
        return bound.isExact(type)
                ? shown(
                        policy,
                        policy,
                        bound.policy(),
                        type,
                        Proof.How.NARROW,
                        policy.statements().size())
                : Optional.empty();
    }

    /// The same for a bound given as any policy. If its complement cannot be written, or not be proved, the third way
    /// is closed.
    static Tightening of(Policy old, Policy ceiling, EndpointType type) {
        var met = Bound.of(ceiling, type)
                .map(bound -> met(old, bound, type))
                .orElseGet(() -> metWithoutComplement(old, ceiling, type));
        return explained(old, met, Optional.empty(), type);
    }

    private static Tightening metWithoutComplement(Policy old, Policy ceiling, EndpointType type) {
        if (Containment.of(old, ceiling, type) instanceof Containment.Contained) {
            return new Unchanged("every request that it lets through lies inside");
        }
        var allowsOnly = new Bound(ceiling.allows().toList(), ceiling.denies().toList(), List.of());
        return replaced(old, allowsOnly, ceiling, type)
                .or(() -> narrowed(old, allowsOnly, ceiling, type, Integer.MAX_VALUE))
                .orElse(new Refused("no way to write what both let through is proved, and the ceiling's complement"
                        + " cannot be written as Deny statements"));
    }

    private static Tightening explained(Policy old, Tightening met, Optional<Policy> example, EndpointType type) {
        return met instanceof Written(var changed, var proof)
                ? new Written(
                        changed,
                        proof.explained(
                                proof.basis() == Proof.Basis.THEOREM ? Containment.notUnderstood(old, type) : List.of(),
                                cutOff(old, changed, example, type)))
                : met;
    }

    private static List<Request> cutOff(Policy old, Policy changed, Optional<Policy> example, EndpointType type) {
        return old.allows()
                // Many statements have many questions, and a reader has enough of a few.
                .limit(20)
                .map(allow -> copy(
                        old,
                        Stream.concat(Stream.of(allow), old.denies())
                                .map(Statement::source)
                                .toList()))
                .flatMap(alone -> example
                        .flatMap(calls -> witness(List.of(alone, calls), changed, type))
                        .or(() -> witness(List.of(alone), changed, type))
                        .stream())
                .distinct()
                // Enough to see what changes, and short enough for a notice.
                .limit(5)
                .toList();
    }

    private static Optional<Request> witness(List<Policy> policies, Policy changed, EndpointType type) {
        return Containment.of(policies, changed, type) instanceof Containment.NotContained(var witness)
                ? Optional.of(witness)
                : Optional.empty();
    }

    private static Optional<Tightening> replaced(Policy old, Bound bound, Policy ceiling, EndpointType type) {
        var grants = copy(old, old.allows().map(Statement::source).toList());
        if (!(Containment.of(ceiling, grants, type) instanceof Containment.Contained)) {
            return Optional.empty();
        }
        var kept = old.denies().map(Statement::source).toList();
        var statements = new ArrayList<>(Intersection.renamed(bound.statements(), old.denies()));
        statements.addAll(kept);
        return shown(old, copy(old, statements), ceiling, type, Proof.How.REPLACE, kept.size())
                .map(written -> written);
    }

    private static Optional<Tightening> narrowed(
            Policy old, Bound bound, Policy ceiling, EndpointType type, int longest) {
        var statements = new ArrayList<Json.Obj>();
        int kept = 0;
        for (var statement : old.statements()) {
            var alone = copy(old, List.of(statement.source()));
            if (statement.effect() == Effect.DENY
                    || Containment.of(alone, ceiling, type) instanceof Containment.Contained) {
                statements.add(statement.source());
                kept++;
                continue;
            }
            for (var other : bound.allows()) {
                switch (Meet.of(statement, other)) {
                    case Meet.Empty() -> {}
                    case Meet.Open() -> {
                        return Optional.empty();
                    }
                    case Meet.Common(var common) -> statements.add(common);
                }
            }
        }
        bound.stops().forEach(stop -> statements.add(stop.source()));
        var changed = copy(old, numbered(statements));
        return changed.text().length() <= longest
                ? shown(old, changed, ceiling, type, Proof.How.NARROW, kept).map(written -> written)
                : Optional.empty();
    }

    private static int length(Intersection appended) {
        return appended instanceof Intersection.Written(var policy, Proof _)
                ? policy.text().length()
                : Integer.MAX_VALUE;
    }

    private static Optional<Written> shown(
            Policy old, Policy changed, Policy ceiling, EndpointType type, Proof.How how, int kept) {
        return WritingRules.fault(changed, old, type).isEmpty()
                        && Inclusions.fault(old, ceiling, changed, type).isEmpty()
                ? Optional.of(new Written(changed, proof(how, old, ceiling, changed, kept)))
                : Optional.empty();
    }

    private static Proof proof(Proof.How how, Policy old, Policy ceiling, Policy changed, int kept) {
        return new Proof(
                how,
                Proof.Basis.PROCEDURE,
                Sha256.of(old.source()),
                Sha256.of(ceiling.source()),
                Sha256.of(changed.source()),
                kept,
                List.of(),
                List.of());
    }

    /// The statements with Sids that differ: parts of one statement had its Sid.
    private static List<Json.Obj> numbered(List<Json.Obj> statements) {
        Set<String> sids = new HashSet<>();
        return statements.stream()
                .map(statement -> {
                    var sid = statement.textAt("Sid");
                    if (sid.isEmpty() || sids.add(sid.get())) {
                        return statement;
                    }
                    int number = 2;
                    while (!sids.add(sid.get() + number)) {
                        number++;
                    }
                    return statement.with("Sid", new Json.Str(sid.get() + number));
                })
                .toList();
    }

    /// The policy with other statements; version and id stay.
    private static Policy copy(Policy old, List<Json.Obj> statements) {
        return PolicyReader.own(old.source().with("Statement", new Json.Arr(statements)));
    }
}
