package vpceguard.rehearsal;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import vpceguard.perimeter.Perimeter;

/// Which accounts are in the organization, which no recorded call shows.
///
/// @param organizations the trusted ones
/// @param members accounts that are in it; with more than one organization nothing follows from that
/// @param complete whether an account that is not among the members is in none of the organizations
public record Accounts(Set<String> organizations, Set<String> members, boolean complete) {
    public static final Accounts UNKNOWN = new Accounts(Set.of(), Set.of(), false);

    /// Another organization, or none: what is so in both cases is so.
    private static final List<List<String>> ELSEWHERE = List.of(List.of(), List.of("o-elsewhere0"));

    public Accounts {
        organizations = Set.copyOf(organizations);
        members = Set.copyOf(members);
    }

    /// What a perimeter tells of accounts.
    ///
    /// @param own the account of the endpoint, which is in the organization that the perimeter trusts
    /// @param members all accounts of the organizations; empty if that is not known
    public static Accounts of(Perimeter perimeter, String own, Set<String> members) {
        var all = new HashSet<>(members);
        all.add(own);
        return new Accounts(perimeter.organizations(), all, !members.isEmpty());
    }

    /// The values that a key for an account's organization may have, each a list that is empty where it is absent; none
    /// if nothing is known of it.
    List<List<String>> organization(String account) {
        if (organizations.size() != 1) {
            return List.of();
        }
        if (members.contains(account)) {
            return List.of(List.copyOf(organizations));
        }
        return complete ? ELSEWHERE : List.of();
    }
}
