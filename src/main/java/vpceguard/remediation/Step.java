package vpceguard.remediation;

import java.util.HashMap;
import java.util.Optional;
import vpceguard.model.Attachments;
import vpceguard.model.Endpoint;
import vpceguard.model.NetworkSettings;
import vpceguard.policy.Canonical;

/// One ModifyVpcEndpoint request of a plan.
///
/// @param policy the text to write
/// @param restored only the settings that are set or added; all else is empty
public record Step(Optional<String> policy, Attachments removed, NetworkSettings restored) {

    /// The endpoint as it is once EC2 did this.
    Endpoint appliedTo(Endpoint before) {
        var network = before.network();
        var options = new HashMap<>(network.dnsOptions());
        options.putAll(restored.dnsOptions());
        return before.withPolicy(policy.or(before::policy))
                .withNetwork(new NetworkSettings(
                        network.attachments().minus(removed).plus(restored.attachments()),
                        restored.privateDns().or(network::privateDns),
                        restored.ipAddressType().or(network::ipAddressType),
                        options));
    }

    /// Whether the endpoint shows all that this would do, EC2's own spelling of policies aside.
    public boolean isDoneIn(Endpoint endpoint) {
        var after = appliedTo(endpoint);
        return after.network().equals(endpoint.network()) && same(after.policy(), endpoint.policy());
    }

    /// Whether two texts are the same policy.
    public static boolean same(Optional<String> one, Optional<String> other) {
        return one.equals(other) || one.map(Canonical::fingerprint).equals(other.map(Canonical::fingerprint));
    }
}
