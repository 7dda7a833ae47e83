package vpceguard.flow;

import java.time.Duration;
import java.time.Instant;
import vpceguard.event.EndpointChange;
import vpceguard.event.Touched;
import vpceguard.json.Quoted;
import vpceguard.model.Endpoint;
import vpceguard.remediation.Plan;
import vpceguard.remediation.Step;

/// Finds out whether this function wrote over a policy that somebody else set between its look at the
/// endpoint and its write. EC2 has no conditional write, so only the event of that other call shows it.
sealed interface NewestIntent {
    /// How far clocks may be apart.
    Duration SKEW = Duration.ofSeconds(3);

    /// How long EC2, which is eventually consistent, may take to show what a call set.
    Duration LATE = Duration.ofMinutes(2);

    /// What stands is the newest, or was made from it.
    record InForce() implements NewestIntent {}

    /// This policy was set after the look that the last write was made from.
    record Overwritten(String policy) implements NewestIntent {}

    /// It may be so.
    ///
    /// @param sentence for people, with the policy where the event had it
    record Unclear(String sentence) implements NewestIntent {}

    /// That cannot be told yet, so that the call is looked at again.
    ///
    /// @param pause before that
    record NotYet(Duration pause, String why) implements NewestIntent {}

    /// Whether it must be decided before a plan is carried out. A policy that the endpoint shows, and that is tightened
    /// now, is in force.
    static boolean isAskedFor(EndpointChange change, Endpoint endpoint, Plan plan) {
        return plan.policy().isEmpty()
                ? change.touched().policyTouched()
                : change.touched() instanceof Touched.Members members
                        && members.policy().isPresent()
                        && !Step.same(members.policy(), endpoint.policy());
    }

    /// Decides it for an endpoint that does not show what the call set, or that shows what needs no other policy.
    ///
    /// @param before what was known of the endpoint
    static NewestIntent of(EndpointChange change, Endpoint endpoint, Standing before, Instant now) {
        var known = of(change, endpoint, before);
        if (!(known instanceof InForce)) {
            return known;
        }
        if (before.mayWriteOver(change, now)) {
            return new NotYet(Ledger.LEASE, "another change of the endpoint is under way");
        }
        return mayBeShownLater(change, endpoint, before, now)
                ? new NotYet(LATE, "the endpoint does not show yet what the call set")
                : known;
    }

    private static NewestIntent of(EndpointChange change, Endpoint endpoint, Standing before) {
        var written = before.written();
        if (written.isEmpty() || !before.isOurs(endpoint.policy().orElse(""))) {
            return new InForce();
        }
        var at = change.origin().time();
        if (!written.get().mayHaveGoneOver(at, SKEW)) {
            return new InForce();
        }
        return switch (change.touched()) {
            case Touched.Everything _ ->
                change instanceof EndpointChange.Modified
                        ? new Unclear(
                                "the call's parameters were too large for CloudTrail; if it set a policy, this function"
                                        + " wrote over it, so set it again")
                        : new InForce();
            case Touched.Members members ->
                members.policy()
                        .filter(policy -> isAnother(policy, before))
                        .map(policy -> at.minus(SKEW).isAfter(written.get().seenAt())
                                ? new Overwritten(policy)
                                : new Unclear(
                                        "this function may have written over the policy of this call, since both came"
                                                + " in the same seconds; set it again if it is meant to stay: "
                                                + Quoted.whole(policy)))
                        .orElseGet(InForce::new);
        };
    }

    /// Whether the endpoint shows what was known before a young call that set another policy. Once it is not young any
    /// more, what is shown counts.
    private static boolean mayBeShownLater(EndpointChange change, Endpoint endpoint, Standing before, Instant now) {
        var at = change.origin().time();
        return change instanceof EndpointChange.Modified(var _, var _, Touched.Members set)
                && set.policyTouched()
                && (set.policy().isEmpty() || !Step.same(set.policy(), endpoint.policy()))
                && now.isBefore(at.plus(LATE))
                && before.knew(endpoint.policy().orElse(""), at.minus(SKEW));
    }

    /// Whether a policy is neither what this function wrote nor what it wrote that from.
    private static boolean isAnother(String policy, Standing before) {
        return !before.isOurs(policy)
                && before.before()
                        .map(Standing::fingerprint)
                        .filter(Standing.fingerprint(policy)::equals)
                        .isEmpty();
    }
}
