package vpceguard.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DescribeVpcEndpointServicesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVpcEndpointServicesResponse;
import software.amazon.awssdk.services.ec2.model.ServiceDetail;
import software.amazon.awssdk.services.ec2.model.ServiceTypeDetail;
import vpceguard.model.Attachments;
import vpceguard.model.Endpoint;
import vpceguard.model.EndpointId;
import vpceguard.model.EndpointState;
import vpceguard.model.EndpointType;
import vpceguard.model.NetworkSettings;
import vpceguard.model.ServiceDetail.Known;
import vpceguard.model.ServiceDetail.Unknown;
import vpceguard.model.ServiceName;

/// What can be said without a call: EC2 here answers none.
class Ec2ServiceDetailsTest {
    private static final String ARN = "arn:aws:vpc-lattice:us-east-1:444455556666:servicenetwork/sn-0123456789abcdef0";

    @Test
    void theOwnerOfAServiceNetworkStandsInItsArn() {
        assertThat(services().of(endpoint(ARN))).isEqualTo(new Known("444455556666", false, false));
    }

    @Test
    void anArnWithoutAnAccountSaysNothing() {
        assertThat(services().of(endpoint("arn:aws:vpc-lattice:us-east-1::servicenetwork/sn-0a")))
                .isEqualTo(new Unknown("endpoints of type ServiceNetwork have no endpoint service"));
    }

    @Test
    void gatewayEndpointsAreAmazonsAndTakePolicies() {
        for (var name : List.of("s3", "s3express", "dynamodb")) {
            assertThat(services().of(endpoint("Gateway", "com.amazonaws.eu-west-1." + name)))
                    .isEqualTo(new Known("amazon", true, false));
        }
    }

    @Test
    void whatElseAGatewayMayLeadToAndInterfacesAreAskedFor() {
        for (var asked : List.of(
                endpoint("Gateway", "com.amazonaws.eu-west-1.another"),
                endpoint("Interface", "com.amazonaws.eu-west-1.s3"))) {
            assertThatThrownBy(() -> services().of(asked)).isInstanceOf(UnsupportedOperationException.class);
        }
    }

    /// DescribeVpcEndpoints may name the endpoint's own Region as the service's.
    @Test
    void servicesOfTheOwnRegionAreAskedForInOneCallWhetherItIsNamedOrNot() {
        var asked = new ArrayList<DescribeVpcEndpointServicesRequest>();
        var services = services(new NoEc2() {
            @Override
            public DescribeVpcEndpointServicesResponse describeVpcEndpointServices(
                    DescribeVpcEndpointServicesRequest request) {
                asked.add(request);
                return DescribeVpcEndpointServicesResponse.builder()
                        .serviceDetails(request.serviceNames().stream()
                                .map(name -> ServiceDetail.builder()
                                        .serviceName(name)
                                        .serviceType(List.of(ServiceTypeDetail.builder()
                                                .serviceType("Interface")
                                                .build()))
                                        .owner("amazon")
                                        .vpcEndpointPolicySupported(true)
                                        .build())
                                .toList())
                        .build();
            }
        });
        var sns = endpoint("Interface", "com.amazonaws.eu-west-1.sns", Optional.of("eu-west-1"));
        var sqs = endpoint("Interface", "com.amazonaws.eu-west-1.sqs");
        var elsewhere = endpoint("Interface", "com.amazonaws.us-east-1.kms", Optional.of("us-east-1"));

        services.expect(List.of(sns, sqs, elsewhere));
        for (var endpoint : List.of(sns, sqs, elsewhere)) {
            assertThat(services.of(endpoint)).isEqualTo(new Known("amazon", true, false));
        }

        assertThat(asked)
                .extracting(DescribeVpcEndpointServicesRequest::serviceNames)
                .containsExactly(
                        List.of("com.amazonaws.eu-west-1.sns", "com.amazonaws.eu-west-1.sqs"),
                        List.of("com.amazonaws.us-east-1.kms"));
        assertThat(asked.getLast().serviceRegions()).containsExactly("us-east-1");
    }

    private static Ec2ServiceDetails services() {
        return services(new NoEc2());
    }

    private static Ec2ServiceDetails services(Ec2Client ec2) {
        return new Ec2ServiceDetails(ec2, "eu-west-1", Clock.systemUTC());
    }

    private static Endpoint endpoint(String arn) {
        return endpoint("ServiceNetwork", arn);
    }

    private static Endpoint endpoint(String type, String service) {
        return endpoint(type, service, Optional.empty());
    }

    private static Endpoint endpoint(String type, String service, Optional<String> region) {
        return new Endpoint(
                new EndpointId("vpce-0123456789abcdef0"),
                new EndpointType(type),
                new EndpointState("available"),
                "vpc-0123456789abcdef0",
                new ServiceName(service),
                region,
                Optional.empty(),
                new NetworkSettings(Attachments.NONE),
                Optional.of(false),
                Map.of(),
                Optional.empty());
    }

    private static class NoEc2 implements Ec2Client {
        @Override
        public String serviceName() {
            return "ec2";
        }

        @Override
        public void close() {}
    }
}
