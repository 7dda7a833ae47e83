package vpceguard.model;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A security group, as `DescribeSecurityGroups` shows it: the rules that say who may reach what it is
/// attached to.
///
/// @param inbound what it lets in
public record SecurityGroup(String id, String name, List<Inbound> inbound) {
    public SecurityGroup {
        inbound = List.copyOf(inbound);
    }

    /// Whether it is the group that AWS made with the VPC. No other may have its name (EC2 API reference,
    /// CreateSecurityGroup).
    public boolean isDefault() {
        return name.equals("default");
    }

    /// One source of one inbound rule.
    ///
    /// @param protocol `tcp`, `udp`, `icmp`, `icmpv6`, a number, or `-1` for all
    public record Inbound(String protocol, Source source) {}

    /// Where a rule lets come from.
    public sealed interface Source {
        /// A range of addresses, IPv4 or IPv6, in CIDR notation.
        record Range(String cidr) implements Source {}

        /// The ranges of a prefix list.
        ///
        /// @param cidrs empty if they could not be read, as of a list that is no longer shared
        record PrefixList(String id, Optional<Set<String>> cidrs) implements Source {
            public PrefixList {
                cidrs = cidrs.map(Set::copyOf);
            }
        }

        /// What has that security group, in this VPC or in one that is connected with it.
        record Group(String id) implements Source {}
    }
}
