package vpceguard.policy.proof;

import vpceguard.json.Json;

/// A certificate that a new policy lets through exactly what the old one and the bound both let through; anybody can
/// check it with the two texts at hand (`CertificateCheck`).
///
/// @param how which theorem it rests on
/// @param before digest of the old policy, on one line
/// @param after digest of the new policy, on one line
/// @param statements how many statements of the old policy stand unchanged at the front (append), or how many of its
///     Deny statements at the end (replace)
public record Proof(How how, String before, String after, int statements) {

    /// The ways to write an intersection.
    public enum How {
        /// The bound takes the place of an Allow that granted everything; all Deny statements stay. Exact, since
        /// everything ∩ bound is the bound.
        REPLACE,
        /// The old statements stay and the bound's complement follows as Deny statements. Exact whatever the old
        /// statements mean, since an explicit Deny wins and matching depends on statement, version and
        /// request alone.
        APPEND
    }

    /// The proof in one sentence, for a notice.
    public String sentence() {
        return switch (how) {
            case REPLACE ->
                "The old policy allowed everything, so the new one, which is the ceiling with the old Deny statements,"
                        + " allows exactly what both allowed.";
            case APPEND ->
                "The old statements are unchanged and only Deny statements were added, those that deny what lies"
                        + " outside the ceiling, so the new policy allows exactly what both allowed.";
        };
    }

    public Json.Obj json() {
        return Json.object()
                .put("how", how.name().toLowerCase(java.util.Locale.ROOT))
                .put("sha256Before", before)
                .put("sha256After", after)
                .put("statementsKept", statements)
                .put("sentence", sentence())
                .build();
    }
}
