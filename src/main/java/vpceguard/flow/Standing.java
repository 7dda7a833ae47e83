package vpceguard.flow;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import vpceguard.control.Controls;
import vpceguard.event.EndpointChange;
import vpceguard.json.Sha256;
import vpceguard.model.Endpoint;
import vpceguard.model.NetworkSettings;
import vpceguard.policy.Answers;
import vpceguard.policy.Canonical;
import vpceguard.remediation.Due;
import vpceguard.remediation.Refusal;

/// What the ledger knows of an endpoint.
///
/// @param policy as it was last seen, whoever wrote it; empty if the endpoint was never looked at
/// @param before the policy that stood before this function last wrote one
/// @param written what this function wrote last
/// @param network settings as they were last seen
/// @param baseline the last network settings that were compliant
/// @param open the causes of records that are not closed
/// @param told what people know of already
/// @param heldBack whether a rehearsal holds a repair back
/// @param isServiceMade whether an AWS service made it through its service-linked role
/// @param othersCalled whether a call of somebody else for it was seen, before or after
/// @param known what people know of it from notices of calls, as records name it (`keys`)
/// @param knownFrom the cause of the record that told it last
/// @param copied the controls of which notices of calls told that they find something, to people and in copies
/// @param unheard digest of a sight that no event explained yet
/// @param lease the last one that was taken and not given back
/// @param untold the causes of records that were left to the next digest
/// @param seenAt when the look was that saw it so; long ago if that is not known
/// @param isGone whether the last list of all endpoints lacked it
public record Standing(
        Optional<String> policy,
        Optional<String> before,
        Optional<Written> written,
        Optional<NetworkSettings> network,
        Optional<NetworkSettings> baseline,
        Set<String> open,
        Told told,
        boolean heldBack,
        boolean isServiceMade,
        boolean othersCalled,
        Set<String> known,
        Optional<String> knownFrom,
        Set<String> copied,
        Optional<String> unheard,
        Optional<Lease> lease,
        Set<String> untold,
        Instant seenAt,
        boolean isGone) {
    private static final Answers<String, String> FINGERPRINTS = new Answers<>(64);
    private static final Answers<String, String> EARLIER_FINGERPRINTS = new Answers<>(64);

    public static final Standing UNKNOWN = seen(Optional.empty(), Optional.empty(), Optional.empty());

    public Standing {
        open = Set.copyOf(open);
        known = Set.copyOf(known);
        copied = Set.copyOf(copied);
        untold = Set.copyOf(untold);
    }

    /// Of an endpoint of which no more is known than how it was seen.
    public static Standing seen(
            Optional<String> policy, Optional<NetworkSettings> network, Optional<NetworkSettings> baseline) {
        return new Standing(
                policy,
                Optional.empty(),
                Optional.empty(),
                network,
                baseline,
                Set.of(),
                Told.NOTHING,
                false,
                false,
                false,
                Set.of(),
                Optional.empty(),
                Set.of(),
                Optional.empty(),
                Optional.empty(),
                Set.of(),
                Instant.EPOCH,
                false);
    }

    /// What this function wrote last.
    ///
    /// @param fingerprint of the policy
    /// @param cause of the record
    /// @param seenAt when it had been looked at for it, or when somebody set the policy that it put in force
    /// @param doneAt when it was over; empty if it may not be yet
    public record Written(String fingerprint, String cause, Instant seenAt, Optional<Instant> doneAt) {
        /// Whether a call of that time may have come between the look and the write, as far as clocks are the same.
        boolean mayHaveGoneOver(Instant call, Duration skew) {
            return !call.plus(skew).isBefore(seenAt)
                    && doneAt.filter(done -> call.minus(skew).isAfter(done)).isEmpty();
        }
    }

    /// Who may change the endpoint.
    ///
    /// @param cause of the record
    /// @param until when nobody else may
    public record Lease(String cause, Instant until) {}

    /// What was told of an endpoint that was left as it is.
    ///
    /// @param keys of findings
    /// @param at when it was told last
    /// @param due when it will be repaired, if that was said
    /// @param owed controls of which a copy failed, so that places beside people have them as they were before
    public record Told(Set<String> keys, Optional<Instant> at, Optional<Due> due, Set<String> owed) {
        public static final Told NOTHING = new Told(Set.of(), Optional.empty(), Optional.empty(), Set.of());

        public Told {
            keys = Set.copyOf(keys);
            owed = Set.copyOf(owed);
        }

        /// The same once of all that was told no more than this is found; with nothing left no date is.
        Told only(Set<String> left) {
            return left.isEmpty() ? NOTHING.owing(owed) : new Told(left, at, due, owed);
        }

        /// The same where copies about these controls failed, too.
        Told owing(Set<String> controls) {
            var all = new HashSet<>(owed);
            all.addAll(controls);
            return new Told(keys, at, due, all);
        }

        /// The same once EC2 refused what the date was told for.
        Told refused(Refusal refusal) {
            return new Told(keys, at, due.map(known -> known.refused(refusal)), owed);
        }

        /// The same once that is over.
        Told unrefused() {
            return new Told(keys, at, due.map(known -> new Due(known.date(), known.mode())), owed);
        }

        /// The same once the date has brought what it was told for: the next repair has another.
        Told undated() {
            return new Told(keys, at, Optional.empty(), owed);
        }
    }

    /// The controls that places which keep findings have from notices of calls; older states name what was told last.
    Set<String> inCopies() {
        var controls = Sight.controls(known);
        controls.addAll(copied);
        controls.retainAll(Controls.known().ids());
        return controls;
    }

    /// The last time that EC2 refused the repair that is due.
    Optional<Refusal> refusal() {
        return told.due().flatMap(Due::refusal);
    }

    /// The last policy that somebody other than this function set, as far as it was seen.
    public Optional<String> intent() {
        return policy.filter(text -> !isOurs(text)).or(() -> before);
    }

    /// Whether an AWS service made it, and nobody else has a hand in it.
    boolean isServicesAlone() {
        return isServiceMade && !othersCalled;
    }

    /// Whether that is the policy which this function wrote last.
    public boolean isOurs(String text) {
        return written.map(Written::fingerprint)
                .filter(ours -> ours.equals(fingerprint(text))
                        || (ours.equals(earlierFingerprint(text))
                                && before.filter(Standing::isOfTwoForms).isPresent()))
                .isPresent();
    }

    /// Whether it names `{"AWS": "*"}`. What was written over one that does not names it nowhere, so that whoever puts
    /// it there for `"*"` has narrowed what this function wrote.
    private static boolean isOfTwoForms(String policy) {
        return !fingerprint(policy).equals(earlierFingerprint(policy));
    }

    /// Whether another record, made before a call set a policy, may be about to be written over that.
    boolean mayWriteOver(EndpointChange call, Instant now) {
        return call instanceof EndpointChange.Modified
                && call.touched().policyTouched()
                && isLeasedToAnother(call.cause(), now);
    }

    /// Whether another cause has the lease.
    boolean isLeasedToAnother(String cause, Instant now) {
        return lease.filter(
                        taken -> !taken.cause().equals(cause) && !taken.until().isBefore(now))
                .isPresent();
    }

    /// Whether that policy was seen before, or written by this function before that time.
    boolean knew(String text, Instant time) {
        return isOurs(text)
                ? written.flatMap(Written::doneAt).filter(time::isAfter).isPresent()
                : policy.map(Standing::fingerprint)
                        .filter(fingerprint(text)::equals)
                        .isPresent();
    }

    /// Whether the endpoint is as it was last seen, or as this function left it.
    public boolean explains(Endpoint endpoint) {
        var text = endpoint.policy().orElse("");
        return network.filter(endpoint.network()::equals).isPresent()
                && (isOurs(text)
                        || policy.map(Standing::fingerprint)
                                .filter(fingerprint(text)::equals)
                                .isPresent());
    }

    /// One digest for all spellings of a policy.
    public static String fingerprint(String policy) {
        return FINGERPRINTS.to(policy, text -> Sha256.of(Canonical.fingerprint(text)));
    }

    /// Whether that is the digest of this policy, as this version stores it or as an earlier one did.
    public static boolean isFingerprintOf(String stored, String policy) {
        return stored.equals(fingerprint(policy)) || stored.equals(earlierFingerprint(policy));
    }

    /// The digest that versions stored which took `{"AWS": "*"}` for `"*"`: one for both.
    public static String earlierFingerprint(String policy) {
        // Needed as long as there is an endpoint whose policy such a version wrote last, since that is known as long as
        // the endpoint is there; for holds no longer than `Instruction.LONGEST_HOURS`.
        return EARLIER_FINGERPRINTS.to(policy, text -> Sha256.of(Canonical.earlierFingerprint(text)));
    }
}
