package vpceguard.control;

import java.util.Optional;
import vpceguard.model.NetworkSettings;

/// The policy and network settings from before a change, as far as a control asks for them and they are
/// known.
///
/// @param intent the policy
/// @param baseline the last network settings that nothing was found against
public record Before(Optional<String> intent, Optional<NetworkSettings> baseline) {
    static final Before UNKNOWN = new Before(Optional.empty(), Optional.empty());

    Before with(Optional<String> policy) {
        return new Before(policy, baseline);
    }

    Before with(NetworkSettings settings) {
        return new Before(intent, Optional.of(settings));
    }
}
