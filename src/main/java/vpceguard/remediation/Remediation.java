package vpceguard.remediation;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import vpceguard.policy.proof.Proof;

/// One change to an endpoint that would make it compliant.
public sealed interface Remediation {
    /// Writes the intersection of the policy and its ceiling.
    ///
    /// @param before the policy's text as EC2 showed it
    /// @param after the text to write
    record Tighten(String before, String after, Proof proof) implements Remediation {}

    /// Takes away what a call added and nobody approved. Only removals, so that one request can carry them all, and
    /// never the last of a kind (`docs/controls`, "reverts").
    record Revert(Set<String> securityGroups, Set<String> subnets, Set<String> routeTables) implements Remediation {
        public Revert {
            securityGroups = Set.copyOf(securityGroups);
            subnets = Set.copyOf(subnets);
            routeTables = Set.copyOf(routeTables);
        }

        /// The ids that are removed, each with its kind.
        public List<String> removals() {
            var all = new ArrayList<String>();
            new TreeSet<>(securityGroups).forEach(id -> all.add("security group " + id));
            new TreeSet<>(subnets).forEach(id -> all.add("subnet " + id));
            new TreeSet<>(routeTables).forEach(id -> all.add("route table " + id));
            return all;
        }
    }
}
