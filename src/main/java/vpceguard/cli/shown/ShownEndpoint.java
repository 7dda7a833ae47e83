package vpceguard.cli.shown;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import vpceguard.json.Json;
import vpceguard.json.Parsed;
import vpceguard.model.Attachments;
import vpceguard.model.Endpoint;
import vpceguard.model.EndpointId;
import vpceguard.model.EndpointState;
import vpceguard.model.EndpointType;
import vpceguard.model.NetworkSettings;
import vpceguard.model.ServiceName;

/// An endpoint as `aws ec2 describe-vpc-endpoints` shows it.
///
/// @param owner its account, where that is shown
public record ShownEndpoint(Endpoint endpoint, Optional<String> owner) {
    private static final String LIST = "VpcEndpoints";

    /// All of that answer.
    public static Parsed<List<ShownEndpoint>> readAll(Json document) {
        return Shown.read(document, shown -> shown.all(LIST, ShownEndpoint::of));
    }

    /// One by itself, or alone in its list.
    public static Parsed<ShownEndpoint> read(Json document) {
        return Shown.read(document, ShownEndpoint::one);
    }

    private static ShownEndpoint one(Shown shown) {
        if (shown.object().get(LIST).isEmpty()) {
            return of(shown);
        }
        var listed = shown.all(LIST, ShownEndpoint::one);
        if (listed.size() != 1) {
            throw shown.misshapen(LIST, "expected one endpoint, such as .VpcEndpoints[0], found " + listed.size());
        }
        return listed.getFirst();
    }

    private static ShownEndpoint of(Shown shown) {
        return new ShownEndpoint(endpoint(shown), shown.text("OwnerId"));
    }

    private static Endpoint endpoint(Shown shown) {
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
}
