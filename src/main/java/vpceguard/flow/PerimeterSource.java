package vpceguard.flow;

import java.util.Optional;

/// Gives the perimeter of an account whose organization AWS confirmed.
public interface PerimeterSource {
    /// The perimeter as it is in force now.
    ///
    /// @param organization empty for an account in none
    Trust trust(Optional<String> organization);

    /// Why a notice about what was read last could not be sent: nobody is kept from the perimeter by that, and the next
    /// sweep, which fails of it, sends it again.
    default Optional<RuntimeException> untold() {
        return Optional.empty();
    }

    /// Lets what is asked next be read anew, where it is read at all.
    default void forget() {}
}
