package vpceguard.event;

import static java.util.stream.Collectors.toSet;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import vpceguard.model.Attachments;
import vpceguard.model.Endpoint;

/// The settings that a call set.
public sealed interface Touched {
    /// All of them: a Create, a Modify whose parameters CloudTrail left out because they were too large, what a sweep
    /// found, what a person asks for.
    ///
    /// @param told what may be detached, if not all: nobody was told of the rest in time
    record Everything(Optional<Attachments> told) implements Touched {
        public Everything() {
            this(Optional.empty());
        }
    }

    /// The members of a `ModifyVpcEndpointRequest`.
    ///
    /// @param policy the policy document's text, if the call set one
    /// @param policyReset whether the call put the full-access policy back (`ResetPolicy`)
    /// @param others names of all other members, such as `PrivateDnsEnabled` or `SubnetConfiguration`
    record Members(
            Optional<String> policy, boolean policyReset, Attachments added, Attachments removed, Set<String> others)
            implements Touched {
        public Members {
            others = Set.copyOf(others);
        }

        /// The same of a call that failed: its policy may never have been in force, so that only the endpoint tells.
        Members withoutPolicy() {
            return new Members(Optional.empty(), false, added, removed, others);
        }

        /// What two calls set of which both or neither set the policy.
        public Members and(Members other) {
            return new Members(
                    policy,
                    policyReset,
                    added.plus(other.added),
                    removed.plus(other.removed),
                    Stream.concat(others.stream(), other.others.stream()).collect(toSet()));
        }
    }

    /// The policy that an endpoint has, as if a call had just set it, and nothing else.
    static Members policyOf(Endpoint endpoint) {
        return new Members(endpoint.policy(), false, Attachments.NONE, Attachments.NONE, Set.of());
    }

    /// Whether the call may have set the endpoint's policy.
    default boolean policyTouched() {
        return switch (this) {
            case Everything _ -> true;
            case Members members -> members.policy().isPresent() || members.policyReset();
        };
    }

    /// Whether the call may have set how the endpoint is connected.
    default boolean networkTouched() {
        return switch (this) {
            case Everything _ -> true;
            case Members members ->
                !members.added().isEmpty()
                        || !members.removed().isEmpty()
                        || !members.others().isEmpty();
        };
    }
}
