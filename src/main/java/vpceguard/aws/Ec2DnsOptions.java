package vpceguard.aws;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ec2.model.DnsOptions;
import software.amazon.awssdk.services.ec2.model.DnsOptionsSpecification;

/// DNS options of an endpoint as texts by the names of AWS's members, a list's entries sorted and separated
/// by commas; and back.
final class Ec2DnsOptions {
    private static final String RECORDS = "DnsRecordIpType";
    private static final String ONLY_INBOUND = "PrivateDnsOnlyForInboundResolverEndpoint";
    private static final String PREFERENCE = "PrivateDnsPreference";
    private static final String DOMAINS = "PrivateDnsSpecifiedDomains";

    private Ec2DnsOptions() {}

    static Map<String, String> read(DnsOptions options) {
        var all = new LinkedHashMap<String, String>();
        Optional.ofNullable(options.dnsRecordIpTypeAsString()).ifPresent(type -> all.put(RECORDS, type));
        Optional.ofNullable(options.privateDnsOnlyForInboundResolverEndpoint())
                .ifPresent(only -> all.put(ONLY_INBOUND, only.toString()));
        Optional.ofNullable(options.privateDnsPreference()).ifPresent(preference -> all.put(PREFERENCE, preference));
        if (options.hasPrivateDnsSpecifiedDomains()) {
            all.put(
                    DOMAINS,
                    options.privateDnsSpecifiedDomains().stream().sorted().collect(Collectors.joining(",")));
        }
        return all;
    }

    static DnsOptionsSpecification write(Map<String, String> options) {
        var specification = DnsOptionsSpecification.builder();
        given(options, RECORDS).ifPresent(specification::dnsRecordIpType);
        given(options, ONLY_INBOUND)
                .map(Boolean::valueOf)
                .ifPresent(specification::privateDnsOnlyForInboundResolverEndpoint);
        given(options, PREFERENCE).ifPresent(specification::privateDnsPreference);
        given(options, DOMAINS)
                .map(domains -> List.of(domains.split(",")))
                .ifPresent(specification::privateDnsSpecifiedDomains);
        return specification.build();
    }

    private static Optional<String> given(Map<String, String> options, String name) {
        return Optional.ofNullable(options.get(name));
    }
}
