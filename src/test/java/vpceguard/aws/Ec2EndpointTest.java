package vpceguard.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.SecurityGroupIdentifier;
import software.amazon.awssdk.services.ec2.model.VpcEndpoint;
import vpceguard.model.Attachments;
import vpceguard.model.EndpointType;
import vpceguard.model.NetworkSettings;

class Ec2EndpointTest {
    @Test
    void whatAwsLeavesOutIsNotGuessed() {
        var endpoint = Ec2Endpoint.read(bare().build());

        assertThat(endpoint.requesterManaged()).isEmpty();
        assertThat(endpoint.policy()).isEmpty();
        assertThat(endpoint.createdAt()).isEmpty();
        assertThat(endpoint.serviceRegion()).isEmpty();
        assertThat(endpoint.state().isGone()).isFalse();
        assertThat(endpoint.service()).hasToString("unknown");
    }

    @Test
    void wordsThatTheSdkDoesNotKnowAreKept() {
        var endpoint = Ec2Endpoint.read(
                bare().state("pendingAcceptance").vpcEndpointType("Future").build());

        assertThat(endpoint.state().name()).isEqualTo("pendingacceptance");
        assertThat(endpoint.type()).isEqualTo(new EndpointType("Future"));
        assertThat(Ec2Endpoint.read(bare().state("Deleting").build()).state().isGone())
                .isTrue();
    }

    @Test
    void anEndpointOfLatticeIsNamedByWhatItLeadsTo() {
        assertThat(Ec2Endpoint.read(bare().resourceConfigurationArn("arn:1").build())
                        .service())
                .hasToString("arn:1");
        assertThat(Ec2Endpoint.read(bare().serviceNetworkArn("arn:2").build()).service())
                .hasToString("arn:2");
    }

    @Test
    void aBlankPolicyIsNone() {
        assertThat(Ec2Endpoint.read(bare().policyDocument(" \n").build()).policy())
                .isEmpty();
    }

    @Test
    void anEndpointWithoutATypeIsAGateway() {
        assertThat(Ec2Endpoint.read(bare().build()).type()).isEqualTo(EndpointType.GATEWAY);
    }

    @Test
    void theTimeOfCreationIsKept() {
        var created = Instant.parse("2026-02-09T13:11:05.890Z");

        assertThat(Ec2Endpoint.read(bare().creationTimestamp(created).build()).createdAt())
                .hasValue(created);
    }

    @Test
    void howItIsConnectedIsKept() {
        var network = Ec2Endpoint.read(bare().groups(List.of(SecurityGroupIdentifier.builder()
                                .groupId("sg-1")
                                .build()))
                        .subnetIds("subnet-1", "subnet-2")
                        .privateDnsEnabled(true)
                        .ipAddressType("dualstack")
                        .dnsOptions(options -> options.dnsRecordIpType("service-defined")
                                .privateDnsOnlyForInboundResolverEndpoint(false)
                                .privateDnsSpecifiedDomains("b", "a"))
                        .build())
                .network();

        assertThat(network)
                .isEqualTo(new NetworkSettings(
                        new Attachments(Set.of("sg-1"), Set.of("subnet-1", "subnet-2"), Set.of()),
                        Optional.of(true),
                        Optional.of("dualstack"),
                        Map.of(
                                "DnsRecordIpType",
                                "service-defined",
                                "PrivateDnsOnlyForInboundResolverEndpoint",
                                "false",
                                "PrivateDnsSpecifiedDomains",
                                "a,b")));
    }

    private static VpcEndpoint.Builder bare() {
        return VpcEndpoint.builder().vpcEndpointId("vpce-0123456789abcdef0");
    }
}
