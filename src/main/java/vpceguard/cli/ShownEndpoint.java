package vpceguard.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import vpceguard.model.Attachments;
import vpceguard.model.Endpoint;
import vpceguard.model.EndpointId;
import vpceguard.model.EndpointState;
import vpceguard.model.EndpointType;
import vpceguard.model.NetworkSettings;
import vpceguard.model.ServiceDetail;
import vpceguard.model.ServiceName;

/// An endpoint as `aws ec2 describe-vpc-endpoints` shows it, and its service as `describe-vpc-endpoint-services` does.
final class ShownEndpoint {
    private ShownEndpoint() {}

    static Endpoint read(Shown shown) {
        return new Endpoint(
                EndpointId.of(shown.required("VpcEndpointId"))
                        .orElseThrow(() -> shown.misshapen(
                                "VpcEndpointId", "expected an endpoint id like vpce-0123456789abcdef0")),
                shown.text("VpcEndpointType").map(EndpointType::new).orElse(EndpointType.GATEWAY),
                new EndpointState(shown.text("State").orElse("unknown")),
                shown.text("VpcId").orElse("unknown"),
                new ServiceName(Stream.of("ServiceName", "ResourceConfigurationArn", "ServiceNetworkArn")
                        .flatMap(name -> shown.text(name).stream())
                        .findFirst()
                        .orElseThrow(() -> shown.misshapen("ServiceName", "expected the name of a service"))),
                shown.text("ServiceRegion"),
                shown.document("PolicyDocument").filter(text -> !text.isBlank()),
                network(shown),
                shown.truth("RequesterManaged"),
                shown.list("Tags", tag -> Map.entry(tag.required("Key"), tag.required("Value"))).stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (_, last) -> last)),
                Optional.empty());
    }

    private static NetworkSettings network(Shown shown) {
        return new NetworkSettings(
                new Attachments(
                        new TreeSet<>(shown.list("Groups", group -> group.required("GroupId"))),
                        shown.texts("SubnetIds"),
                        shown.texts("RouteTableIds")),
                shown.truth("PrivateDnsEnabled"),
                shown.text("IpAddressType"),
                shown.child("DnsOptions").map(ShownEndpoint::dnsOptions).orElse(Map.of()));
    }

    private static Map<String, String> dnsOptions(Shown shown) {
        var options = new LinkedHashMap<String, String>();
        Stream.of("DnsRecordIpType", "PrivateDnsPreference")
                .forEach(name -> shown.text(name).ifPresent(value -> options.put(name, value)));
        var inbound = "PrivateDnsOnlyForInboundResolverEndpoint";
        shown.truth(inbound).ifPresent(only -> options.put(inbound, only.toString()));
        var domains = new TreeSet<>(shown.texts("PrivateDnsSpecifiedDomains"));
        if (!domains.isEmpty()) {
            options.put("PrivateDnsSpecifiedDomains", String.join(",", domains));
        }
        return options;
    }

    static ServiceDetail service(Shown shown) {
        return new ServiceDetail.Known(
                shown.required("Owner"),
                shown.truth("VpcEndpointPolicySupported").orElse(false),
                shown.text("PrivateDnsName").isPresent()
                        || !shown.list("PrivateDnsNames", name -> name).isEmpty());
    }

    /// What a service's name says of it, if nothing else is known: services with names of AWS are taken to support
    /// policies and to have a private DNS name.
    static ServiceDetail service(ServiceName name) {
        return name.arnAccount()
                .<ServiceDetail>map(account -> new ServiceDetail.Known(account, false, false))
                .orElseGet(() -> name.isEndpointService()
                        ? new ServiceDetail.Unknown("it is an endpoint service of an account")
                        : new ServiceDetail.Known(ServiceDetail.AMAZON, true, true));
    }
}
