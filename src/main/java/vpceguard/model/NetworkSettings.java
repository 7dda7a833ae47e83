package vpceguard.model;

import java.util.Map;
import java.util.Optional;

/// How an endpoint is connected, as far as `DescribeVpcEndpoints` shows it. It does not show the endpoint's
/// addresses in its subnets.
///
/// @param privateDns whether the service's own names lead to the endpoint; empty where AWS left it out
/// @param ipAddressType `ipv4`, `ipv6` or `dualstack`
/// @param dnsOptions by AWS's names of the members, a list's entries separated by commas
public record NetworkSettings(
        Attachments attachments,
        Optional<Boolean> privateDns,
        Optional<String> ipAddressType,
        Map<String, String> dnsOptions) {
    public NetworkSettings {
        dnsOptions = Map.copyOf(dnsOptions);
    }

    /// Settings of which nothing else is known.
    public NetworkSettings(Attachments attachments) {
        this(attachments, Optional.empty(), Optional.empty(), Map.of());
    }

    public NetworkSettings with(Attachments others) {
        return new NetworkSettings(others, privateDns, ipAddressType, dnsOptions);
    }
}
