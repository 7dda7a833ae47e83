package vpceguard.aws;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.SecurityGroupIdentifier;
import software.amazon.awssdk.services.ec2.model.VpcEndpoint;
import vpceguard.model.Attachments;
import vpceguard.model.Endpoint;
import vpceguard.model.EndpointId;
import vpceguard.model.EndpointState;
import vpceguard.model.EndpointType;
import vpceguard.model.NetworkSettings;
import vpceguard.model.ServiceName;

/// The SDK's endpoint, read into ours. The `AsString` forms are used throughout: the SDK's enums do not know the wire's
/// spelling of states (aws-sdk-java-v2#6382), nor kinds that are new.
final class Ec2Endpoint {
    private Ec2Endpoint() {}

    static Endpoint read(VpcEndpoint endpoint) {
        var tags = new LinkedHashMap<String, String>();
        endpoint.tags().forEach(tag -> tags.put(tag.key(), tag.value()));
        return new Endpoint(
                new EndpointId(endpoint.vpcEndpointId()),
                new EndpointType(
                        Optional.ofNullable(endpoint.vpcEndpointTypeAsString()).orElse("Gateway")),
                new EndpointState(Optional.ofNullable(endpoint.stateAsString()).orElse("unknown")),
                Optional.ofNullable(endpoint.vpcId()).orElse("unknown"),
                new ServiceName(Stream.of(
                                Optional.ofNullable(endpoint.serviceName()),
                                Optional.ofNullable(endpoint.resourceConfigurationArn()),
                                Optional.ofNullable(endpoint.serviceNetworkArn()))
                        .flatMap(Optional::stream)
                        .findFirst()
                        .orElse("unknown")),
                Optional.ofNullable(endpoint.serviceRegion()),
                Optional.ofNullable(endpoint.policyDocument()).filter(text -> !text.isBlank()),
                network(endpoint),
                Optional.ofNullable(endpoint.requesterManaged()),
                tags,
                Optional.ofNullable(endpoint.creationTimestamp()));
    }

    private static NetworkSettings network(VpcEndpoint endpoint) {
        return new NetworkSettings(
                new Attachments(
                        endpoint.groups().stream()
                                .map(SecurityGroupIdentifier::groupId)
                                .collect(Collectors.toSet()),
                        Set.copyOf(endpoint.subnetIds()),
                        Set.copyOf(endpoint.routeTableIds())),
                Optional.ofNullable(endpoint.privateDnsEnabled()),
                Optional.ofNullable(endpoint.ipAddressTypeAsString()),
                Optional.ofNullable(endpoint.dnsOptions())
                        .map(Ec2DnsOptions::read)
                        .orElse(Map.of()));
    }
}
