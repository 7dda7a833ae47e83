package vpceguard.model;

import java.util.Set;

/// A VPC, as `DescribeVpcs` shows it.
///
/// @param owner its account; a VPC that is shared with an account shows there too, and is not its own
/// @param cidrBlocks its addresses, IPv4 and IPv6, in CIDR notation
public record Vpc(String id, String owner, Set<String> cidrBlocks) {
    public Vpc {
        cidrBlocks = Set.copyOf(cidrBlocks);
    }
}
