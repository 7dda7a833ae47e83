package vpceguard.event;

import java.util.Set;

/// What makes an event our own: the account and Region of this stack, and the roles with which its functions
/// call EC2.
///
/// @param account a string of 12 digits, leading zeros kept
public record Own(String account, String region, Set<String> roleArns) {
    public Own {
        roleArns = Set.copyOf(roleArns);
    }
}
