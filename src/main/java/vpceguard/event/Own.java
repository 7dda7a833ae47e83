package vpceguard.event;

import java.util.Set;

/// Whose events are ours: the account and Region of this stack, and the roles that its own functions call EC2 with.
///
/// @param account a string of 12 digits, leading zeros kept
public record Own(String account, String region, Set<String> roleArns) {
    public Own {
        roleArns = Set.copyOf(roleArns);
    }
}
