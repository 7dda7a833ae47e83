package vpceguard.flow;

import static java.util.Comparator.comparing;
import static java.util.stream.Collectors.toSet;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import vpceguard.event.Instruction;
import vpceguard.json.Quoted;
import vpceguard.model.EndpointId;
import vpceguard.remediation.Plan;
import vpceguard.remediation.Remediation.PolicyChange;
import vpceguard.remediation.RemediationRecord;
import vpceguard.remediation.Restraint;

/// For how long an undone repair stays undone: until then the endpoint is left as it is, and judged again
/// after. The policy and the network settings each have a time of their own.
///
/// @param cause of the record that undid something last
/// @param policy the policy that was put back, if one was
/// @param network the network settings, one for each undo of some; they are over together, with the last of them
public record Hold(EndpointId endpoint, String cause, Optional<Left> policy, List<Left> network) {
    /// In the place of a fingerprint, for network settings.
    private static final String SETTINGS = "settings";

    /// What is left alone until then.
    ///
    /// @param what fingerprint of the policy, which alone is left: another one is somebody's new call
    /// @param cause of the record by which it was undone
    /// @param who and why, for people
    public record Left(String what, String cause, Instant until, String who) {
        private boolean isOver(Instant now) {
            return !now.isBefore(until);
        }

        /// For people. Not private: the package's build links method references, and knows no nest-mates.
        String sentence() {
            return who + "; what was put back is left to you until " + until.truncatedTo(ChronoUnit.SECONDS)
                    + ", then it is judged again";
        }
    }

    /// The hold that a record of an undo sets; empty for other records.
    ///
    /// @param before what was held when it was opened, also what was over and not judged again yet
    public static Optional<Hold> of(RemediationRecord record, Optional<Hold> before) {
        return record.instruction().filter(Instruction::isUndo).map(undo -> {
            var until = undo.until().orElseThrow();
            var who = undo.who() + " undid a repair, because " + Quoted.of(undo.reason());
            var policy = record.plan()
                    .policy()
                    .map(PolicyChange::after)
                    .map(Standing::fingerprint)
                    .map(fingerprint -> new Left(fingerprint, record.cause(), until, who));
            var network = record.plan().revert().map(_ -> new Left(SETTINGS, record.cause(), until, who));
            return new Hold(
                    record.endpoint().id(),
                    record.cause(),
                    policy.or(() -> before.flatMap(Hold::policy)),
                    Stream.concat(before.stream().flatMap(hold -> hold.network().stream()), network.stream())
                            .toList());
        });
    }

    public Hold {
        network = List.copyOf(network);
    }

    private Stream<Left> all() {
        return Stream.concat(policy.stream(), network.stream());
    }

    /// By whose end each of the two is over.
    private Stream<Left> last() {
        return Stream.concat(policy.stream(), network.stream().max(comparing(Left::until)).stream());
    }

    private boolean isNetworkOver(Instant now) {
        return network.stream().allMatch(left -> left.isOver(now));
    }

    /// What of it is in force; empty if nothing is any more.
    public Optional<Hold> at(Instant now) {
        return some(new Hold(
                endpoint, cause, policy.filter(left -> !left.isOver(now)), isNetworkOver(now) ? List.of() : network));
    }

    /// What of it is over.
    Hold over(Instant now) {
        return new Hold(
                endpoint, cause, policy.filter(left -> left.isOver(now)), isNetworkOver(now) ? network : List.of());
    }

    /// What of it others undid; empty if nothing.
    Optional<Hold> without(String undone) {
        var others = new Hold(
                endpoint,
                cause,
                policy.filter(left -> !left.cause().equals(undone)),
                network.stream().filter(left -> !left.cause().equals(undone)).toList());
        return others.equals(this)
                ? Optional.of(this)
                : others.all()
                        .findFirst()
                        .map(left -> new Hold(endpoint, left.cause(), others.policy(), others.network()));
    }

    /// The records by which it was undone.
    Set<String> causes() {
        return all().map(Left::cause).collect(toSet());
    }

    private static Optional<Hold> some(Hold hold) {
        return hold.all().findAny().map(_ -> hold);
    }

    /// Whether something of it is over, so that it is judged again.
    public boolean isOver(Instant now) {
        return last().anyMatch(left -> left.isOver(now));
    }

    /// When the first of it is over.
    Instant until() {
        return last().map(Left::until).min(Instant::compareTo).orElseThrow();
    }

    /// When all of it is over.
    public Instant end() {
        return last().map(Left::until).max(Instant::compareTo).orElseThrow();
    }

    /// For people.
    public List<String> sentences() {
        boolean isOne = last().map(Left::cause).distinct().count() == 1;
        return isOne
                ? last().map(Left::sentence).limit(1).toList()
                : last().map(left ->
                                (left.what().equals(SETTINGS) ? "network settings: " : "policy: ") + left.sentence())
                        .toList();
    }

    /// Why what is held is left alone.
    Stream<Restraint> restraints() {
        return sentences().stream().map(sentence -> new Restraint(Restraint.Kind.HELD, sentence));
    }

    /// A plan without what is held, and with why; the reason is told also where nothing is held back.
    Plan limit(Plan plan) {
        return new Plan(
                plan.policy().filter(change -> !isHeld(change)),
                plan.revert().filter(_ -> network.isEmpty()),
                Stream.concat(plan.restraints().stream(), restraints()).toList());
    }

    private boolean isHeld(PolicyChange change) {
        return policy.filter(left -> Standing.isFingerprintOf(left.what(), change.before()))
                .isPresent();
    }
}
