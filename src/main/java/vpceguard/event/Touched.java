package vpceguard.event;

import java.util.Optional;
import java.util.Set;

/// The settings that a call set.
public sealed interface Touched {
    /// All of them: a Create, or a Modify whose parameters CloudTrail left out because they were too large.
    record Everything() implements Touched {}

    /// The members of a `ModifyVpcEndpointRequest`.
    ///
    /// @param policy the policy document's text, if the call set one
    /// @param policyReset whether the call put the full-access policy back (`ResetPolicy`)
    /// @param others names of all other members, such as `PrivateDnsEnabled` or `RemoveSubnetId`
    record Members(
            Optional<String> policy,
            boolean policyReset,
            Set<String> addedSecurityGroups,
            Set<String> addedSubnets,
            Set<String> addedRouteTables,
            Set<String> others)
            implements Touched {
        public Members {
            addedSecurityGroups = Set.copyOf(addedSecurityGroups);
            addedSubnets = Set.copyOf(addedSubnets);
            addedRouteTables = Set.copyOf(addedRouteTables);
            others = Set.copyOf(others);
        }
    }

    /// Whether the call may have set the endpoint's policy.
    default boolean policyTouched() {
        return switch (this) {
            case Everything() -> true;
            case Members members -> members.policy().isPresent() || members.policyReset();
        };
    }
}
