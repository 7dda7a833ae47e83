package vpceguard.policy.proof;

import java.util.List;
import java.util.Locale;
import vpceguard.json.Json;
import vpceguard.json.Sha256;
import vpceguard.policy.Policy;
import vpceguard.policy.Request;

/// A proof that a new policy lets through exactly what the old one and the bound both let through; anybody can check it
/// with the texts at hand (`ProofCheck`).
///
/// @param how how the new policy came out of the old one
/// @param basis what the proof rests on
/// @param before digest of the old policy, on one line
/// @param ceiling digest of the bound as a policy, on one line
/// @param after digest of the new policy, on one line
/// @param statements how many statements of the old policy stand unchanged at the front (append), or how many of its
///     Deny statements at the end (replace), or how many stand unchanged somewhere (narrow); for want of room, all of
///     the first two without their Sids
/// @param opaque what the old policy says and nobody claims to understand; none of it if the basis is the procedure
/// @param cutOff requests that passed before and do not now, one for each old Allow statement that let one through, as
///     far as they are known
public record Proof(
        How how,
        Basis basis,
        String before,
        String ceiling,
        String after,
        int statements,
        List<String> opaque,
        List<Request> cutOff) {
    public Proof {
        opaque = List.copyOf(opaque);
        cutOff = List.copyOf(cutOff);
    }

    /// What every proof shows; where one of the three is not shown there is no proof.
    private static final Json.Obj ANSWERS = Json.object()
            .put("newWithinOld", "CONTAINED")
            .put("newWithinCeiling", "CONTAINED")
            .put("oldAndCeilingWithinNew", "CONTAINED")
            .build();

    /// What a proof rests on.
    public enum Basis {
        /// The form of the two texts alone, whatever the old statements mean.
        THEOREM,
        /// The containment procedure: new ⊆ old, new ⊆ ceiling, old ∩ ceiling ⊆ new.
        PROCEDURE
    }

    /// The ways to write an intersection.
    public enum How {
        /// The bound takes the place of an Allow that granted everything; all Deny statements stay. Exact, since
        /// everything ∩ bound is the bound.
        REPLACE,
        /// Each old Allow that is not inside the bound gives way to what it has in common with it; all else stays.
        NARROW,
        /// The old statements stay and the bound's complement follows as Deny statements. Exact whatever the old
        /// statements mean, since an explicit Deny wins and matching depends on statement, version and
        /// request alone.
        APPEND;

        /// The word for records, reports and notices.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// The proof in one sentence, for a notice.
    public String sentence() {
        return switch (how) {
            case REPLACE ->
                "The old policy allowed all of the ceiling, so the new one, which is the ceiling with the old Deny statements,"
                        + " allows exactly what both allowed.";
            case NARROW ->
                "Each old Allow statement that let through what lies outside the ceiling is now what it has in common"
                        + " with it, so the new policy allows exactly what both allowed.";
            case APPEND ->
                "The old statements say what they said and only Deny statements were added, those that deny what lies"
                        + " outside the ceiling, so the new policy allows exactly what both allowed.";
        };
    }

    /// The same with what is not understood and what it cuts off.
    Proof explained(List<String> notUnderstood, List<Request> requests) {
        return new Proof(how, basis, before, ceiling, after, statements, notUnderstood, requests);
    }

    /// The same for an old policy that has an Id or Sids besides, which mean nothing.
    Proof from(Policy old) {
        return new Proof(how, basis, Sha256.of(old.source()), ceiling, after, statements, opaque, cutOff);
    }

    public Json.Obj json() {
        return Json.object()
                .put("how", how.word())
                .put("basis", basis.name().toLowerCase(Locale.ROOT))
                .put("sha256Before", before)
                .put("sha256Ceiling", ceiling)
                .put("sha256After", after)
                .put("statementsKept", statements)
                .put("answers", ANSWERS)
                .put("opaque", opaque)
                .put("cutOff", new Json.Arr(cutOff.stream().map(Request::json).toList()))
                .put("sentence", sentence())
                .build();
    }
}
