package vpceguard.perimeter.document;

import java.util.Optional;

/// Where a document is applied: what decides which of its entries are in force.
///
/// @param account the account of the stack; empty where policies are judged for no account in particular
/// @param organization the account's organization, as far as it is known to be in one
/// @param ring the ring that the stack names
public record Place(String partition, Optional<String> account, Optional<String> organization, Optional<String> ring) {
    /// The same in that organization.
    public Place in(Optional<String> confirmed) {
        return new Place(partition, account, confirmed, ring);
    }

    /// No account in particular.
    public static Place anywhere(String partition) {
        return new Place(partition, Optional.empty(), Optional.empty(), Optional.empty());
    }
}
