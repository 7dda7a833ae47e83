package vpceguard.remediation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import vpceguard.event.Touched;
import vpceguard.model.Attachments;
import vpceguard.model.NetworkSettings;
import vpceguard.policy.Policy;
import vpceguard.policy.proof.Proof;

/// One change to an endpoint that would make it compliant.
public sealed interface Remediation {
    /// A policy to write in place of another.
    sealed interface PolicyChange extends Remediation {
        /// The text that it was made from.
        String before();

        /// The text to write.
        String after();
    }

    /// Writes the intersection of the policy and its ceiling.
    ///
    /// @param before the policy's text as EC2 showed it; if a newer intent is put in force, that one's
    /// @param after the text to write
    record Tighten(String before, String after, Proof proof) implements PolicyChange {}

    /// Writes a policy that denies everything, where the endpoint leads to somebody who is not approved:
    /// nothing passes, the endpoint stays, and the policy before can be put back.
    record Quarantine(String before) implements PolicyChange {
        @Override
        public String after() {
            return Policy.QUARANTINE;
        }
    }

    /// Puts the policy of a before-image back, because a person said so.
    ///
    /// @param before the policy that this function wrote, as EC2 showed it
    /// @param after the policy that stood before
    record Restoration(String before, String after) implements PolicyChange {}

    /// Takes away what a call added and nobody approved, and puts back what it took away or changed, as the baseline
    /// has it. It never takes the last of a kind (`docs/controls`, "Reverts").
    ///
    /// @param restored only the settings that are put back; all else is empty
    record Revert(Attachments removed, NetworkSettings restored) implements Remediation {
        /// What a call would have set that did the same, beside a policy.
        public Touched.Members touched(Optional<String> policy) {
            return touched(policy, restored.attachments(), removed);
        }

        /// What the call set that this takes back, beside a policy.
        public Touched.Members reverted(Optional<String> policy) {
            return touched(policy, removed, restored.attachments());
        }

        private Touched.Members touched(Optional<String> policy, Attachments added, Attachments lost) {
            var others = new HashSet<String>();
            restored.privateDns().ifPresent(_ -> others.add("PrivateDnsEnabled"));
            restored.ipAddressType().ifPresent(_ -> others.add("IpAddressType"));
            if (!restored.dnsOptions().isEmpty()) {
                others.add("DnsOptions");
            }
            return new Touched.Members(policy, false, added, lost, others);
        }

        /// What is done, one line each, for people.
        public List<String> lines() {
            var lines = new ArrayList<String>();
            lines("remove", removed, lines);
            lines("put back", restored.attachments(), lines);
            restored.privateDns().ifPresent(on -> lines.add("private DNS " + (on ? "on" : "off") + " again"));
            restored.ipAddressType().ifPresent(type -> lines.add("address type " + type + " again"));
            new TreeMap<>(restored.dnsOptions()).forEach((name, value) -> lines.add(name + " " + value + " again"));
            return lines;
        }

        private static void lines(String verb, Attachments attachments, List<String> lines) {
            new TreeSet<>(attachments.securityGroups()).forEach(id -> lines.add(verb + " security group " + id));
            new TreeSet<>(attachments.subnets()).forEach(id -> lines.add(verb + " subnet " + id));
            new TreeSet<>(attachments.routeTables()).forEach(id -> lines.add(verb + " route table " + id));
        }
    }
}
